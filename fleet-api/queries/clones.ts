import { and, eq, gte, inArray, isNull, lte } from 'drizzle-orm'
import type { FleetDatabase } from '../../db/fleet/open.ts'
import { gateway, report } from '../../db/fleet/schema.ts'
import type { Interval } from '../rules/clones.ts'

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
