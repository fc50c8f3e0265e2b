import { eq, sql } from 'drizzle-orm'
import type { FleetDatabase } from '../../db/fleet/open.ts'
import { report } from '../../db/fleet/schema.ts'

const sums = {
  reports: sql<number>`count(*)`,
  sessionsStarted: sql<number>`coalesce(sum(${report.sessionsStarted}), 0)`,
  inputOctets: sql<number>`coalesce(sum(${report.inputOctets}), 0)`,
  outputOctets: sql<number>`coalesce(sum(${report.outputOctets}), 0)`,
}

/** Everything that the fleet holds of one gateway, or of all: for tests, `abordo prove` and the auditor. */
export async function totals(db: FleetDatabase, gatewayId?: string) {
  const [found] = await db
    .select(sums)
    .from(report)
    .where(gatewayId === undefined ? undefined : eq(report.gatewayId, gatewayId))
  return found
}

/** What the fleet holds of one gateway on one route in one hour. */
export interface HourTotals {
  gatewayId: string
  routeId: string
  /** Start of the hour of UTC, seconds since 1970. */
  hourAt: number
  /** Whether the minutes were placed in time by estimate. */
  clockEstimated: boolean
  /** Minutes, those that came merged each by itself. */
  reports: number
  sessionsStarted: number
  inputOctets: number
  outputOctets: number
}

/** Everything that the fleet holds, by gateway, route and hour of true time: what `abordo prove` holds against the gateways. */
export async function totalsByRouteAndHour(db: FleetDatabase): Promise<HourTotals[]> {
  const hourAt = sql<number>`${report.minuteAt} / 3600 * 3600`
  const clockEstimated = sql<number>`coalesce(${report.clockEstimated}, 0)`
  return db
    .select({
      gatewayId: report.gatewayId,
      routeId: report.routeId,
      hourAt,
      clockEstimated: clockEstimated.mapWith(Boolean),
      ...sums,
    })
    .from(report)
    .groupBy(report.gatewayId, report.routeId, hourAt, clockEstimated)
    .orderBy(report.gatewayId, report.routeId, hourAt, clockEstimated)
}
