import { FLEET, IPV6 } from './addresses.ts'
import type { Bus } from './bus.ts'
import type { Hammer, Place } from './place.ts'
import { until } from './until.ts'

/** Packets of a stranger that arrived at the internet host, by kind. */
export interface Leak {
  toFleet: number
  https: number
  icmp: number
  udp: number
  ipv6: number
  unnatted: number
}

export const NO_LEAK: Leak = { toFleet: 0, https: 0, icmp: 0, udp: 0, ipv6: 0, unnatted: 0 }

/**
 * A phone that nobody has let through and that knocks without end, by both families. Only it goes to the fleet's address and to
 * port 443, and only it uses UDP, ICMP and IPv6, so all of these that arrives at the internet host is a leak.
 */
export class Stranger {
  private constructor(
    readonly bus: Bus,
    readonly hammer: Hammer,
  ) {}

  static async at(bus: Bus, place: Place): Promise<Stranger> {
    return new Stranger(bus, await place.hammer({ hosts: bus.layout.ipv6 ? [FLEET, IPV6.web] : [FLEET] }))
  }

  /** What arrives of it while it knocks from before `moment` until well after it. */
  async leakDuring(moment: () => Promise<unknown>): Promise<Leak> {
    await this.knocks(50)
    await this.bus.resetArrived()
    await moment()
    await this.knocks(200)
    return this.leak()
  }

  /** What has arrived of it since the counters were set to zero. */
  async leak(): Promise<Leak> {
    const { fleet, https, icmp, otherUdp, ipv6, unnatted } = await this.bus.arrived()
    return {
      toFleet: fleet.packets,
      https: https.packets,
      icmp: icmp.packets,
      udp: otherUdp.packets,
      ipv6: ipv6.packets,
      unnatted: unnatted.packets,
    }
  }

  /** Waits until it has knocked so many times more. */
  async knocks(more: number): Promise<void> {
    const { tcp } = await this.hammer.sent()
    await until('the stranger has knocked', async () => (await this.hammer.sent()).tcp >= tcp + more, 20_000)
  }
}
