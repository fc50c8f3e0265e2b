import { parseIpv4 } from '../clients/client.ts'

/** The addresses that phones get. */
export interface Pool {
  first: string
  last: string
  netmask: string
  /** How many phones it has room for; the gateway's own address, where it lies inside, is not counted. */
  size: number
}

/** The network's first addresses are left to the operator: the gateway, an access point, a camera. */
const LEFT_FREE = 9
/** No bus has more phones than a /20, whatever the size of the LAN. */
const LARGEST = 4096
const SMALLEST_PREFIX = 8
const LARGEST_PREFIX = 28

/** The pool of the LAN on which the gateway has this address. Throws where the LAN has no room for one. */
export function poolOf(address: string, prefixLength: number): Pool {
  const own = numberOf(address)
  if (!Number.isInteger(prefixLength) || prefixLength < SMALLEST_PREFIX || prefixLength > LARGEST_PREFIX)
    throw new Error(
      `the riders' network ${address}/${prefixLength} has no room for phones: give the interface a /20 to a /${LARGEST_PREFIX}`,
    )
  const span = 2 ** (32 - prefixLength)
  const network = own - (own % span)
  const first = network + LEFT_FREE + 1
  const last = network + Math.min(span, LARGEST) - 2
  return {
    first: dotted(first),
    last: dotted(last),
    netmask: dotted(2 ** 32 - span),
    size: last - first + 1 - (own >= first && own <= last ? 1 : 0),
  }
}

/** How full the pool is. Only a count: no address of a lease is kept. */
export interface PoolUsage {
  used: number
  size: number
}

/** Reads dnsmasq's lease file: `expiry mac ip name client-id` on each line, expiry in seconds since 1970, 0 for never. */
export function poolUsage(leaseFileText: string, nowMs: number, size: number): PoolUsage {
  const used = leaseFileText.split('\n').filter((line) => {
    const [expiry = '', , ip = ''] = line.split(' ')
    if (!/^\d{1,15}$/.test(expiry) || parseIpv4(ip) === null) return false
    return expiry === '0' || Number(expiry) * 1000 > nowMs
  }).length
  return { used, size }
}

function numberOf(address: string): number {
  const canonical = parseIpv4(address)
  if (canonical === null) throw new Error(`"${address}" is not an IPv4 address`)
  return canonical.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
}

function dotted(number: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.')
}
