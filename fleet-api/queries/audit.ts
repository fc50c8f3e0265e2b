import { asc, eq, sql } from 'drizzle-orm'
import type { FleetDatabase } from '../../db/fleet/open.ts'
import { report, routeMinute } from '../../db/fleet/schema.ts'

/** Every report that the fleet holds of one gateway, as it was sent and when it came: for `abordo prove` and the auditor. */
export async function reportsOf(db: FleetDatabase, gatewayId: string): Promise<(typeof report.$inferSelect)[]> {
  return db.select().from(report).where(eq(report.gatewayId, gatewayId)).orderBy(asc(report.startedAt))
}

/** What the rollup by route and minute says of each route, all minutes together. */
export async function rollupTotals(db: FleetDatabase) {
  return db
    .select({
      routeId: routeMinute.routeId,
      gateways: sql<number>`sum(${routeMinute.gateways})`,
      started: sql<number>`sum(${routeMinute.sessionsStarted})`,
      input: sql<number>`sum(${routeMinute.inputOctets})`,
      output: sql<number>`sum(${routeMinute.outputOctets})`,
    })
    .from(routeMinute)
    .groupBy(routeMinute.routeId)
    .orderBy(asc(routeMinute.routeId))
}
