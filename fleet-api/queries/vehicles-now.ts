import { and, eq, gte, sql } from 'drizzle-orm'
import type { FleetReads } from '../../db/fleet/open.ts'
import { gateway } from '../../db/fleet/schema.ts'
import { prepared } from './prepared.ts'

const finder = prepared('vehicles now', (db) => {
  const { gatewayId, vehicleId, label, lastPlace, lastRouteId, lastEndedAt } = gateway
  return db
    .select({ gatewayId, vehicleId, label, lastPlace, lastRouteId, lastEndedAt })
    .from(gateway)
    .where(and(eq(gateway.site, 'vehicle'), gte(gateway.lastEndedAt, sql.placeholder('since'))))
})

/** A vehicle's gateway as its newest reports left it. */
export type VehicleNow = Awaited<ReturnType<typeof finder>>[number]

/** The gateways on vehicles whose newest interval ended at `since` (ms since 1970) or later. */
export async function vehiclesNow(db: FleetReads, since: number): Promise<VehicleNow[]> {
  return finder(db, { since })
}
