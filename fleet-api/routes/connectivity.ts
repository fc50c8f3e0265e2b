import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { connectivitySchema, monthSchema } from '../../contract/connectivity.ts'
import { monthOfConnectivity } from '../connectivity.ts'
import type { FleetApp, FleetDeps } from './context.ts'
import { answers, describedApp, EVERYONE, readableBy } from './openapi.ts'

/** The reports that officials read. */
export function connectivityRoutes(deps: FleetDeps): FleetApp {
  const app = describedApp()
  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/reports/connectivity',
      request: { query: z.object({ month: monthSchema }) },
      responses: answers(connectivitySchema, 'What the riders of each route got in a month'),
      ...readableBy(deps, ...EVERYONE),
    }),
    async (c) => c.json(await monthOfConnectivity(deps.db, c.req.valid('query').month, deps.now()), 200),
  )
  return app
}
