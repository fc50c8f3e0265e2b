import { eq, inArray } from 'drizzle-orm'
import type { FleetDatabase, FleetReads } from '../../db/fleet/open.ts'
import { agency, feed, route, stop } from '../../db/fleet/schema.ts'
import type { By, Deed } from '../audit.ts'
import { recorded } from './audit-log.ts'
import { prepared } from './prepared.ts'

export type FeedRow = typeof feed.$inferSelect
export type RouteRow = typeof route.$inferSelect

/** The time zone of a city that has no feed yet: the one that Abordo was made for. */
const DEFAULT_TIMEZONE = 'America/Mexico_City'

/** SQLite takes 32,766 values in one statement. */
const ROWS_A_STATEMENT = 500

/** Route ids of a new feed against the one before. */
export interface RouteChanges {
  added: string[]
  changed: string[]
  removed: string[]
}

export interface NewFeed {
  feed: Omit<typeof feed.$inferInsert, 'feedId'>
  agencies: Omit<typeof agency.$inferInsert, 'feedId'>[]
  routes: Omit<typeof route.$inferInsert, 'feedId'>[]
  stops: Omit<typeof stop.$inferInsert, 'feedId'>[]
}

/** The GTFS feed in use; null: there is none. */
export async function currentFeed(db: FleetDatabase): Promise<FeedRow | null> {
  return liveFeed(db)
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
export async function currentRoutes(db: FleetDatabase): Promise<RouteRow[]> {
  const current = await liveFeed(db)
  return current === null ? [] : (await routesOf(db, current.feedId)).sort(byShortName)
}

/**
 * Puts a feed in use, in one transaction. Its agencies and routes replace those of the same id, and what it lacks stays with the
 * feed that last had it; stops are replaced as a whole. A feed of the newest one's sha256 changes nothing.
 */
export async function storeFeed(
  db: FleetDatabase,
  added: NewFeed,
  by: By,
): Promise<{ feedId: number; unchanged: boolean; routes: RouteChanges }> {
  return recorded<{ feedId: number; unchanged: boolean; routes: RouteChanges }>(db, by, async (tx) => {
    const before = await liveFeed(tx)
    if (before !== null && before.sha256 === added.feed.sha256) {
      const routes = { added: [], changed: [], removed: [] }
      return { result: { feedId: before.feedId, unchanged: true, routes }, deed: null }
    }
    const routes = changesBetween(before === null ? [] : await routesOf(tx, before.feedId), added.routes)
    await tx.update(feed).set({ state: 'retired', retiredAt: by.now }).where(eq(feed.state, 'live'))
    const [made] = await tx
      .insert(feed)
      .values({ ...added.feed, state: 'live', liveAt: by.now })
      .returning({ feedId: feed.feedId })
    if (!made) throw new Error('the feed could not be given a number')
    const { feedId } = made
    for (const row of added.agencies) {
      const { agencyId, ...set } = { ...row, feedId }
      await tx
        .insert(agency)
        .values({ agencyId, ...set })
        .onConflictDoUpdate({ target: agency.agencyId, set })
    }
    for (const row of added.routes) {
      const { routeId, ...set } = { ...row, feedId }
      await tx
        .insert(route)
        .values({ routeId, ...set })
        .onConflictDoUpdate({ target: route.routeId, set })
    }
    await tx.delete(stop)
    for (let at = 0; at < added.stops.length; at += ROWS_A_STATEMENT) {
      const rows = added.stops.slice(at, at + ROWS_A_STATEMENT).map((row) => ({ ...row, feedId }))
      await tx.insert(stop).values(rows)
    }
    return { result: { feedId, unchanged: false, routes }, deed: importDeed(feedId, added, routes) }
  })
}

function importDeed(feedId: number, { feed: { sha256, feedVersion } }: NewFeed, routes: RouteChanges): Deed {
  const [added, changed, removed] = [routes.added.length, routes.changed.length, routes.removed.length]
  const details = { sha256, feedVersion: feedVersion ?? null, routes: { added, changed, removed } }
  return { action: 'feed import', target: { kind: 'feed', id: String(feedId) }, details }
}

async function liveFeed(db: FleetReads): Promise<FeedRow | null> {
  const [row] = await db.select().from(feed).where(eq(feed.state, 'live')).limit(1)
  return row ?? null
}

async function routesOf(db: FleetReads, feedId: number): Promise<RouteRow[]> {
  return db.select().from(route).where(eq(route.feedId, feedId))
}

function changesBetween(before: RouteRow[], after: NewFeed['routes']): RouteChanges {
  const old = new Map(before.map((row) => [row.routeId, row]))
  const ids = new Set(after.map(({ routeId }) => routeId))
  return {
    added: after.filter(({ routeId }) => !old.has(routeId)).map(({ routeId }) => routeId),
    changed: after.filter((row) => isChanged(old.get(row.routeId), row)).map(({ routeId }) => routeId),
    removed: before.filter(({ routeId }) => !ids.has(routeId)).map(({ routeId }) => routeId),
  }
}

function isChanged(before: RouteRow | undefined, after: NewFeed['routes'][number]): boolean {
  return (
    before !== undefined &&
    (before.agencyId !== after.agencyId ||
      before.routeShortName !== after.routeShortName ||
      before.routeLongName !== after.routeLongName ||
      before.routeType !== after.routeType ||
      before.routeColor !== (after.routeColor ?? null) ||
      before.routeTextColor !== (after.routeTextColor ?? null))
  )
}

const collator = new Intl.Collator('en', { numeric: true })

/** A route without a short name stands by its long one. */
function byShortName(a: RouteRow, b: RouteRow): number {
  return (
    collator.compare(a.routeShortName || a.routeLongName, b.routeShortName || b.routeLongName) ||
    collator.compare(a.routeId, b.routeId)
  )
}
