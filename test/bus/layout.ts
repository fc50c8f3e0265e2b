import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { FLEET, IPV6, LAN, macOf, OTHER_RESOLVER, RESOLVER, WAN, WEB } from './addresses.ts'
import { run } from './command.ts'
import { ETC_NETNS, namespaceOf, type PlaceName } from './names.ts'

export interface Layout {
  phones: number
  /** Bridge ports that do not talk to each other, as an access point's client isolation does. */
  isolated: boolean
  /** net.ipv4.ip_forward and net.ipv6.conf.all.forwarding of the gateway. */
  forwarding: boolean
  ipv6: boolean
  /** Packets no larger than the MTU, as on the air, instead of veth's 64 KiB ones: slower, but packets count as real. */
  wirePackets: boolean
  /** Whether frames between bridge ports pass the IP hooks too (br_netfilter). */
  bridgeNetfilter: boolean
}

/** Makes the namespaces with their interfaces, addresses and routes. Phones have no address yet: that is DHCP's. */
export async function buildLayout(id: string, layout: Layout): Promise<void> {
  const numbers = Array.from({ length: layout.phones }, (_, index) => index + 1)
  const gw = namespaceOf(id, 'gw')
  const inet = namespaceOf(id, 'inet')
  const places: PlaceName[] = ['gw', 'inet', ...numbers.map((number) => `phone${number}` as const)]
  for (const place of places) writeResolvConf(namespaceOf(id, place), place.startsWith('phone') ? null : RESOLVER)
  await batch(
    null,
    places.map((place) => `netns add ${namespaceOf(id, place)}`),
  )

  const segments = layout.wirePackets ? 'gso_max_segs 1' : ''
  await batch(gw, [
    'link set lo up',
    'link add lan0 type bridge forward_delay 0',
    ...(layout.ipv6 ? ['link set lan0 addrgenmode none'] : []),
    `addr add ${LAN.gateway}/${LAN.prefix} dev lan0`,
    'link set lan0 up',
    // No link-local address of its own, so that nothing but what is forwarded arrives by IPv6.
    `link add wan0 ${segments} type veth peer name wan0 ${segments} netns ${inet}`,
    'link set wan0 addrgenmode none up',
    `addr add ${WAN.gateway}/${WAN.prefix} dev wan0`,
    ...numbers.flatMap((number) => [
      `link add port${number} ${segments} type veth peer name eth0 address ${macOf(number)} ${segments} netns ${namespaceOf(id, `phone${number}`)}`,
      `link set port${number} master lan0 up`,
      ...(layout.isolated ? [`link set port${number} type bridge_slave isolated on`] : []),
    ]),
    ...(layout.ipv6
      ? [
          // Forwarding by IPv6 needs link-local addresses, and ones that need not wait for duplicate detection.
          'addr add fe80::1/64 dev lan0 nodad',
          'addr add fe80::2/64 dev wan0 nodad',
          `addr add ${IPV6.lanGateway}/64 dev lan0 nodad`,
          `addr add ${IPV6.wanGateway}/64 dev wan0 nodad`,
        ]
      : []),
  ])
  await batch(inet, [
    'link set lo up',
    'link set wan0 addrgenmode none up',
    `addr add ${WAN.internet}/${WAN.prefix} dev wan0`,
    ...[WEB, FLEET, RESOLVER, OTHER_RESOLVER].map((address) => `addr add ${address}/32 dev lo`),
    ...(layout.ipv6
      ? [
          'addr add fe80::1/64 dev wan0 nodad',
          `addr add ${IPV6.wanInternet}/64 dev wan0 nodad`,
          `addr add ${IPV6.web}/128 dev lo nodad`,
          `route add ${IPV6.lanNetwork} via ${IPV6.wanGateway}`,
        ]
      : []),
  ])
  await batch(gw, [
    `route add default via ${WAN.internet}`,
    ...(layout.ipv6 ? [`route add ::/0 via ${IPV6.wanInternet}`] : []),
  ])
  await Promise.all(
    numbers.map((number) =>
      batch(namespaceOf(id, `phone${number}`), [
        'link set lo up',
        'link set eth0 up',
        ...(layout.ipv6
          ? [
              `addr add 2001:db8:55::${(number + 0x10).toString(16)}/64 dev eth0 nodad`,
              `route add ::/0 via ${IPV6.lanGateway}`,
            ]
          : []),
      ]),
    ),
  )
  await setSysctls(gw, layout)
}

async function setSysctls(gw: string, layout: Layout): Promise<void> {
  const forwarding = layout.forwarding ? 1 : 0
  const lines = [
    `net.ipv4.ip_forward=${forwarding}`,
    `net.ipv6.conf.all.forwarding=${forwarding}`,
    // Not there where br_netfilter is not loaded, which means off.
    ...['iptables', 'ip6tables', 'arptables'].map(
      (table) => `-net.bridge.bridge-nf-call-${table}=${layout.bridgeNetfilter ? 1 : 0}`,
    ),
  ]
  await run('ip', ['netns', 'exec', gw, 'sysctl', '-q', '-p', '-'], { input: lines.join('\n') })
}

/** `ip netns exec` mounts this over /etc/resolv.conf; it has to be there before the first program starts. */
function writeResolvConf(namespace: string, resolver: string | null): void {
  const folder = join(ETC_NETNS, namespace)
  mkdirSync(folder, { recursive: true })
  // A phone has no resolver until DHCP gives it one; with an empty file glibc would ask 127.0.0.1.
  writeFileSync(join(folder, 'resolv.conf'), resolver === null ? '# not yet\n' : `nameserver ${resolver}\n`)
}

function batch(namespace: string | null, lines: string[]): Promise<string> {
  const where = namespace === null ? [] : ['-n', namespace]
  return run('ip', [...where, '-batch', '-'], { input: `${lines.join('\n')}\n` })
}
