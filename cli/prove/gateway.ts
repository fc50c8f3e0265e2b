import { randomUUID } from 'node:crypto'
import type { FirewallState, Grant } from '../../portal/firewall/firewall.ts'
import { createFacts } from './facts.ts'
import { createKernel, type Kernel } from './kernel.ts'
import type { BootOrder, FromGateways } from './messages.ts'
import { atMinute, type GatewayPlan, isWithin, type RidersPlan } from './plan.ts'
import type { Road } from './road.ts'

/** What one boot of a kernel let through, as this side of the proof counted it. */
export interface BootTally {
  kernelBootId: string
  kernel: Kernel
  /** Octets that the kernel had counted when the gateway last said that an interval is durable. */
  durable: { input: number; output: number }
  /** Riders who were told that they are online. */
  accepted: number
  /** The power was cut: what came after the last durable word is lost, as it must be. */
  cut: boolean
}

/** A simulated gateway as the world around its program sees it: its power, its kernel, its disk and its road. */
export function createSimulated(plan: GatewayPlan, dataDir: string, road: Road, now: () => number) {
  const facts = createFacts(plan.id, `${dataDir}/gateway.db`)
  const tallies: BootTally[] = []
  let boot: BootOrder | null = null

  return {
    plan,
    road,
    facts,
    tallies,
    isOn: () => boot !== null,
    /** How the power stands at a minute: does something change? */
    powerChange(minute: number): 'on' | 'cut' | null {
      const on = isWithin(plan.powered, minute)
      if (on === (boot !== null)) return null
      return on ? 'on' : 'cut'
    },
    /** The boot that its program has to be told of, after a start of the program; null: it has no power. */
    boot: () => boot && { ...boot, fleetUrl: road.url() },
    powerOn(minute: number): void {
      const index = plan.powered.findIndex(({ from, to }) => minute >= from && minute < to)
      const kernelBootId = randomUUID()
      const kernelStartedAtMs = atMinute(minute)
      facts.kernelStarted(kernelBootId, kernelStartedAtMs)
      const kernel = createKernel(() => now() - kernelStartedAtMs)
      tallies.push({ kernelBootId, kernel, durable: { input: 0, output: 0 }, accepted: 0, cut: false })
      const { id, outboxOctets } = plan
      const skewMs = plan.skewMs[index] ?? 0
      boot = { id, dataDir, fleetUrl: '', kernelBootId, kernelStartedAtMs, skewMs, outboxOctets }
    },
    powerCut(): void {
      const tally = tallies.at(-1)
      if (tally) tally.cut = true
      boot = null
    },
    async traffic({ traffic }: RidersPlan): Promise<void> {
      for (const { rider, input, output } of traffic)
        await tallies.at(-1)?.kernel.carry(`10.0.0.${rider + 2}`, { input, output })
    },
    /** A source of time that speaks this minute, besides the fleet. */
    timeFrom(minute: number): 'gnss' | 'ntp' | null {
      if (!boot || !plan.clock) return null
      return atMinute(minute) - boot.kernelStartedAtMs >= plan.clock.afterMinutes * 60_000 ? plan.clock.source : null
    },
    async callKernel({ method, argument }: FromGateways & { kind: 'kernel' }): Promise<unknown> {
      const firewall = tallies.at(-1)?.kernel.firewall
      if (!firewall) return null
      if (method === 'grant') return firewall.grant(argument as Grant)
      if (method === 'revoke') return firewall.revoke(argument as Grant[])
      if (method === 'forget') return firewall.forget(argument as string[])
      const { clients, octets } = (await firewall.read()) as FirewallState
      return { clients: [...clients], octets: [...octets] }
    },
    accepted(bootId: string): void {
      const tally = tallies.at(-1)
      if (tally && (facts.kernelOf(bootId) ?? tally.kernelBootId) === tally.kernelBootId) tally.accepted += 1
    },
    durable({ report }: FromGateways & { kind: 'durable' }): void {
      facts.told(report)
      const tally = tallies.at(-1)
      if (tally && facts.kernelOf(report.bootId) === tally.kernelBootId) tally.durable = { ...tally.kernel.totals }
    },
  }
}
export type Simulated = ReturnType<typeof createSimulated>
