import { and, eq, gte, inArray, isNull, lte, ne, sql } from 'drizzle-orm'
import type { FleetDatabase } from '../../db/fleet/open.ts'
import { gateway, gatewayBoot, report } from '../../db/fleet/schema.ts'
import type { Interval } from '../rules/clones.ts'
import { prepared } from './prepared.ts'

/** A stretch of time, seconds since 1970, both ends included. */
export interface Stretch {
  from: number
  to: number
}

const bootFinder = prepared('boots beside', (db) =>
  db
    .select({ bootId: gatewayBoot.bootId, routeId: gatewayBoot.routeId })
    .from(gatewayBoot)
    .where(
      and(
        eq(gatewayBoot.gatewayId, sql.placeholder('gatewayId')),
        gte(gatewayBoot.lastMinuteAt, sql.placeholder('from')),
        lte(gatewayBoot.firstMinuteAt, sql.placeholder('to')),
        ne(gatewayBoot.bootId, sql.placeholder('bootId')),
      ),
    ),
)

/** Other boots of a gateway, by route, whose span touches a stretch of time. Asked with every report. */
export async function otherBoots(
  db: FleetDatabase,
  at: { gatewayId: string; bootId: string } & Stretch,
): Promise<{ bootId: string; routeId: string }[]> {
  return bootFinder(db, { ...at })
}

/** The intervals of a gateway in these minutes that began at or after `since` and whose clock was sure, by boot. */
export async function sureIntervals(
  db: FleetDatabase,
  of: { gatewayId: string; minutes: number[]; since: number; sureMs: number },
): Promise<Map<string, Interval[]>> {
  const rows = await db
    .select({ bootId: report.bootId, startedAt: report.startedAt, endedAt: report.endedAt })
    .from(report)
    .where(
      and(
        inArray(report.minuteAt, of.minutes),
        eq(report.gatewayId, of.gatewayId),
        gte(report.startedAt, of.since),
        inArray(report.clockSource, ['gnss', 'ntp', 'fleet']),
        eq(report.clockEstimated, false),
        lte(report.clockUncertaintyMs, of.sureMs),
      ),
    )
  const byBoot = new Map<string, Interval[]>()
  for (const { bootId, ...interval } of rows) {
    const intervals = byBoot.get(bootId)
    if (intervals) intervals.push(interval)
    else byBoot.set(bootId, [interval])
  }
  return byBoot
}

/** Notes that a gateway was found twice, unless it was noted before. */
export async function noteClone(db: FleetDatabase, gatewayId: string, now: number): Promise<void> {
  await db.transaction((tx) =>
    tx
      .update(gateway)
      .set({ clonedAt: now })
      .where(and(eq(gateway.gatewayId, gatewayId), isNull(gateway.clonedAt))),
  )
}
