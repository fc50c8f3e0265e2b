import { and, count, desc, eq, inArray, isNotNull, or } from 'drizzle-orm'
import type { FleetReads } from '../../db/fleet/open.ts'
import { agency, feed, feedShape, feedTrip, route, stop } from '../../db/fleet/schema.ts'
import { prepared } from './prepared.ts'

export type FeedRow = typeof feed.$inferSelect
export type RouteRow = typeof route.$inferSelect

/** The time zone of a city that has no feed yet: the one that Abordo was made for. */
const DEFAULT_TIMEZONE = 'America/Mexico_City'

/** The GTFS feed in use; null: there is none. */
export async function currentFeed(db: FleetReads): Promise<FeedRow | null> {
  const [row] = await db.select().from(feed).where(eq(feed.state, 'live')).limit(1)
  return row ?? null
}

const timezoneFinder = prepared('time zone', (db) =>
  db
    .select({ timezone: agency.agencyTimezone })
    .from(agency)
    .where(inArray(agency.feedId, db.select({ feedId: feed.feedId }).from(feed).where(eq(feed.state, 'live'))))
    .limit(1),
)

/** The city's IANA time zone: GTFS agency.agency_timezone, one for all agencies of a feed. */
export async function cityTimezone(db: FleetReads): Promise<string> {
  const [row] = await timezoneFinder(db, {})
  return row?.timezone ?? DEFAULT_TIMEZONE
}

/** GTFS routes of the feed in use, as people count: 2 before 10. */
export async function currentRoutes(db: FleetReads): Promise<RouteRow[]> {
  const current = await currentFeed(db)
  return current === null ? [] : (await routesOf(db, current.feedId)).sort(byShortName)
}

/** Routes that a feed was the last to hold. */
export async function routesOf(db: FleetReads, feedId: number): Promise<RouteRow[]> {
  return db.select().from(route).where(eq(route.feedId, feedId))
}

/** A feed as lists show it: without the rows that it waits with. */
export type ListedFeed = Omit<FeedRow, 'staged'>

const { feedId, state, sha256, importedAt, feedVersion, startDate, endDate, liveAt, retiredAt, sourceUrl, summary } =
  feed
const listed = {
  feedId,
  state,
  sha256,
  importedAt,
  feedVersion,
  startDate,
  endDate,
  liveAt,
  retiredAt,
  sourceUrl,
  summary,
}

/** The newest feeds, the newest first: the one in use, those that wait to be, and those that were. */
export async function listFeeds(db: FleetReads, limit: number): Promise<ListedFeed[]> {
  return db.select(listed).from(feed).where(isWhole()).orderBy(desc(feed.feedId)).limit(limit)
}

/** Null: there is none of this number, or it was never staged to its end. */
export async function findFeed(db: FleetReads, id: number): Promise<ListedFeed | null> {
  const [row] = await db
    .select(listed)
    .from(feed)
    .where(and(eq(feed.feedId, id), isWhole()))
  return row ?? null
}

/** A feed that was staged to its end and holds these octets; null: none waits that does. */
export async function stagedFeed(db: FleetReads, octets: string): Promise<ListedFeed | null> {
  const [row] = await db
    .select(listed)
    .from(feed)
    .where(and(eq(feed.state, 'staged'), eq(feed.sha256, octets), isNotNull(feed.summary)))
    .orderBy(desc(feed.feedId))
    .limit(1)
  return row ?? null
}

/** What a new feed is compared with: the one in use. */
export async function liveContent(db: FleetReads) {
  const live = await currentFeed(db)
  const of = live?.feedId ?? 0
  const [trips] = await db.select({ trips: count() }).from(feedTrip).where(eq(feedTrip.feedId, of))
  const shapes = await db.select({ shapeKey: feedShape.shapeKey }).from(feedShape).where(eq(feedShape.feedId, of))
  return {
    feed: live,
    routes: await routesOf(db, of),
    stops: await db.select().from(stop),
    shapeKeys: shapes.map(({ shapeKey }) => shapeKey),
    trips: Number(trips?.trips ?? 0),
  }
}
export type LiveContent = Awaited<ReturnType<typeof liveContent>>

/** One that is staged has its summary at last; feeds of older programs have none, and were all in use. */
function isWhole() {
  return or(inArray(feed.state, ['live', 'retired']), isNotNull(feed.summary))
}

const collator = new Intl.Collator('en', { numeric: true })

/** A route without a short name stands by its long one. */
function byShortName(a: RouteRow, b: RouteRow): number {
  return (
    collator.compare(a.routeShortName || a.routeLongName, b.routeShortName || b.routeLongName) ||
    collator.compare(a.routeId, b.routeId)
  )
}
