import { and, eq, gte, lt, lte, max, sql, sum } from 'drizzle-orm'
import type { FleetDatabase } from '../../db/fleet/open.ts'
import { gatewayBoot, routeMinute } from '../../db/fleet/schema.ts'

export interface RidersUnit {
  routeId: string
  /** Start of the unit, seconds since 1970. */
  at: number
  /** Sum over the unit's minutes; with `minutes` it makes the mean. */
  riders: number
  peak: number
  minutes: number
  reports: number
}

/** Riders connected by route in units of `unitSeconds` (60 to 3600, aligned to UTC) within [from, to), seconds since 1970. */
export async function ridersByUnit(
  db: FleetDatabase,
  range: { from: number; to: number; unitSeconds: number; routeId?: string | undefined },
): Promise<RidersUnit[]> {
  const at = sql<number>`${routeMinute.minuteAt} / ${sql.raw(String(range.unitSeconds))} * ${sql.raw(String(range.unitSeconds))}`
  return db
    .select({
      routeId: routeMinute.routeId,
      at,
      riders: sum(routeMinute.ridersConnected).mapWith(Number),
      peak: max(routeMinute.ridersConnected).mapWith(Number),
      minutes: sql<number>`count(*)`,
      reports: sum(routeMinute.gateways).mapWith(Number),
    })
    .from(routeMinute)
    .where(
      and(
        gte(routeMinute.minuteAt, range.from),
        lt(routeMinute.minuteAt, range.to),
        range.routeId === undefined ? undefined : eq(routeMinute.routeId, range.routeId),
      ),
    )
    .groupBy(routeMinute.routeId, at)
    .orderBy(routeMinute.routeId, at)
}

/** The boots that may owe reports within [from, to): those that touch it, and those that ended up to `slack` seconds before. */
export async function bootSpans(
  db: FleetDatabase,
  range: { from: number; to: number; slack: number; routeId?: string | undefined },
): Promise<(typeof gatewayBoot.$inferSelect)[]> {
  return db
    .select()
    .from(gatewayBoot)
    .where(
      and(
        gte(gatewayBoot.lastMinuteAt, range.from - range.slack),
        lte(gatewayBoot.firstMinuteAt, range.to),
        range.routeId === undefined ? undefined : eq(gatewayBoot.routeId, range.routeId),
      ),
    )
}
