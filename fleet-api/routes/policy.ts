import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { policyLayersSchema, policyPartAnswerSchema } from '../../contract/api.ts'
import { type PolicyLayer, policyLayerSchema, policySchema } from '../../contract/policy.ts'
import { AbordoError } from '../../contract/problem.ts'
import type { By } from '../audit.ts'
import { ANYWHERE, askFor, type PolicyPlace, policyLayers, wantedPolicy } from '../policies.ts'
import { findGateway, routeExists } from '../queries/gateways.ts'
import type { LayerRow } from '../queries/policies.ts'
import type { FleetApp, FleetDeps } from './context.ts'
import { answers, changeableBy, describedApp, EVERYONE, jsonBody, readableBy } from './openapi.ts'

const params = z.object({ id: z.string() })
const partBody = jsonBody(policyLayerSchema)

/** The policy that gateways are asked to run by: the fleet's, a route's, a gateway's. */
export function policyRoutes(deps: FleetDeps): FleetApp {
  const app = describedApp()

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/policy',
      responses: answers(policySchema, 'The policy of all gateways that are asked for nothing else'),
      ...readableBy(deps, ...EVERYONE),
    }),
    async (c) => c.json((await wantedPolicy(deps.db, ANYWHERE, deps.now())).policy, 200),
  )

  app.openapi(
    createRoute({
      method: 'put',
      path: '/api/policy',
      request: {
        body: jsonBody(policySchema.omit({ version: true, termsText: true, fixed: true })),
      },
      responses: answers(policySchema, 'The policy as it now is; gateways fetch it with their next report'),
      ...changeableBy(deps, 'admin'),
    }),
    async (c) => {
      await askFor(deps.db, { scope: 'fleet', scopeId: '', fields: c.req.valid('json') }, c.var.by)
      return c.json((await wantedPolicy(deps.db, ANYWHERE, deps.now())).policy, 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/policy/layers',
      responses: answers(policyLayersSchema, 'What is asked of the fleet, of routes and of single gateways'),
      ...readableBy(deps, ...EVERYONE),
    }),
    async (c) => {
      const layers = await policyLayers(deps.db)
      const of = (scope: LayerRow['scope']) => layers.filter((layer) => layer.scope === scope).map(partOf)
      const fleet = of('fleet').map(({ fields, updatedAt }) => ({ fields, updatedAt }))[0] ?? null
      return c.json({ fleet, routes: of('route'), gateways: of('gateway') }, 200)
    },
  )

  for (const { path, scope, roles, placeOf } of [
    { path: '/api/policy/routes/{id}', scope: 'route', roles: ['admin'], placeOf: routePlace },
    { path: '/api/policy/gateways/{id}', scope: 'gateway', roles: ['admin', 'operator'], placeOf: gatewayPlace },
  ] as const) {
    const write = async (scopeId: string, fields: PolicyLayer | null, by: By) => {
      const place = await placeOf(scopeId)
      await askFor(deps.db, { scope, scopeId, fields }, by)
      const { policy: effective } = await wantedPolicy(deps.db, place, deps.now())
      const layer = (await policyLayers(deps.db)).find((one) => one.scope === scope && one.scopeId === scopeId)
      return { layer: layer ? partOf(layer) : null, effective }
    }
    app.openapi(
      createRoute({
        method: 'put',
        path,
        request: { params, body: partBody },
        responses: answers(policyPartAnswerSchema, `What this ${scope} is now asked for`),
        ...changeableBy(deps, ...roles),
      }),
      async (c) => c.json(await write(c.req.valid('param').id, c.req.valid('json'), c.var.by), 200),
    )
    app.openapi(
      createRoute({
        method: 'delete',
        path,
        request: { params },
        responses: answers(policyPartAnswerSchema, `What this ${scope} is asked for without fields of its own`),
        ...changeableBy(deps, ...roles),
      }),
      async (c) => c.json(await write(c.req.valid('param').id, null, c.var.by), 200),
    )
  }
  return app

  async function routePlace(routeId: string): Promise<PolicyPlace> {
    if (await routeExists(deps.db, routeId)) return { gatewayId: '', routeId }
    throw new AbordoError('not-found', 'There is no route of this id.')
  }

  async function gatewayPlace(gatewayId: string): Promise<PolicyPlace> {
    const row = await findGateway(deps.db, gatewayId)
    if (row) return row
    throw new AbordoError('not-found', 'There is no gateway of this id.')
  }
}

function partOf({ scopeId, fields, updatedAt }: LayerRow) {
  return { id: scopeId, fields, updatedAt: new Date(updatedAt).toISOString() }
}
