import { FLEET } from './addresses.ts'
import type { Bus } from './bus.ts'
import { namespaceOf } from './names.ts'

const NEAR = '10.99.0.1'
const FAR = '10.99.0.2'

/**
 * Has one bus's internet lead to the fleet in another's: both have the same addresses, so what goes there goes under an address of
 * the wire between them.
 */
export async function reachFleetOf(bus: Bus, other: Bus): Promise<void> {
  const far = namespaceOf(other.id, 'inet')
  const lines = [
    `addr del ${FLEET}/32 dev lo`,
    `link add to-fleet type veth peer name from-bus netns ${far}`,
    `addr add ${NEAR}/30 dev to-fleet`,
    'link set to-fleet up',
  ]
  await bus.inet.exec('ip', ['-batch', '-'], { input: `${lines.join('\n')}\n` })
  await other.inet.exec('ip', ['-batch', '-'], { input: `addr add ${FAR}/30 dev from-bus\nlink set from-bus up\n` })
  await bus.inet.exec('ip', ['route', 'add', `${FLEET}/32`, 'via', FAR])
  await bus.inet.exec('sysctl', ['-q', '-w', 'net.ipv4.ip_forward=1'])
  const rules = [
    'add table ip to_fleet',
    'add chain ip to_fleet leaving { type nat hook postrouting priority 100; }',
    'add rule ip to_fleet leaving oifname "to-fleet" masquerade',
  ].join('\n')
  await bus.inet.exec('nft', ['-f', '-'], { input: `${rules}\n` })
}
