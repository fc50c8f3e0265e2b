import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import {
  gatewaySiteAnswerSchema,
  gatewaySiteSchema,
  siteChangeSchema,
  siteIdSchema,
  sitePlaceSchema,
  sitesAnswerSchema,
} from '../../contract/service.ts'
import { removeSite, setGatewaySite, setSite, sitesWithGateways, siteWithGateways } from '../sites.ts'
import type { FleetApp, FleetDeps } from './context.ts'
import { answers, changeableBy, describedApp, EVERYONE, jsonBody, readableBy } from './openapi.ts'

const params = z.object({ id: z.string() })
const newParams = z.object({ id: siteIdSchema })

/** Stops and stations, and when they are open. */
export function siteRoutes(deps: FleetDeps): FleetApp {
  const app = describedApp()

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/sites',
      responses: answers(sitesAnswerSchema, 'Every stop and station that has opening hours'),
      ...readableBy(deps, ...EVERYONE),
    }),
    async (c) => c.json({ sites: await sitesWithGateways(deps.db) }, 200),
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/sites/{id}',
      request: { params },
      responses: answers(sitePlaceSchema, 'One stop or station'),
      ...readableBy(deps, ...EVERYONE),
    }),
    async (c) => c.json(await siteWithGateways(deps.db, c.req.valid('param').id), 200),
  )

  app.openapi(
    createRoute({
      method: 'put',
      path: '/api/sites/{id}',
      request: { params: newParams, body: jsonBody(siteChangeSchema) },
      responses: answers(
        sitePlaceSchema,
        'The stop or station, new or changed; its gateways are in service while it is open',
      ),
      ...changeableBy(deps, 'admin', 'operator'),
    }),
    async (c) => {
      const { id } = c.req.valid('param')
      await setSite(deps.db, id, c.req.valid('json'), c.var.by)
      return c.json(await siteWithGateways(deps.db, id), 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'delete',
      path: '/api/sites/{id}',
      request: { params },
      responses: answers(z.object({ id: z.string() }), 'The site is gone; its gateways have no opening hours any more'),
      ...changeableBy(deps, 'admin', 'operator'),
    }),
    async (c) => {
      const { id } = c.req.valid('param')
      await removeSite(deps.db, id, c.var.by)
      return c.json({ id }, 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'put',
      path: '/api/gateways/{id}/site',
      request: { params, body: jsonBody(gatewaySiteSchema) },
      responses: answers(gatewaySiteAnswerSchema, 'The gateway, and the stop or station that it serves'),
      ...changeableBy(deps, 'admin', 'operator'),
    }),
    async (c) => {
      const { id } = c.req.valid('param')
      const { siteId } = c.req.valid('json')
      await setGatewaySite(deps.db, { gatewayId: id, siteId }, c.var.by)
      return c.json({ id, siteId }, 200)
    },
  )
  return app
}
