import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import {
  gatewayRidersAnswerSchema,
  gatewayRidersQuerySchema,
  lastReportsAnswerSchema,
  lastReportsQuerySchema,
  simsAnswerSchema,
  timelineAnswerSchema,
  timelineQuerySchema,
  trailAnswerSchema,
  trailQuerySchema,
} from '../../contract/gateway-page.ts'
import { lastReports, ridersOfGateway, sims, timeline, trail } from '../gateway-page.ts'
import type { FleetDeps } from './context.ts'
import { answers, describedApp, EVERYONE, readableBy } from './openapi.ts'

export type GatewayPageApi = ReturnType<typeof gatewayPageRoutes>

const params = z.object({ id: z.string() })

/** What the page of one gateway shows over time. */
export function gatewayPageRoutes(deps: FleetDeps) {
  const forEveryone = readableBy(deps, ...EVERYONE)
  return describedApp()
    .openapi(
      createRoute({
        method: 'get',
        path: '/api/gateways/{id}/timeline',
        request: { params, query: timelineQuerySchema },
        responses: answers(timelineAnswerSchema, 'When a gateway had power, internet and a working portal'),
        ...forEveryone,
      }),
      async (c) => c.json(await timeline(deps.db, c.req.valid('param').id, c.req.valid('query'), deps.now()), 200),
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/api/gateways/{id}/riders',
        request: { params, query: gatewayRidersQuerySchema },
        responses: answers(gatewayRidersAnswerSchema, 'Riders connected on one gateway, by minute or hour'),
        ...forEveryone,
      }),
      async (c) =>
        c.json(await ridersOfGateway(deps.db, c.req.valid('param').id, c.req.valid('query'), deps.now()), 200),
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/api/gateways/{id}/trail',
        request: { params, query: trailQuerySchema },
        responses: answers(trailAnswerSchema, 'Where a gateway was in the last hours, and whether it had internet'),
        ...forEveryone,
      }),
      async (c) => c.json(await trail(deps.db, c.req.valid('param').id, c.req.valid('query').hours, deps.now()), 200),
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/api/gateways/{id}/reports',
        request: { params, query: lastReportsQuerySchema },
        responses: answers(lastReportsAnswerSchema, 'The last reports of a gateway, as they came'),
        ...forEveryone,
      }),
      async (c) => c.json(await lastReports(deps.db, c.req.valid('param').id, c.req.valid('query').limit), 200),
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/api/gateways/{id}/sims',
        request: { params },
        responses: answers(simsAnswerSchema, 'Data over each SIM of a gateway, this month and the last one'),
        ...forEveryone,
      }),
      async (c) => c.json(await sims(deps.db, c.req.valid('param').id, deps.now()), 200),
    )
}
