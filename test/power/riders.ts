import { createKernel } from '../../cli/prove/kernel.ts'
import type { Client } from '../../portal/clients/client.ts'
import type { Octets } from './words.ts'

export function rider(number: number): Client {
  const [high, low] = [Math.floor(number / 200), (number % 200) + 10]
  return { mac: `02:00:00:00:0${high}:${low.toString(16).padStart(2, '0')}`, ip: `10.55.${high}.${low}` }
}

/**
 * The kernel of one boot, and what the storm itself counts of it: what each rider's traffic was, and how much of that has been
 * promised to be durable.
 */
export function createTally(uptime: () => number) {
  const kernel = createKernel(uptime)
  const carried = new Map<string, Octets>()
  const durable = new Map<string, Octets>()
  const sum = (all: Iterable<Octets>): Octets => {
    const total = { input: 0, output: 0 }
    for (const { input, output } of all) {
      total.input += input
      total.output += output
    }
    return total
  }
  return {
    firewall: kernel.firewall,
    async carry(ip: string, octets: Octets): Promise<void> {
      const before = kernel.totals.output
      await kernel.carry(ip, octets)
      if (kernel.totals.output === before) return
      carried.set(ip, sum([octets, carried.get(ip) ?? { input: 0, output: 0 }]))
    },
    carried: () => sum(carried.values()),
    durable: () => sum(durable.values()),
    /** What has been carried until now, of all or of one: to be given to `promised` once a promise covers it. */
    until: (ip?: string) => new Map([...carried].filter(([of]) => ip === undefined || of === ip)),
    promised(until: Map<string, Octets>): void {
      for (const [ip, octets] of until)
        if (octets.output > (durable.get(ip)?.output ?? 0)) durable.set(ip, { ...octets })
    },
  }
}
export type Tally = ReturnType<typeof createTally>
