import { isIP, isIPv6 } from 'node:net'

/**
 * The address that a request comes from. `trusted`: reverse proxies, of which the last hop that they have seen is believed; what
 * anybody else writes into X-Forwarded-For is not.
 */
export function peerAddress(socket: string, forwardedFor: string | undefined, trusted: readonly string[]): string {
  const own = plain(socket)
  if (!trusted.includes(own)) return own
  const last = plain(forwardedFor?.split(',').at(-1)?.trim() ?? '')
  return isIP(last) ? last : own
}

/** What a limit counts by: of IPv6 the first 64 bits, because one reader has all addresses below them. */
export function peerKey(address: string): string {
  if (!isIPv6(address)) return address
  const [head = '', tail = ''] = address.split('%')[0]?.split('::') ?? []
  const groups = head.split(':').filter(Boolean)
  const after = tail.split(':').filter(Boolean)
  const zeros = address.includes('::') ? Math.max(0, 8 - groups.length - after.length) : 0
  const all = [...groups, ...Array<string>(zeros).fill('0'), ...after]
  return `${all
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`
}

/** An IPv4 address as a socket for both families writes it. */
function plain(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '')
}
