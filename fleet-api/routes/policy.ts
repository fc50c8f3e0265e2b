import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { policyLayersSchema, policyPartAnswerSchema, type Role } from '../../contract/api.ts'
import { fleetPolicySchema, type PolicyLayer, policyLayerSchema, policySchema } from '../../contract/policy.ts'
import { AbordoError } from '../../contract/problem.ts'
import type { By } from '../audit.ts'
import { ANYWHERE, askFor, type PolicyPlace, policyLayers, wantedPolicy } from '../policies.ts'
import { findGateway, routeExists } from '../queries/gateways.ts'
import type { LayerRow } from '../queries/policies.ts'
import type { FleetDeps } from './context.ts'
import { answers, changeableBy, describedApp, EVERYONE, jsonBody, readableBy } from './openapi.ts'

const params = z.object({ id: z.string() })

export type PolicyApi = ReturnType<typeof policyRoutes>

/** The policy that gateways are asked to run by: the fleet's, a route's, a gateway's. */
export function policyRoutes(deps: FleetDeps) {
  return describedApp()
    .openapi(
      createRoute({
        method: 'get',
        path: '/api/policy',
        responses: answers(policySchema, 'The policy of all gateways that are asked for nothing else'),
        ...readableBy(deps, ...EVERYONE),
      }),
      async (c) => c.json((await wantedPolicy(deps.db, ANYWHERE, deps.now())).policy, 200),
    )
    .openapi(
      createRoute({
        method: 'put',
        path: '/api/policy',
        request: { body: jsonBody(fleetPolicySchema) },
        responses: answers(policySchema, 'The policy as it now is; gateways fetch it with their next report'),
        ...changeableBy(deps, 'admin'),
      }),
      async (c) => {
        await askFor(deps.db, { scope: 'fleet', scopeId: '', fields: c.req.valid('json') }, c.var.by)
        return c.json((await wantedPolicy(deps.db, ANYWHERE, deps.now())).policy, 200)
      },
    )
    .openapi(
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
    .openapi(putPart(deps, '/api/policy/routes/{id}', 'route', 'admin'), async (c) =>
      c.json(await write(await routePlace(c.req.valid('param').id), c.req.valid('json'), c.var.by), 200),
    )
    .openapi(deletePart(deps, '/api/policy/routes/{id}', 'route', 'admin'), async (c) =>
      c.json(await write(await routePlace(c.req.valid('param').id), null, c.var.by), 200),
    )
    .openapi(putPart(deps, '/api/policy/gateways/{id}', 'gateway', 'admin', 'operator'), async (c) =>
      c.json(await write(await gatewayPlace(c.req.valid('param').id), c.req.valid('json'), c.var.by), 200),
    )
    .openapi(deletePart(deps, '/api/policy/gateways/{id}', 'gateway', 'admin', 'operator'), async (c) =>
      c.json(await write(await gatewayPlace(c.req.valid('param').id), null, c.var.by), 200),
    )

  async function write({ scope, scopeId, place }: Part, fields: PolicyLayer | null, by: By) {
    await askFor(deps.db, { scope, scopeId, fields }, by)
    const { policy: effective } = await wantedPolicy(deps.db, place, deps.now())
    const layer = (await policyLayers(deps.db)).find((one) => one.scope === scope && one.scopeId === scopeId)
    return { layer: layer ? partOf(layer) : null, effective }
  }

  async function routePlace(routeId: string): Promise<Part> {
    if (!(await routeExists(deps.db, routeId))) throw new AbordoError('not-found', 'There is no route of this id.')
    return { scope: 'route', scopeId: routeId, place: { gatewayId: '', routeId } }
  }

  async function gatewayPlace(gatewayId: string): Promise<Part> {
    const place = await findGateway(deps.db, gatewayId)
    if (!place) throw new AbordoError('not-found', 'There is no gateway of this id.')
    return { scope: 'gateway', scopeId: gatewayId, place }
  }
}

/** Whose layer is written, and where its policy can be seen. */
interface Part {
  scope: 'route' | 'gateway'
  scopeId: string
  place: PolicyPlace
}

function putPart<P extends string>(deps: FleetDeps, path: P, scope: Part['scope'], ...roles: Role[]) {
  return createRoute({
    method: 'put',
    path,
    request: { params, body: jsonBody(policyLayerSchema) },
    responses: answers(policyPartAnswerSchema, `What this ${scope} is now asked for`),
    ...changeableBy(deps, ...roles),
  })
}

function deletePart<P extends string>(deps: FleetDeps, path: P, scope: Part['scope'], ...roles: Role[]) {
  return createRoute({
    method: 'delete',
    path,
    request: { params },
    responses: answers(policyPartAnswerSchema, `What this ${scope} is asked for without fields of its own`),
    ...changeableBy(deps, ...roles),
  })
}

function partOf({ scopeId, fields, updatedAt }: LayerRow) {
  return { id: scopeId, fields, updatedAt: new Date(updatedAt).toISOString() }
}
