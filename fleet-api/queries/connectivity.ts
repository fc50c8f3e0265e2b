import { and, asc, gte, lt, max, sum } from 'drizzle-orm'
import type { FleetDatabase } from '../../db/fleet/open.ts'
import { fleetDay, routeDay } from '../../db/fleet/schema.ts'

/** Days within [from, to), which are starts of days in seconds since 1970. */
export interface Days {
  from: number
  to: number
}

/** Everything that the days say of each route, all days together. */
export async function routesWithin(db: FleetDatabase, { from, to }: Days) {
  const total = (column: Parameters<typeof sum>[0]) => sum(column).mapWith(Number)
  return db
    .select({
      routeId: routeDay.routeId,
      sessionsStarted: total(routeDay.sessionsStarted),
      inputOctets: total(routeDay.inputOctets),
      outputOctets: total(routeDay.outputOctets),
      ridersSum: total(routeDay.ridersSum),
      minutes: total(routeDay.minutes),
      ridersPeak: max(routeDay.ridersPeak),
      reports: total(routeDay.reports),
      due: total(routeDay.due),
    })
    .from(routeDay)
    .where(and(gte(routeDay.dayAt, from), lt(routeDay.dayAt, to)))
    .groupBy(routeDay.routeId)
    .orderBy(asc(routeDay.routeId))
}

/** What each day says of the whole fleet. */
export async function fleetDays(db: FleetDatabase, { from, to }: Days): Promise<(typeof fleetDay.$inferSelect)[]> {
  return db
    .select()
    .from(fleetDay)
    .where(and(gte(fleetDay.dayAt, from), lt(fleetDay.dayAt, to)))
    .orderBy(asc(fleetDay.dayAt))
}
