import { and, count, eq, gte } from 'drizzle-orm'
import type { FleetReads } from '../../db/fleet/open.ts'
import { report } from '../../db/fleet/schema.ts'

/** In how many intervals since then (seconds since 1970) each gateway's portal was down for a part; those without any are left out. */
export async function portalOutages(db: FleetReads, since: number): Promise<Map<string, number>> {
  const rows = await db
    .select({ gatewayId: report.gatewayId, intervals: count() })
    .from(report)
    .where(and(gte(report.minuteAt, since), eq(report.outage, 'portal')))
    .groupBy(report.gatewayId)
  return new Map(rows.map(({ gatewayId, intervals }) => [gatewayId, Number(intervals)]))
}
