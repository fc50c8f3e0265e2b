import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import {
  type FeedAnswer,
  feedSchema,
  feedSourceAnswerSchema,
  feedSourceSchema,
  feedsAnswerSchema,
  routeHistorySchema,
} from '../../contract/feeds.ts'
import { AbordoError } from '../../contract/problem.ts'
import { askForFetch, feedSource, fetchDueAt, lastFetched, setFeedSource } from '../feed-source.ts'
import { dropStaged, goLive } from '../feeds.ts'
import { routeHistory } from '../queries/feed-live.ts'
import { cityTimezone, findFeed, type ListedFeed, listFeeds } from '../queries/feeds.ts'
import { isExpired } from '../rules/feed-changes.ts'
import type { FleetDeps } from './context.ts'
import { answers, changeableBy, describedApp, EVERYONE, jsonBody, readableBy } from './openapi.ts'

const MOST_FEEDS = 30

const params = z.object({ id: z.coerce.number().int().min(1) })

export type FeedApi = ReturnType<typeof feedRoutes>

/** The city's GTFS feeds: the one in use, those that wait, those that were; and where they are fetched from. */
export function feedRoutes(deps: FleetDeps) {
  const { db } = deps
  const app = describedApp()
    .openapi(
      createRoute({
        method: 'get',
        path: '/api/feeds',
        responses: answers(
          feedsAnswerSchema,
          'The newest feeds, the newest first, with what each one changed or would',
        ),
        ...readableBy(deps, ...EVERYONE),
      }),
      async (c) => {
        const timezone = await cityTimezone(db)
        const feeds = await listFeeds(db, MOST_FEEDS)
        return c.json({ feeds: feeds.map((feed) => described(feed, timezone, deps.now())) }, 200)
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/api/feeds/{id}/live',
        request: { params },
        responses: answers(feedSchema, 'The feed, which is in use now; the one before it is retired'),
        ...changeableBy(deps, 'admin', 'operator'),
      }),
      async (c) => {
        const { id } = c.req.valid('param')
        await goLive(db, id, c.var.by, { action: 'feed live', say: (line) => deps.log(line) })
        deps.live.changed()
        const feed = await findFeed(db, id)
        if (feed === null) throw new AbordoError('not-found', 'There is no feed of this number.')
        return c.json(described(feed, await cityTimezone(db), deps.now()), 200)
      },
    )
    .openapi(
      createRoute({
        method: 'delete',
        path: '/api/feeds/{id}',
        request: { params },
        responses: answers(z.object({ id: z.int() }), 'The staged feed is put away; one that is or was in use stays'),
        ...changeableBy(deps, 'admin', 'operator'),
      }),
      async (c) => {
        const { id } = c.req.valid('param')
        await dropStaged(db, id, c.var.by)
        return c.json({ id }, 200)
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/api/routes/{id}/history',
        request: { params: z.object({ id: z.string() }) },
        responses: answers(routeHistorySchema, 'What a route was called and from when to when, the newest first'),
        ...readableBy(deps, ...EVERYONE),
      }),
      async (c) => {
        const routeId = c.req.valid('param').id
        const versions = await routeHistory(db, routeId)
        if (versions.length === 0) throw new AbordoError('not-found', 'There is no route of this id.')
        return c.json({ routeId, versions: versions.map(versionOf) }, 200)
      },
    )
    .route('/', sourceRoutes(deps))
  return app
}

/** Where the feed is fetched from. */
function sourceRoutes(deps: FleetDeps) {
  const { db } = deps
  const app = describedApp()
    .openapi(
      createRoute({
        method: 'get',
        path: '/api/feed-source',
        responses: answers(feedSourceAnswerSchema, 'Where the feed is fetched from, and what came of it last'),
        ...readableBy(deps, 'admin', 'operator'),
      }),
      async (c) => c.json(await sourceNow(), 200),
    )
    .openapi(
      createRoute({
        method: 'put',
        path: '/api/feed-source',
        request: { body: jsonBody(feedSourceSchema) },
        responses: answers(feedSourceAnswerSchema, 'The source as it now is; a new address is asked within a minute'),
        ...changeableBy(deps, 'admin'),
      }),
      async (c) => {
        await setFeedSource(db, c.req.valid('json'), c.var.by)
        return c.json(await sourceNow(), 200)
      },
    )
    .openapi(
      createRoute({
        method: 'delete',
        path: '/api/feed-source',
        responses: answers(feedSourceAnswerSchema, 'The feed is fetched from nowhere; it is brought as a file'),
        ...changeableBy(deps, 'admin'),
      }),
      async (c) => {
        await setFeedSource(db, null, c.var.by)
        return c.json(await sourceNow(), 200)
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/api/feed-source/fetch',
        responses: answers(feedSourceAnswerSchema, 'The source, which is asked within a minute'),
        ...changeableBy(deps, 'admin', 'operator'),
      }),
      async (c) => {
        await askForFetch(db, c.var.by)
        return c.json(await sourceNow(), 200)
      },
    )
  return app

  async function sourceNow(): Promise<z.infer<typeof feedSourceAnswerSchema>> {
    const [source, last] = [await feedSource(db), await lastFetched(db)]
    const nextAt = source === null ? null : Math.max(deps.now(), await fetchDueAt(db, source, last))
    return {
      source,
      last: last && { at: iso(last.at), result: last.result, message: last.message, feedId: last.feedId },
      nextAt: iso(nextAt),
    }
  }
}

function described(feed: ListedFeed, timezone: string, now: number): FeedAnswer {
  const { feedId, state, feedVersion, startDate, endDate, importedAt, liveAt, retiredAt, sourceUrl, summary } = feed
  return {
    id: feedId,
    state,
    feedVersion,
    startDate,
    endDate,
    expired: isExpired(endDate, summary?.timezone ?? timezone, now),
    importedAt: iso(importedAt),
    liveAt: iso(liveAt),
    retiredAt: iso(retiredAt),
    source: sourceUrl,
    summary,
  }
}

function versionOf(row: Awaited<ReturnType<typeof routeHistory>>[number]) {
  return {
    feedId: row.feedId,
    validFrom: iso(row.validFrom),
    validUntil: iso(row.validUntil),
    shortName: row.routeShortName,
    longName: row.routeLongName,
    agencyId: row.agencyId,
    routeType: row.routeType,
    color: row.routeColor,
    textColor: row.routeTextColor,
  }
}

function iso(at: number): string
function iso(at: number | null): string | null
function iso(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString()
}
