import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import {
  assignmentsAnswerSchema,
  gatewayChangeSchema,
  newAssignmentSchema,
  reattributedSchema,
  reattributionSchema,
  routeStretchesAnswerSchema,
} from '../../contract/evidence.ts'
import { assign, change, listAssignments, stretches, tellRoute, unassign } from '../operators-word.ts'
import { cityTimezone } from '../queries/feeds.ts'
import type { FleetDeps } from './context.ts'
import { answers, changeableBy, describedApp, EVERYONE, jsonBody, readableBy } from './openapi.ts'

export type RouteEvidenceApi = ReturnType<typeof routeEvidenceRoutes>

const params = z.object({ id: z.string() })
const at = z.iso.datetime({ offset: true })

/** On which route a gateway is and was, and what operators say of it. */
export function routeEvidenceRoutes(deps: FleetDeps) {
  return describedApp()
    .openapi(
      createRoute({
        method: 'patch',
        path: '/api/gateways/{id}',
        request: { params, body: jsonBody(gatewayChangeSchema) },
        responses: answers(z.object({ id: z.string() }), 'The gateway is called, or assigned, as asked'),
        ...changeableBy(deps, 'admin', 'operator'),
      }),
      async (c) => {
        const { id } = c.req.valid('param')
        await change(deps.db, id, c.req.valid('json'), c.var.by)
        deps.live.changed()
        return c.json({ id }, 200)
      },
    )

    .openapi(
      createRoute({
        method: 'get',
        path: '/api/gateways/{id}/routes',
        request: { params, query: z.object({ from: at, to: at.describe('End, exclusive; a week at most.') }) },
        responses: answers(routeStretchesAnswerSchema, 'On which routes a gateway was, and what that was taken from'),
        ...readableBy(deps, ...EVERYONE),
      }),
      async (c) => {
        const timezone = await cityTimezone(deps.db)
        const found = await stretches(deps.db, c.req.valid('param').id, c.req.valid('query'))
        return c.json({ timezone, ...found }, 200)
      },
    )

    .openapi(
      createRoute({
        method: 'put',
        path: '/api/gateways/{id}/routes',
        request: { params, body: jsonBody(reattributionSchema) },
        responses: answers(
          reattributedSchema,
          'The stretch counts for this route from now on, in every chart and report',
        ),
        ...changeableBy(deps, 'admin', 'operator'),
      }),
      async (c) => {
        const moved = await tellRoute(deps.db, c.req.valid('param').id, c.req.valid('json'), c.var.by)
        deps.live.changed()
        return c.json({ moved }, 200)
      },
    )

    .openapi(
      createRoute({
        method: 'get',
        path: '/api/gateways/{id}/assignments',
        request: { params },
        responses: answers(assignmentsAnswerSchema, 'What a vehicle is assigned to, by date, the newest first'),
        ...readableBy(deps, ...EVERYONE),
      }),
      async (c) => c.json({ assignments: await listAssignments(deps.db, c.req.valid('param').id) }, 200),
    )

    .openapi(
      createRoute({
        method: 'post',
        path: '/api/gateways/{id}/assignments',
        request: { params, body: jsonBody(newAssignmentSchema) },
        responses: answers(assignmentsAnswerSchema, 'What the vehicle is assigned to now'),
        ...changeableBy(deps, 'admin', 'operator'),
      }),
      async (c) => {
        const { id } = c.req.valid('param')
        await assign(deps.db, id, c.req.valid('json'), c.var.by)
        return c.json({ assignments: await listAssignments(deps.db, id) }, 200)
      },
    )

    .openapi(
      createRoute({
        method: 'delete',
        path: '/api/gateways/{id}/assignments/{assignment}',
        request: { params: params.extend({ assignment: z.coerce.number().int() }) },
        responses: answers(assignmentsAnswerSchema, 'What the vehicle is assigned to now'),
        ...changeableBy(deps, 'admin', 'operator'),
      }),
      async (c) => {
        const { id, assignment } = c.req.valid('param')
        await unassign(deps.db, id, assignment, c.var.by)
        return c.json({ assignments: await listAssignments(deps.db, id) }, 200)
      },
    )
}
