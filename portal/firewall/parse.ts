import { z } from 'zod'
import { parseIpv4, parseMac } from '../clients/client.ts'
import type { FirewallState } from './firewall.ts'
import { SETS } from './ruleset.ts'

const concat = z.object({
  elem: z.object({ val: z.object({ concat: z.tuple([z.string(), z.string()]) }), expires: z.number() }),
})
const counted = z.object({ elem: z.object({ val: z.string(), counter: z.object({ bytes: z.int() }) }) })
const listing = z.object({
  nftables: z.array(
    z.object({ set: z.object({ name: z.string(), elem: z.array(z.unknown()).optional() }).optional() }),
  ),
})

/** Reads `nft -j list table`. Elements that are not ours to understand are passed over. Throws on anything but nft's JSON. */
export function parseTable(json: string): FirewallState {
  const state: FirewallState = { clients: new Map(), octets: new Map() }
  for (const { set } of listing.parse(JSON.parse(json)).nftables) {
    for (const raw of set?.elem ?? []) {
      if (set?.name === SETS.clients) readClient(raw, state)
      else if (set?.name === SETS.input) readOctets(raw, 'input', state)
      else if (set?.name === SETS.output) readOctets(raw, 'output', state)
    }
  }
  return state
}

function readClient(raw: unknown, state: FirewallState): void {
  const element = concat.safeParse(raw)
  if (!element.success) return
  const [first, second] = element.data.elem.val.concat
  const mac = parseMac(first)
  const ip = parseIpv4(second)
  if (mac && ip) state.clients.set(ip, { mac, ip, secondsLeft: element.data.elem.expires })
}

function readOctets(raw: unknown, direction: 'input' | 'output', state: FirewallState): void {
  const element = counted.safeParse(raw)
  const ip = element.success ? parseIpv4(element.data.elem.val) : null
  if (!element.success || !ip) return
  const octets = state.octets.get(ip) ?? { input: 0, output: 0 }
  octets[direction] = element.data.elem.counter.bytes
  state.octets.set(ip, octets)
}
