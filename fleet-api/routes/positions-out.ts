import { createRoute } from '@hono/zod-openapi'
import type { MiddlewareHandler } from 'hono'
import { z } from 'zod'
import { publishingSchema } from '../../contract/vehicle-positions.ts'
import { positionsFeed } from '../realtime/publish.ts'
import { publishingOf, setPublishing } from '../realtime/publishing.ts'
import { requireRole } from './access.ts'
import type { FleetApp, FleetDeps, FleetEnv } from './context.ts'
import { answers, changeableBy, describedApp, EVERYONE, FOR_ALL, jsonBody, problem, readableBy } from './openapi.ts'

const query = z.object({
  format: z.enum(['protobuf', 'json']).default('protobuf').describe('json: the same, for people to read.'),
})

/** The fleet's own GTFS-Realtime feed, and whether everybody may read it. */
export function positionsOutRoutes(deps: FleetDeps): FleetApp {
  const app = describedApp()
  app.openapi(
    createRoute({
      method: 'get',
      path: '/gtfs-rt/vehicle-positions.pb',
      summary: 'Where the buses are, as GTFS-Realtime',
      description:
        'VehiclePositions of every bus whose place is no older than 90 s and whose route is known. It says nothing of how full a bus is. ' +
        'Open to everybody, unless an admin has said otherwise: then it takes an API token.',
      request: { query },
      responses: {
        200: {
          description: 'A FeedMessage of GTFS-Realtime 2.0',
          content: {
            'application/x-protobuf': { schema: z.string().meta({ format: 'binary' }) },
            'application/json': { schema: z.record(z.string(), z.unknown()) },
          },
        },
        default: problem,
      },
      middleware: whereNotPublic(deps),
      ...FOR_ALL,
    }),
    async (c) => {
      const { protobuf, json } = await positionsFeed(deps.db, deps.now())
      c.header('Cache-Control', 'no-cache')
      if (c.req.valid('query').format === 'json') return c.json(json, 200)
      return c.body(protobuf, 200, { 'Content-Type': 'application/x-protobuf' })
    },
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/gtfs-rt',
      responses: answers(publishingSchema, 'Who may read the GTFS-Realtime feed'),
      ...readableBy(deps, ...EVERYONE),
    }),
    async (c) => c.json(await publishingOf(deps.db), 200),
  )

  app.openapi(
    createRoute({
      method: 'put',
      path: '/api/gtfs-rt',
      request: { body: jsonBody(publishingSchema) },
      responses: answers(publishingSchema, 'Who may read the GTFS-Realtime feed from now on'),
      ...changeableBy(deps, 'admin'),
    }),
    async (c) => {
      const wanted = c.req.valid('json')
      await setPublishing(deps.db, wanted, c.var.by)
      return c.json(wanted, 200)
    },
  )
  return app
}

/** Everybody while the feed is public, else who is signed in or holds an API token. */
function whereNotPublic(deps: FleetDeps): MiddlewareHandler<FleetEnv> {
  const known = requireRole(deps, ...EVERYONE)
  return async (c, next) => {
    if ((await publishingOf(deps.db)).public) return next()
    c.header('Vary', 'Authorization, Cookie', { append: true })
    return known(c, next)
  }
}
