import { FLEET, OTHER_RESOLVER, RESOLVER, WAN } from './addresses.ts'
import { run } from './command.ts'

export interface Count {
  packets: number
  octets: number
}

/** The first three overlap with the rest; the rest are exclusive and add up to `total`. */
const CATEGORIES = {
  total: '',
  /** IPv4 from an address other than the gateway's: a packet that was forwarded without NAT. */
  unnatted: `meta nfproto ipv4 ip saddr != ${WAN.gateway}`,
  fleet: `ip daddr ${FLEET}`,
  ipv6: 'meta nfproto ipv6',
  http: 'tcp dport 80',
  https: 'tcp dport 443',
  otherTcp: 'meta l4proto tcp',
  dns: `ip daddr ${RESOLVER} udp dport 53`,
  otherDns: `ip daddr ${OTHER_RESOLVER} udp dport 53`,
  otherUdp: 'meta l4proto udp',
  /**
   * What the gateway itself says when an answer to its own question for a name finds nobody any more, since the portal was killed
   * meanwhile: port unreachable, about a packet from port 53 of the resolver to the gateway. No phone can have had such a packet.
   */
  unclaimedDns: [
    'icmp type destination-unreachable icmp code port-unreachable',
    `@th,136,8 17 @th,160,32 ${hex(RESOLVER)} @th,192,32 ${hex(WAN.gateway)} @th,224,16 53`,
  ].join(' '),
  icmp: 'meta l4proto icmp',
  other: '',
} as const
const OVERLAPPING = ['total', 'unnatted', 'fleet']
type Category = keyof typeof CATEGORIES

/** What has arrived at the internet host from the bus since the start or the last reset. */
export type Arrived = Record<Category, Count>

/** The talk of the link itself (neighbours, routers, multicast groups) is not counted. */
const LINK_TALK = `icmpv6 type { nd-router-solicit, nd-router-advert, nd-neighbor-solicit, nd-neighbor-advert,
  mld-listener-query, mld-listener-report, mld-listener-done, mld2-listener-report }`

export async function countArrivals(inet: string): Promise<void> {
  const names = Object.keys(CATEGORIES)
  const rules = Object.entries(CATEGORIES).map(
    ([name, match]) => `${match} counter name "seen_${name}" ${OVERLAPPING.includes(name) ? '' : 'return'}`,
  )
  const table = `table inet abordo_test {
    ${names.map((name) => `counter seen_${name} { }`).join('\n')}
    chain arriving {
      type filter hook prerouting priority -300; policy accept;
      iifname != "wan0" return
      ${LINK_TALK} return
      ${rules.join('\n')}
    }
  }`
  await nft(inet, ['-f', '-'], table)
}

export async function readArrivals(inet: string): Promise<Arrived> {
  return parse(await nft(inet, ['-j', 'list', 'counters', 'table', 'inet', 'abordo_test']))
}

/** Sets the counters to zero and returns what they had. */
export async function resetArrivals(inet: string): Promise<Arrived> {
  return parse(await nft(inet, ['-j', 'reset', 'counters', 'table', 'inet', 'abordo_test']))
}

interface ListedCounter {
  counter?: { name: string; packets: number; bytes: number }
}

function parse(json: string): Arrived {
  const { nftables }: { nftables: ListedCounter[] } = JSON.parse(json)
  const counts = nftables.flatMap(({ counter }) =>
    counter === undefined
      ? []
      : [[counter.name.replace('seen_', ''), { packets: counter.packets, octets: counter.bytes }] as const],
  )
  return Object.fromEntries(counts) as Arrived
}

/** An IPv4 address as nft compares it with raw octets. */
function hex(address: string): string {
  const octets = address.split('.').map((octet) => Number(octet).toString(16).padStart(2, '0'))
  return `0x${octets.join('')}`
}

function nft(namespace: string, args: string[], input = ''): Promise<string> {
  return run('ip', ['netns', 'exec', namespace, 'nft', ...args], { input })
}
