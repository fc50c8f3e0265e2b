import type { SimsAnswer, SimUse } from '../../contract/gateway-page.ts'
import { WAN_PORT } from '../../db/fleet/schema.ts'

export interface PortDay {
  port: string
  /** Start of the day of UTC, seconds since 1970. */
  dayAt: number
  received: number
  sent: number
}

/** The first day (seconds since 1970) of the month of UTC that holds `now` (ms), and of the one before. */
export function monthsOf(now: number): { thisMonth: number; lastMonth: number } {
  const date = new Date(now)
  const start = (months: number) => Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1) / 1000
  return { thisMonth: start(0), lastMonth: start(-1) }
}

/** Data over each SIM in this month and the last one, and by day. SIMs first, the uplink's own interface after them. */
export function simUse(days: readonly PortDay[], now: number): SimsAnswer {
  const { thisMonth, lastMonth } = monthsOf(now)
  const sims = new Map<string, SimUse>()
  for (const { port, dayAt, received, sent } of days) {
    const nothing = () => ({ received: 0, sent: 0 })
    const sim = sims.get(port) ?? {
      port: port === WAN_PORT ? null : port,
      thisMonth: nothing(),
      lastMonth: nothing(),
      days: [],
    }
    sims.set(port, sim)
    const month = dayAt >= thisMonth ? sim.thisMonth : sim.lastMonth
    month.received += received
    month.sent += sent
    sim.days.push({ date: new Date(dayAt * 1000).toISOString().slice(0, 10), received, sent })
  }
  const inOrder = [...sims.values()].sort((a, b) => Number(a.port === null) - Number(b.port === null))
  const name = (start: number) => new Date(start * 1000).toISOString().slice(0, 7)
  return { thisMonth: name(thisMonth), lastMonth: name(lastMonth), sims: inOrder }
}
