import { readFileSync, rmSync } from 'node:fs'
import { Bus } from '../../test/bus/bus.ts'
import type { Crowd } from '../../test/bus/crowd.ts'
import type { Program } from '../../test/bus/program.ts'
import { Ride } from '../../test/bus/ride.ts'
import { Stranger } from '../../test/bus/stranger.ts'

/** A bus for the bench: phone 1 looks, phone 2 is up to no good, and a crowd of 240 boards. */
export class Gateway {
  private constructor(
    readonly bus: Bus,
    readonly crowd: Crowd,
    readonly ride: Ride,
  ) {}

  static async make(): Promise<Gateway> {
    const bus = await Bus.create({ phones: 2, dnsmasq: false })
    const crowd = await bus.crowd(240)
    await bus.phone(1).setAddress('10.55.0.11')
    await bus.phone(2).setAddress('10.55.0.12')
    // As on a real gateway: reports once a minute, and memory from one place (deploy/units/abordo-portal.service).
    return new Gateway(bus, crowd, new Ride(bus, { PORTAL_ACCOUNTING_INTERVAL_S: '60', MALLOC_ARENA_MAX: '1' }))
  }

  get portal(): Program {
    if (this.ride.portal === null) throw new Error('the portal does not run yet')
    return this.ride.portal
  }

  /** A portal that knows nobody, behind rules that let nobody through. */
  async startAnew(): Promise<void> {
    await this.ride.portal?.stop('SIGKILL')
    await this.bus.gw.exec('nft', ['-f', '-'], { input: 'add table inet abordo\ndelete table inet abordo\n' })
    await this.bus.gw.exec('conntrack', ['-F'])
    rmSync(`${this.bus.folder}/gateway`, { recursive: true, force: true })
    await this.ride.startPortal()
  }

  /** A stranger who knocks from phone 2 during `moment`: how many of its packets arrived. */
  async strangerDuring(moment: () => Promise<unknown>): Promise<number> {
    const stranger = await Stranger.at(this.bus, this.bus.phone(2))
    // UDP is what the crowd sends, too; the stranger's goes to the fleet's address.
    const { udp: _, ...leak } = await stranger.leakDuring(moment)
    await stranger.hammer.stop()
    return Object.values(leak).reduce((sum, packets) => sum + packets, 0)
  }

  /** The portal's resident memory. */
  rssMegabytes(): number {
    const kibioctets = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${this.portal.pid}/status`, 'utf8'))?.[1]
    return (Number(kibioctets) * 1024) / 1_000_000
  }

  remove(): Promise<void> {
    return this.bus.remove()
  }
}
