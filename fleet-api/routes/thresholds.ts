import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { thresholdFieldsSchema, thresholdLayersSchema, thresholdPartAnswerSchema } from '../../contract/alerts.ts'
import type { Role } from '../../contract/api.ts'
import { allThresholds, setThresholds, type ThresholdScope } from '../alerts/thresholds.ts'
import type { FleetDeps } from './context.ts'
import { answers, changeableBy, describedApp, EVERYONE, jsonBody, readableBy } from './openapi.ts'

const params = z.object({ id: z.string() })
const noParams = z.object({})
const body = jsonBody(thresholdFieldsSchema)

/** From when on something is an alert: for the fleet, a route, a gateway. */
export function thresholdRoutes(deps: FleetDeps) {
  const ofFleet = { path: '/api/alerts/thresholds', of: 'the fleet', roles: ['admin'] } as const
  const ofRoute = {
    path: '/api/alerts/thresholds/routes/{id}',
    of: 'this route',
    roles: ['admin', 'operator'],
  } as const
  const ofGateway = {
    path: '/api/alerts/thresholds/gateways/{id}',
    of: 'this gateway',
    roles: ['admin', 'operator'],
  } as const

  return describedApp()
    .openapi(
      createRoute({
        method: 'get',
        path: '/api/alerts/thresholds',
        responses: answers(thresholdLayersSchema, 'From when on something is an alert: every layer, and the whole'),
        ...readableBy(deps, ...EVERYONE),
      }),
      async (c) => c.json(await allThresholds(deps.db), 200),
    )
    .openapi(put(deps, ofFleet, noParams), async (c) =>
      c.json(await setThresholds(deps.db, { scope: 'fleet', scopeId: '', fields: c.req.valid('json') }, c.var.by), 200),
    )
    .openapi(clear(deps, ofFleet, noParams), async (c) =>
      c.json(await setThresholds(deps.db, { scope: 'fleet', scopeId: '', fields: null }, c.var.by), 200),
    )
    .openapi(put(deps, ofRoute, params), async (c) =>
      c.json(
        await setThresholds(deps.db, { ...route(c.req.valid('param')), fields: c.req.valid('json') }, c.var.by),
        200,
      ),
    )
    .openapi(clear(deps, ofRoute, params), async (c) =>
      c.json(await setThresholds(deps.db, { ...route(c.req.valid('param')), fields: null }, c.var.by), 200),
    )
    .openapi(put(deps, ofGateway, params), async (c) =>
      c.json(
        await setThresholds(deps.db, { ...gateway(c.req.valid('param')), fields: c.req.valid('json') }, c.var.by),
        200,
      ),
    )
    .openapi(clear(deps, ofGateway, params), async (c) =>
      c.json(await setThresholds(deps.db, { ...gateway(c.req.valid('param')), fields: null }, c.var.by), 200),
    )
}
export type ThresholdApi = ReturnType<typeof thresholdRoutes>

const route = ({ id }: { id: string }) => ({ scope: 'route' as ThresholdScope, scopeId: id })
const gateway = ({ id }: { id: string }) => ({ scope: 'gateway' as ThresholdScope, scopeId: id })

interface Place<P extends string> {
  path: P
  of: string
  roles: readonly Role[]
}

function put<P extends string, S extends z.ZodObject>(deps: FleetDeps, { path, of, roles }: Place<P>, parameters: S) {
  return createRoute({
    method: 'put',
    path,
    request: { params: parameters, body },
    responses: answers(thresholdPartAnswerSchema, `From when on something is an alert, as is now set for ${of}`),
    ...changeableBy(deps, ...roles),
  })
}

function clear<P extends string, S extends z.ZodObject>(deps: FleetDeps, { path, of, roles }: Place<P>, parameters: S) {
  return createRoute({
    method: 'delete',
    path,
    request: { params: parameters },
    responses: answers(
      thresholdPartAnswerSchema,
      `From when on something is an alert for ${of} without words of its own`,
    ),
    ...changeableBy(deps, ...roles),
  })
}
