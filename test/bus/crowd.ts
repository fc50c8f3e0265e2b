import { ECHO_PORT, LAN, macOf, WEB } from './addresses.ts'
import type { Boarded } from './agent/boarding.ts'
import { run } from './command.ts'
import type { Layout } from './layout.ts'
import { namespaceOf } from './names.ts'
import { Place } from './place.ts'
import { until } from './until.ts'

const MOST = 250
/** Numbers of its phones, for their MAC addresses and routing tables, start above those of a bus's own phones. */
const FIRST = 1001

/** A crowd that boards; see Crowd.board. */
export interface Boarding {
  progress(): Promise<{ left: number; accepted: number }>
  /** Waits until each phone is online or has given up. */
  end(deadlineMs?: number): Promise<Boarded[]>
}

/**
 * Many phones in one namespace, so that one agent plays them all. To the gateway they are phones like any other: each has a
 * macvlan interface with a MAC address and an IP address of its own, and its packets leave by that interface only.
 */
export class Crowd extends Place {
  readonly riders: readonly string[]

  constructor(
    id: string,
    folder: string,
    readonly size: number,
  ) {
    super('crowd', namespaceOf(id, 'crowd'), folder)
    if (size > MOST) throw new Error(`a crowd has at most ${MOST} phones, not ${size}`)
    this.riders = Array.from({ length: size }, (_, index) => `${LAN.crowd}.${index + 1}`)
  }

  /** Makes the namespace and joins it to the gateway's bridge. */
  async join(gw: Place, { isolated, wirePackets }: Layout): Promise<void> {
    await run('ip', ['netns', 'add', this.namespace])
    // Each interface speaks for its own address only, as phones apart do.
    const sysctls = [
      'net.ipv4.conf.all.arp_ignore=1',
      'net.ipv4.conf.all.arp_announce=2',
      'net.ipv4.conf.all.rp_filter=0',
    ]
    const quiet = ['net.ipv4.conf.default.rp_filter=0', 'net.ipv6.conf.default.disable_ipv6=1']
    await this.exec('sysctl', ['-q', '-w', ...sysctls, ...quiet])
    const segments = wirePackets ? 'gso_max_segs 1' : ''
    await ipBatch(gw.namespace, [
      `link add portcrowd ${segments} type veth peer name air0 ${segments} netns ${this.namespace}`,
      'link set portcrowd master lan0 up',
      ...(isolated ? ['link set portcrowd type bridge_slave isolated on'] : []),
    ])
    await ipBatch(this.namespace, [
      'link set lo up',
      'link set air0 up',
      ...this.riders.flatMap((ip, index) => {
        const phone = FIRST + index
        return [
          `link add phone${phone} link air0 address ${macOf(phone)} type macvlan mode private`,
          `link set phone${phone} up`,
          `addr add ${ip}/${LAN.prefix} dev phone${phone} noprefixroute`,
          `route add ${LAN.network} dev phone${phone} src ${ip} table ${phone}`,
          `route add default via ${LAN.gateway} dev phone${phone} src ${ip} table ${phone}`,
          `rule add from ${ip} lookup ${phone}`,
        ]
      }),
    ])
  }

  /** These phones (all unless told) look for a portal, press its button and send a first packet, all at once. */
  async board(riders: readonly string[] = this.riders, timeoutMs = 20_000): Promise<Boarding> {
    const id = await this.ask('boardingStart', { riders: [...riders], web: WEB, echoPort: ECHO_PORT, timeoutMs })
    const progress = () => this.ask('boardingProgress', id)
    return {
      progress,
      end: async (deadlineMs = 60_000) => {
        await until('everybody is online or has given up', async () => (await progress()).left === 0, deadlineMs)
        return this.ask('boardingStop', id)
      },
    }
  }

  /** Which of these phones (all unless told) get a datagram to the internet host and back. */
  online(riders: readonly string[] = this.riders, timeoutMs = 1_000): Promise<string[]> {
    const ask = { riders: [...riders], web: WEB, echoPort: ECHO_PORT, timeoutMs }
    return this.ask('whoIsOnline', ask, timeoutMs)
  }
}

function ipBatch(namespace: string, lines: string[]): Promise<string> {
  return run('ip', ['-n', namespace, '-batch', '-'], { input: `${lines.join('\n')}\n` })
}
