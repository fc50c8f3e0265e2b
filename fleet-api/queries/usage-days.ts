import { and, asc, eq, gte, inArray, lt, ne, sum } from 'drizzle-orm'
import type { AnySQLiteColumn } from 'drizzle-orm/sqlite-core'
import { STATIONS_ROW, STOPS_ROW } from '../../contract/report-rows.ts'
import type { FleetReads } from '../../db/fleet/open.ts'
import { fleetDay, gateway, gatewayHour, routeDay, routeHour, usageHistogram } from '../../db/fleet/schema.ts'
import type { Days } from './connectivity.ts'

const total = (column: AnySQLiteColumn) => sum(column).mapWith(Number)

/** What routes' days hold, those of '' (vehicles on no known route, stops and stations) too. */
export async function routeDays(db: FleetReads, { from, to }: Days): Promise<(typeof routeDay.$inferSelect)[]> {
  return db
    .select()
    .from(routeDay)
    .where(and(gte(routeDay.dayAt, from), lt(routeDay.dayAt, to)))
    .orderBy(asc(routeDay.dayAt), asc(routeDay.routeId))
}

/** Gateways that stand at a stop or in a station. */
export async function placedGateways(db: FleetReads): Promise<Map<string, typeof STOPS_ROW | typeof STATIONS_ROW>> {
  const rows = await db
    .select({ gatewayId: gateway.gatewayId, site: gateway.site })
    .from(gateway)
    .where(ne(gateway.site, 'vehicle'))
  return new Map(rows.map(({ gatewayId, site }) => [gatewayId, site === 'stop' ? STOPS_ROW : STATIONS_ROW]))
}

const GATEWAYS_AT_ONCE = 300

/** What some gateways' hours of a range hold, each gateway's together; the hours by their starts. */
export async function hoursTogether(db: FleetReads, gatewayIds: string[], hours: number[]) {
  const { gatewayId, hourAt } = gatewayHour
  const found: (Record<'reports' | 'due' | 'ridersSum' | 'sessions' | 'inputOctets' | 'outputOctets', number> & {
    gatewayId: string
  })[] = []
  for (let at = 0; at < gatewayIds.length; at += GATEWAYS_AT_ONCE) {
    const some = gatewayIds.slice(at, at + GATEWAYS_AT_ONCE)
    const rows = await db
      .select({
        gatewayId,
        reports: total(gatewayHour.reports),
        due: total(gatewayHour.due),
        ridersSum: total(gatewayHour.ridersSum),
        sessions: total(gatewayHour.sessionsStarted),
        inputOctets: total(gatewayHour.inputOctets),
        outputOctets: total(gatewayHour.outputOctets),
      })
      .from(gatewayHour)
      .where(and(inArray(hourAt, hours), inArray(gatewayId, some)))
      .groupBy(gatewayId)
    found.push(...rows)
  }
  return found
}

/** How long sessions lasted and how long getting online took, by row and bucket, on the day that begins at `dayAt`. */
export async function histogramsOf(db: FleetReads, dayAt: number) {
  const { rowKey, measure, bucket, count } = usageHistogram
  return db.select({ rowKey, measure, bucket, count }).from(usageHistogram).where(eq(usageHistogram.dayAt, dayAt))
}

/** The days of which anything was reported or due, up to the one that begins at `last`, in order. */
export async function reportedDays(db: FleetReads, last: number) {
  return db
    .select({
      dayAt: fleetDay.dayAt,
      reports: fleetDay.reports,
      due: fleetDay.due,
      minutes: fleetDay.minutes,
      ridersPeak: fleetDay.ridersPeak,
    })
    .from(fleetDay)
    .where(lt(fleetDay.dayAt, last + 1))
    .orderBy(asc(fleetDay.dayAt))
}

/** What routes' hours within [from, to) hold, those of '' too. */
export async function routeHours(db: FleetReads, { from, to }: Days) {
  const { routeId, hourAt, sessionsStarted, ridersSum, minutes } = routeHour
  return db
    .select({ routeId, hourAt, sessions: sessionsStarted, ridersSum, minutes })
    .from(routeHour)
    .where(and(gte(hourAt, from), lt(hourAt, to)))
}

/** What some gateways' hours hold, hour by hour; the hours by their starts. */
export async function hoursApart(db: FleetReads, gatewayIds: string[], hours: number[]) {
  const { gatewayId, hourAt, sessionsStarted, ridersSum, reports } = gatewayHour
  const found: { gatewayId: string; hourAt: number; sessions: number; ridersSum: number; reports: number }[] = []
  for (let at = 0; at < gatewayIds.length; at += GATEWAYS_AT_ONCE) {
    const some = gatewayIds.slice(at, at + GATEWAYS_AT_ONCE)
    const rows = await db
      .select({ gatewayId, hourAt, sessions: sessionsStarted, ridersSum, reports })
      .from(gatewayHour)
      .where(and(inArray(hourAt, hours), inArray(gatewayId, some)))
    found.push(...rows)
  }
  return found
}
