import { createRoute } from '@hono/zod-openapi'
import {
  type PositionsSourceAnswer,
  positionsSourceAnswerSchema,
  positionsSourceSchema,
} from '../../contract/vehicle-positions.ts'
import { followSource, positionsSource, positionsState, withoutQuery } from '../vehicle-positions.ts'
import type { FleetApp, FleetDeps } from './context.ts'
import { answers, changeableBy, describedApp, jsonBody, readableBy } from './openapi.ts'

/** Another system's GTFS-Realtime feed, by which vehicles' routes are known: which one, and how it goes. */
export function positionsInRoutes(deps: FleetDeps): FleetApp {
  const app = describedApp()
  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/vehicle-positions',
      responses: answers(positionsSourceAnswerSchema, 'The VehiclePositions feed that is followed, and how that goes'),
      ...readableBy(deps, 'admin', 'operator'),
    }),
    async (c) => c.json(await told(c.var.me.role === 'admin'), 200),
  )

  app.openapi(
    createRoute({
      method: 'put',
      path: '/api/vehicle-positions',
      request: { body: jsonBody(positionsSourceSchema) },
      responses: answers(positionsSourceAnswerSchema, 'The VehiclePositions feed that is followed from now on'),
      ...changeableBy(deps, 'admin'),
    }),
    async (c) => {
      await followSource(deps.db, c.req.valid('json'), c.var.by)
      return c.json(await told(true), 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'delete',
      path: '/api/vehicle-positions',
      responses: answers(positionsSourceAnswerSchema, 'No feed is followed any more; what it said stays'),
      ...changeableBy(deps, 'admin'),
    }),
    async (c) => {
      await followSource(deps.db, null, c.var.by)
      return c.json(await told(true), 200)
    },
  )
  return app

  async function told(whole: boolean): Promise<PositionsSourceAnswer> {
    const source = await positionsSource(deps.db)
    const { successAt, errorAt, error, vehicles, matched } = await positionsState(deps.db)
    const iso = (at: number) => (at === 0 ? null : new Date(at).toISOString())
    return {
      source: source && { ...source, url: whole ? source.url : withoutQuery(source.url) },
      lastSuccessAt: iso(successAt),
      vehicles,
      matched,
      lastErrorAt: iso(errorAt),
      lastError: error,
    }
  }
}
