import { createRoute } from '@hono/zod-openapi'
import { mapGatewaysAnswerSchema, mapShapesAnswerSchema } from '../../contract/map.ts'
import { mapGateways, mapShapes } from '../map.ts'
import type { FleetDeps } from './context.ts'
import { answers, describedApp, EVERYONE, readableBy } from './openapi.ts'

export type MapApi = ReturnType<typeof mapRoutes>

/** What a map of the city shows: where routes run, and where gateways are. */
export function mapRoutes(deps: FleetDeps) {
  return describedApp()
    .openapi(
      createRoute({
        method: 'get',
        path: '/api/map/shapes',
        responses: answers(mapShapesAnswerSchema, 'Where the routes of the feed in use run'),
        ...readableBy(deps, ...EVERYONE),
      }),
      async (c) => c.json(await mapShapes(deps.db), 200),
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/api/map/gateways',
        responses: answers(mapGatewaysAnswerSchema, 'Every gateway and where it is'),
        ...readableBy(deps, ...EVERYONE),
      }),
      async (c) => c.json(await mapGateways(deps.db, deps.now()), 200),
    )
}
