import { randomInt } from 'node:crypto'
import { resolve4, resolveNs } from 'node:dns/promises'
import { decode, encode, type TxtAnswer } from 'dns-packet'
import type { HostAndPort } from '../setting.ts'
import { CertificateTrouble, reasonOf } from '../trouble.ts'
import { exchange } from './exchange.ts'

export interface VisibleDeps {
  /** Of the zone, as they are set; none: those that DNS names. */
  nameServers: readonly HostAndPort[]
  wait: (ms: number, signal: AbortSignal) => Promise<void>
  signal: AbortSignal
  /** ms of a clock that never goes back. */
  elapsedMs: () => number
  withinMs?: number
}

const LOOK_MS = 2000
/** A zone's second servers follow its first within seconds, or with the next refresh. */
const WITHIN_MS = 180_000
const DNS_PORT = 53

/** Waits until every name server of the zone has the record: the CA asks any of them. Throws CertificateTrouble. */
export async function untilVisible(name: string, value: string, deps: VisibleDeps): Promise<void> {
  const { wait, signal, elapsedMs, withinMs = WITHIN_MS } = deps
  let missing = deps.nameServers.length > 0 ? [...deps.nameServers] : await nameServersOf(name)
  const until = elapsedMs() + withinMs
  for (;;) {
    const looks = await Promise.all(missing.map(async (server) => ({ server, seen: await look(server, name, signal) })))
    signal.throwIfAborted()
    const still = looks.filter(({ seen }) => typeof seen === 'string' || !seen.includes(value))
    if (still.length === 0) return
    missing = still.map(({ server }) => server)
    if (elapsedMs() >= until) {
      const told = still.map(
        ({ server: { host, port }, seen }) =>
          `${host}:${port} ${typeof seen === 'string' ? `does not answer (${seen})` : 'does not have it'}`,
      )
      throw new CertificateTrouble(
        'dns-visible',
        `The record ${name} was not there after ${Math.round(withinMs / 1000)} s: ${told.join('; ')}.`,
      )
    }
    await wait(LOOK_MS, signal)
  }
}

/** The values that a server has; a line: it could not be asked. */
async function look(server: HostAndPort, name: string, signal: AbortSignal): Promise<string[] | string> {
  const question = { name, type: 'TXT', class: 'IN' } as const
  try {
    const answer = decode(
      await exchange(server, encode({ type: 'query', id: randomInt(1, 65_536), questions: [question] }), signal),
    )
    const records = (answer.answers ?? []).filter((one): one is TxtAnswer => one.type === 'TXT')
    return records.map(({ data }) => [data].flat().map(String).join(''))
  } catch (error) {
    return reasonOf(error)
  }
}

/** The addresses of the servers of the zone in which a name lies, as DNS tells them. */
async function nameServersOf(name: string): Promise<HostAndPort[]> {
  const labels = name.split('.')
  for (let at = 1; at < labels.length - 1; at += 1) {
    const zone = labels.slice(at).join('.')
    const names = await resolveNs(zone).catch(() => [])
    const addresses = await Promise.all(names.map((server) => resolve4(server).catch(() => [])))
    const servers = [...new Set(addresses.flat())].map((host) => ({ host, port: DNS_PORT }))
    if (servers.length > 0) return servers
  }
  throw new CertificateTrouble(
    'dns-visible',
    `DNS names no name server for ${name}: set FLEET_ACME_NAME_SERVERS to the zone's.`,
  )
}
