import { createRoute } from '@hono/zod-openapi'
import { type RouteServiceAnswer, routeServiceAnswerSchema, routeServiceQuerySchema } from '../../contract/service.ts'
import type { FleetDatabase } from '../../db/fleet/open.ts'
import { cityTimezone, currentRoutes } from '../queries/feeds.ts'
import { dateAt, isoDate } from '../rules/service-date.ts'
import { isoInZone } from '../rules/zone.ts'
import { serviceOn } from '../service-days.ts'
import type { FleetApp, FleetDeps } from './context.ts'
import { answers, describedApp, EVERYONE, readableBy } from './openapi.ts'

/** When the routes run, by their timetables. */
export function serviceRoutes(deps: FleetDeps): FleetApp {
  const app = describedApp()
  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/routes/service',
      request: { query: routeServiceQuerySchema },
      responses: answers(routeServiceAnswerSchema, 'The scheduled service of each route on a service date'),
      ...readableBy(deps, ...EVERYONE),
    }),
    async (c) => c.json(await scheduledService(deps.db, c.req.valid('query').date, deps.now()), 200),
  )
  return app
}

async function scheduledService(
  db: FleetDatabase,
  asked: string | undefined,
  now: number,
): Promise<RouteServiceAnswer> {
  const timezone = await cityTimezone(db)
  const date = asked?.replaceAll('-', '') ?? dateAt(timezone, now / 1000)
  const [routes, known] = await Promise.all([serviceOn(db, date, timezone), currentRoutes(db)])
  const names = new Map(known.map((route) => [route.routeId, route]))
  return {
    date: isoDate(date),
    timezone,
    routes: routes.map(({ routeId, minutes, trips, intervals }) => ({
      routeId,
      shortName: names.get(routeId)?.routeShortName ?? null,
      longName: names.get(routeId)?.routeLongName ?? null,
      minutes,
      trips,
      intervals: intervals.map(([from, to]) => ({ from: isoInZone(timezone, from), to: isoInZone(timezone, to) })),
    })),
  }
}
