import { asc, eq } from 'drizzle-orm'
import type { FleetReads } from '../../db/fleet/open.ts'
import { gateway, site, stop } from '../../db/fleet/schema.ts'
import { prepared } from './prepared.ts'

const finder = prepared('gateways on the map', (db) => {
  const { gatewayId, label, routeId, lastReceivedAt, lastEndedAt, lastRidersConnected, lastRouteId, lastPlace } =
    gateway
  const of = { gatewayId, label, routeId, lastReceivedAt, lastEndedAt, lastRidersConnected, lastRouteId, lastPlace }
  return db
    .select({ ...of, site: gateway.site, stopLat: stop.stopLat, stopLon: stop.stopLon })
    .from(gateway)
    .leftJoin(site, eq(site.siteId, gateway.siteId))
    .leftJoin(stop, eq(stop.stopId, site.stopId))
    .orderBy(asc(gateway.gatewayId))
})

/** A gateway as the map needs it, with the place of its stop or station. */
export type MapRow = Awaited<ReturnType<typeof finder>>[number]

/** Every gateway, in the order of their ids. */
export async function gatewaysOnMap(db: FleetReads): Promise<MapRow[]> {
  return finder(db, {})
}
