import { eq } from 'drizzle-orm'
import type { FleetReads } from '../../db/fleet/open.ts'
import { site, stop } from '../../db/fleet/schema.ts'
import { prepared } from './prepared.ts'

const finder = prepared('places of sites', (db) =>
  db
    .select({ siteId: site.siteId, lat: stop.stopLat, lon: stop.stopLon })
    .from(site)
    .innerJoin(stop, eq(stop.stopId, site.stopId)),
)

/** Where stops and stations are, by the feed in use; those that it does not place are left out. */
export async function placesOfSites(db: FleetReads): Promise<Map<string, { lat: number; lon: number }>> {
  const rows = await finder(db, {})
  return new Map(
    rows.flatMap(({ siteId, lat, lon }) => (lat === null || lon === null ? [] : [[siteId, { lat, lon }] as const])),
  )
}
