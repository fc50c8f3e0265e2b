import { and, eq, inArray, isNull } from 'drizzle-orm'
import { AbordoError } from '../../contract/problem.ts'
import type { FleetDatabase, FleetTransaction, Write } from '../../db/fleet/open.ts'
import { agency, feed, route, routeVersion, stop } from '../../db/fleet/schema.ts'
import type { By } from '../audit.ts'
import { isOtherRoute, type RouteChanges, routeChanges } from '../rules/feed-changes.ts'
import { recorded } from './audit-log.ts'
import { currentFeed, type FeedRow, type RouteRow, routesOf } from './feeds.ts'
import { lockByName } from './settings.ts'
import { excluded } from './upserts.ts'

/** Rows of agency, route and stop of a feed that is staged, as feed.staged holds them. */
export interface StagedCity {
  agencies: Omit<typeof agency.$inferSelect, 'feedId'>[]
  routes: Omit<RouteRow, 'feedId'>[]
  stops: Omit<typeof stop.$inferSelect, 'feedId'>[]
}

export interface GoneLive {
  feedId: number
  /** False: `unless` said no, and nothing has changed. */
  live: boolean
  routes: RouteChanges
}

const agencies: Write<typeof agency> = {
  table: agency,
  conflict: {
    target: [agency.agencyId],
    set: {
      agencyName: excluded(agency.agencyName),
      agencyUrl: excluded(agency.agencyUrl),
      agencyTimezone: excluded(agency.agencyTimezone),
      feedId: excluded(agency.feedId),
    },
  },
}
const routes: Write<typeof route> = {
  table: route,
  conflict: {
    target: [route.routeId],
    set: {
      agencyId: excluded(route.agencyId),
      routeShortName: excluded(route.routeShortName),
      routeLongName: excluded(route.routeLongName),
      routeType: excluded(route.routeType),
      routeColor: excluded(route.routeColor),
      routeTextColor: excluded(route.routeTextColor),
      feedId: excluded(route.feedId),
    },
  },
}
const stops: Write<typeof stop> = { table: stop }
const versions: Write<typeof routeVersion> = { table: routeVersion, conflict: 'ignore' }

/**
 * Puts a staged feed in use, in one transaction. Its agencies and routes replace those of the same id, and what it lacks stays with
 * the feed that last had it; stops are replaced as a whole. `unless`: changes of routes by which it does not go live after all.
 */
export async function putInUse(
  db: FleetDatabase,
  feedId: number,
  by: By,
  { action, unless }: { action: 'feed import' | 'feed live'; unless?: (routes: RouteChanges) => boolean },
): Promise<GoneLive> {
  return recorded<GoneLive>(db, by, async (tx) => {
    await lockByName(tx, 'feed-live-lock')
    const wanted = await waitingFeed(tx, feedId)
    if (wanted.state === 'live') {
      return { result: { feedId, live: true, routes: { added: [], changed: [], removed: [] } }, deed: null }
    }
    const city = JSON.parse(wanted.staged ?? '') as StagedCity
    const before = await currentFeed(tx)
    const routesBefore = before === null ? [] : await routesOf(tx, before.feedId)
    const changes = routeChanges(routesBefore, city.routes)
    if (unless?.(changes)) return { result: { feedId, live: false, routes: changes }, deed: null }
    await keepVersions(tx, { before, routesBefore, feedId, routes: city.routes, now: by.now })
    if (before !== null) {
      const retired = { state: 'retired', retiredAt: by.now } as const
      await tx.update(feed).set(retired).where(eq(feed.feedId, before.feedId))
    }
    await tx.update(feed).set({ state: 'live', liveAt: by.now, staged: null }).where(eq(feed.feedId, feedId))
    await tx.writeMany(agencies, of(feedId, city.agencies))
    await tx.writeMany(routes, of(feedId, city.routes))
    await tx.delete(stop)
    await tx.writeMany(stops, of(feedId, city.stops))
    const counts = { added: changes.added.length, changed: changes.changed.length, removed: changes.removed.length }
    const details = { sha256: wanted.sha256, feedVersion: wanted.feedVersion, routes: counts }
    const deed = { action, target: { kind: 'feed' as const, id: String(feedId) }, details }
    return { result: { feedId, live: true, routes: changes }, deed }
  })
}

async function waitingFeed(tx: FleetTransaction, feedId: number): Promise<FeedRow> {
  const [row] = await tx.select().from(feed).where(eq(feed.feedId, feedId))
  if (!row || (row.state === 'staged' && row.staged === null)) {
    throw new AbordoError('not-found', `There is no feed ${feedId}: "abordo gtfs list" shows those that there are.`)
  }
  if (row.state === 'retired') {
    throw new AbordoError(
      'bad-request',
      `Feed ${feedId} was in use before and is kept in part only: import its file again.`,
    )
  }
  return row
}

/** What a route is called from now on, where that has changed; what it was called is kept with its dates. */
async function keepVersions(
  tx: FleetTransaction,
  {
    before,
    routesBefore,
    feedId,
    routes,
    now,
  }: {
    before: FeedRow | null
    routesBefore: RouteRow[]
    feedId: number
    routes: StagedCity['routes']
    now: number
  },
): Promise<void> {
  const open = await tx.select().from(routeVersion).where(isNull(routeVersion.validUntil))
  const known = new Map(open.map((row) => [row.routeId, row]))
  // The feed of an older program has left no versions.
  const missing = routesBefore
    .filter(({ routeId }) => !known.has(routeId))
    .map((row) => ({ ...row, validFrom: before?.liveAt ?? before?.importedAt ?? now, validUntil: null }))
  await tx.writeMany(versions, missing)
  for (const row of missing) known.set(row.routeId, row)
  const after = new Map(routes.map((row) => [row.routeId, row]))
  const ended = [...known.values()].filter((row) => {
    const next = after.get(row.routeId)
    return next === undefined || isOtherRoute(row, next)
  })
  for (let at = 0; at < ended.length; at += 500) {
    const ids = ended.slice(at, at + 500).map(({ routeId }) => routeId)
    await tx
      .update(routeVersion)
      .set({ validUntil: now })
      .where(and(isNull(routeVersion.validUntil), inArray(routeVersion.routeId, ids)))
  }
  for (const { routeId } of ended) known.delete(routeId)
  const begun = routes.filter(({ routeId }) => !known.has(routeId))
  await tx.writeMany(
    versions,
    begun.map((row) => ({ ...row, feedId, validFrom: now, validUntil: null })),
  )
}

/** What a route was called, the newest first. */
export async function routeHistory(db: FleetDatabase, routeId: string): Promise<(typeof routeVersion.$inferSelect)[]> {
  const rows = await db.select().from(routeVersion).where(eq(routeVersion.routeId, routeId))
  return rows.sort((a, b) => b.validFrom - a.validFrom || b.feedId - a.feedId)
}

function of<T>(feedId: number, rows: T[]): (T & { feedId: number })[] {
  return rows.map((row) => ({ ...row, feedId }))
}
