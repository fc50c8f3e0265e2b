import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { deadZonesSchema, HOUR_BANDS } from '../../contract/dead-zones.ts'
import { deadZones } from '../signal/dead-zones.ts'
import type { FleetApp, FleetDeps } from './context.ts'
import { answers, describedApp, EVERYONE, readableBy } from './openapi.ts'

const query = z.object({
  route: z.string().min(1).optional().describe('Of one route only.'),
  hours: z.coerce
    .number()
    .int()
    .min(0)
    .max(HOUR_BANDS.length - 1)
    .optional()
    .describe('Of one band of hours: 0 from midnight, 1 from 6, 2 from 10, 3 from 16, 4 from 20.'),
  operator: z
    .string()
    .regex(/^\d{5,6}$/, 'write the MCC and MNC of a mobile network, such as 334020')
    .optional()
    .describe('By one mobile network only: its MCC and MNC.'),
  weak: z.enum(['true', 'false']).default('false').describe('true: only where the signal is weak.'),
})

/** Where along the routes the uplink is weak. */
export function deadZoneRoutes(deps: FleetDeps): FleetApp {
  const app = describedApp()
  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/dead-zones',
      request: { query },
      responses: answers(deadZonesSchema, 'The uplink along the routes, as GeoJSON'),
      ...readableBy(deps, ...EVERYONE),
    }),
    async (c) => {
      const { route, hours, operator, weak } = c.req.valid('query')
      const asked = { routeId: route ?? null, hourBand: hours ?? null, operatorCode: operator ?? null }
      return c.json(await deadZones(deps.db, { ...asked, weakOnly: weak === 'true', now: deps.now() }), 200)
    },
  )
  return app
}
