import { and, eq, gte, isNotNull, lt, lte, sql } from 'drizzle-orm'
import type { FleetDatabase } from '../../db/fleet/open.ts'
import { gateway, gatewayRun, routeDay, routeHour, routeMinute } from '../../db/fleet/schema.ts'
import type { DueSpan } from '../rules/completeness.ts'

/** What a rollup holds of one route in one minute, hour or day. */
export interface RidersCell {
  routeId: string
  /** Its start, seconds since 1970. */
  at: number
  /** Added up over the `minutes` in which any gateway reported: together they make the mean. */
  ridersSum: number
  minutes: number
  ridersPeak: number
  reports: number
  /** Reports due, as far as reports that came have shown it; null: not kept by the minute. */
  due: number | null
}

/** [from, to) in seconds since 1970; one route or all. */
export interface RidersRange {
  from: number
  to: number
  routeId?: string | undefined
}

export async function ridersByMinute(db: FleetDatabase, { from, to, routeId }: RidersRange): Promise<RidersCell[]> {
  return db
    .select({
      routeId: routeMinute.routeId,
      at: routeMinute.minuteAt,
      ridersSum: routeMinute.ridersConnected,
      minutes: sql<number>`1`,
      ridersPeak: routeMinute.ridersConnected,
      reports: routeMinute.gateways,
      due: sql<null>`null`,
    })
    .from(routeMinute)
    .where(
      and(
        gte(routeMinute.minuteAt, from),
        lt(routeMinute.minuteAt, to),
        routeId === undefined ? undefined : eq(routeMinute.routeId, routeId),
      ),
    )
}

export async function ridersByHour(db: FleetDatabase, { from, to, routeId }: RidersRange): Promise<RidersCell[]> {
  const { hourAt: at, ridersSum, minutes, ridersPeak, reports, due } = routeHour
  return db
    .select({ routeId: routeHour.routeId, at, ridersSum, minutes, ridersPeak, reports, due })
    .from(routeHour)
    .where(and(gte(at, from), lt(at, to), routeId === undefined ? undefined : eq(routeHour.routeId, routeId)))
}

export async function ridersByDay(db: FleetDatabase, { from, to, routeId }: RidersRange): Promise<RidersCell[]> {
  const { dayAt: at, ridersSum, minutes, ridersPeak, reports, due } = routeDay
  return db
    .select({ routeId: routeDay.routeId, at, ridersSum, minutes, ridersPeak, reports, due })
    .from(routeDay)
    .where(and(gte(at, from), lt(at, to), routeId === undefined ? undefined : eq(routeDay.routeId, routeId)))
}

/** What the boots that touch a range owe, by route. */
export async function bootSpans(
  db: FleetDatabase,
  { from, to, routeId }: RidersRange,
): Promise<(DueSpan & { routeId: string })[]> {
  const { firstMinuteAt, lastMinuteAt } = gatewayRun
  return db
    .select({ routeId: gatewayRun.routeId, firstMinuteAt, lastMinuteAt })
    .from(gatewayRun)
    .where(
      and(
        gte(lastMinuteAt, from),
        lte(firstMinuteAt, to),
        routeId === undefined ? undefined : eq(gatewayRun.routeId, routeId),
      ),
    )
}

/** The route and the end (ms since 1970) of each gateway's newest report, where that end lies within the range. */
export async function lastReports(
  db: FleetDatabase,
  { from, to, routeId }: RidersRange,
): Promise<{ routeId: string | null; endedAt: number | null }[]> {
  const { lastEndedAt, lastRouteId } = gateway
  return db
    .select({ routeId: lastRouteId, endedAt: lastEndedAt })
    .from(gateway)
    .where(
      and(
        isNotNull(lastEndedAt),
        gte(lastEndedAt, from * 1000),
        lte(lastEndedAt, to * 1000),
        routeId === undefined ? undefined : eq(lastRouteId, routeId),
      ),
    )
}
