import { createRoute } from '@hono/zod-openapi'
import { type Annotation, annotationsAnswerSchema, annotationsQuerySchema } from '../../contract/annotations.ts'
import { AbordoError } from '../../contract/problem.ts'
import { LONGEST_RANGE_S } from '../../contract/steps.ts'
import { type FeedThatWentLive, feedsThatWentLive, policyDeeds } from '../queries/annotations.ts'
import { cityTimezone } from '../queries/feeds.ts'
import { policyChanges } from '../rules/annotations.ts'
import { isoInZone } from '../rules/zone.ts'
import type { FleetDeps } from './context.ts'
import { answers, describedApp, EVERYONE, readableBy } from './openapi.ts'

/** Of either kind, the newest: what a reader can take in beside a chart. */
const MOST = 200

/** What was changed and may explain what riders by route show. */
export function annotationRoutes(deps: FleetDeps) {
  return describedApp().openapi(
    createRoute({
      method: 'get',
      path: '/api/annotations',
      request: { query: annotationsQuerySchema },
      responses: answers(annotationsAnswerSchema, 'Changes of feed and of policy'),
      ...readableBy(deps, ...EVERYONE),
    }),
    async (c) => {
      const asked = c.req.valid('query')
      const [from, to] = [Date.parse(asked.from), Date.parse(asked.to)]
      if (to <= from) throw new AbordoError('bad-request', 'to: has to be after from')
      if (to - from > LONGEST_RANGE_S.day * 1000) {
        throw new AbordoError('range-too-long', `Ask for at most ${LONGEST_RANGE_S.day / 86_400} days.`)
      }
      const since = { from, to, limit: MOST + 1 }
      const [timezone, feeds, deeds] = await Promise.all([
        cityTimezone(deps.db),
        feedsThatWentLive(deps.db, since),
        policyDeeds(deps.db, since),
      ])
      const iso = (at: number) => isoInZone(timezone, Math.floor(at / 1000))
      const changes = policyChanges(deeds.slice(0, MOST).reverse())
      const annotations = [...feeds.slice(0, MOST).flatMap(feedChange), ...changes]
        .sort((a, b) => a.at - b.at)
        .map((one): Annotation => ({ ...one, at: iso(one.at) }))
      return c.json({ annotations, more: feeds.length > MOST || deeds.length > MOST }, 200)
    },
  )
}
export type AnnotationApi = ReturnType<typeof annotationRoutes>

function feedChange({ feedId, feedVersion, summary, liveAt }: FeedThatWentLive) {
  if (liveAt === null) return []
  const routes = summary && {
    added: summary.routes.added.length,
    changed: summary.routes.changed.length,
    removed: summary.routes.removed.length,
  }
  const changes = summary && routes && { routes, trips: summary.trips }
  return [{ kind: 'feed' as const, at: liveAt, feedId, feedVersion, changes }]
}
