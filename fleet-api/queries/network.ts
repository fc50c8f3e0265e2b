import { asc, eq } from 'drizzle-orm'
import type { FleetReads } from '../../db/fleet/open.ts'
import { agency, feed, feedPattern, feedService, feedShape, feedTrip, route } from '../../db/fleet/schema.ts'
import { prepared } from './prepared.ts'

const liveFinder = prepared('live feed', (db) =>
  db.select({ feedId: feed.feedId }).from(feed).where(eq(feed.state, 'live')).limit(1),
)

/** The number of the feed in use; null: there is none. */
export async function liveFeedId(db: FleetReads): Promise<number | null> {
  const [row] = await liveFinder(db, {})
  return row?.feedId ?? null
}

/** What the network is made of, as it is stored. Read in one snapshot: another feed may go into use meanwhile. */
export async function networkRows(db: FleetReads, feedId: number) {
  const [dates] = await db
    .select({ startDate: feed.startDate, endDate: feed.endDate })
    .from(feed)
    .where(eq(feed.feedId, feedId))
  const [zone] = await db
    .select({ timezone: agency.agencyTimezone })
    .from(agency)
    .where(eq(agency.feedId, feedId))
    .limit(1)
  return {
    startDate: dates?.startDate ?? null,
    endDate: dates?.endDate ?? null,
    timezone: zone?.timezone ?? 'UTC',
    routes: await db.select().from(route).where(eq(route.feedId, feedId)).orderBy(asc(route.routeId)),
    shapes: await db.select().from(feedShape).where(eq(feedShape.feedId, feedId)).orderBy(asc(feedShape.shapeId)),
    patterns: await db
      .select()
      .from(feedPattern)
      .where(eq(feedPattern.feedId, feedId))
      .orderBy(asc(feedPattern.patternId)),
  }
}

/** The same of the timetable. */
export async function timetableRows(db: FleetReads, feedId: number) {
  const [zone] = await db
    .select({ timezone: agency.agencyTimezone })
    .from(agency)
    .where(eq(agency.feedId, feedId))
    .limit(1)
  return {
    timezone: zone?.timezone ?? 'UTC',
    services: await db.select().from(feedService).where(eq(feedService.feedId, feedId)),
    trips: await db.select().from(feedTrip).where(eq(feedTrip.feedId, feedId)).orderBy(asc(feedTrip.tripId)),
  }
}
