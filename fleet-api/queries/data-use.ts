import { and, eq, gte, sum } from 'drizzle-orm'
import type { FleetDatabase } from '../../db/fleet/open.ts'
import { gatewayModemDay, WAN_PORT } from '../../db/fleet/schema.ts'
import type { ReportToStore } from './reports.ts'

const DAY_S = 86_400

/** What these reports add to each port's days. */
export function dataUse(items: ReportToStore[]): (typeof gatewayModemDay.$inferSelect)[] {
  const use = new Map<string, typeof gatewayModemDay.$inferSelect>()
  for (const { rows, uplink } of items) {
    const last = rows.at(-1)
    if (!last || !uplink) continue
    for (const { port, octets } of [{ port: WAN_PORT, octets: uplink.octets }, ...uplink.modems]) {
      if (!octets) continue
      const dayAt = Math.floor(last.minuteAt / DAY_S) * DAY_S
      const day = use.get(`${dayAt} ${port}`)
      use.set(`${dayAt} ${port}`, {
        gatewayId: last.gatewayId,
        port,
        dayAt,
        receivedOctets: (day?.receivedOctets ?? 0) + octets.received,
        sentOctets: (day?.sentOctets ?? 0) + octets.sent,
      })
    }
  }
  return [...use.values()]
}

export interface PortUse {
  /** WAN_PORT: the uplink's interface. */
  port: string
  received: number
  sent: number
}

/** Octets over each port of a gateway since the start of a day of UTC (seconds since 1970). */
export async function dataUseSince(db: FleetDatabase, gatewayId: string, dayAt: number): Promise<PortUse[]> {
  return db
    .select({
      port: gatewayModemDay.port,
      received: sum(gatewayModemDay.receivedOctets).mapWith(Number),
      sent: sum(gatewayModemDay.sentOctets).mapWith(Number),
    })
    .from(gatewayModemDay)
    .where(and(eq(gatewayModemDay.gatewayId, gatewayId), gte(gatewayModemDay.dayAt, dayAt)))
    .groupBy(gatewayModemDay.port)
    .orderBy(gatewayModemDay.port)
}
