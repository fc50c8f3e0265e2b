import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import {
  codeAnswerSchema,
  type Gateway,
  gatewayDetailSchema,
  gatewaySchema,
  gatewaysAnswerSchema,
} from '../../contract/api.ts'
import { newGatewaySchema } from '../../contract/enrolment.ts'
import { AbordoError } from '../../contract/problem.ts'
import { circumstancesOf } from '../conditions.ts'
import { addGatewayWithCode, CODE_MS, newCode, renewGateway, revokeGateway } from '../gateways.ts'
import { wantedPolicies, wantedPolicy } from '../policies.ts'
import { dataUseSince } from '../queries/data-use.ts'
import { findGateway, type GatewayRow, gatewaysAfter } from '../queries/gateways.ts'
import { type Around, describeGateway, describeInDetail, monthStart } from '../rules/describe-gateway.ts'
import type { FleetDeps } from './context.ts'
import { answers, changeableBy, describedApp, EVERYONE, jsonBody, readableBy } from './openapi.ts'
import { keysetOf, pageOf, pageQuerySchema } from './pages.ts'

export type GatewayApi = ReturnType<typeof gatewayListRoutes>

const params = z.object({ id: z.string() })

/** The gateways and their state, and what an operator does about their credentials. */
export function gatewayListRoutes(deps: FleetDeps) {
  return describedApp()
    .openapi(
      createRoute({
        method: 'get',
        path: '/api/gateways',
        request: { query: pageQuerySchema },
        responses: answers(gatewaysAnswerSchema, 'Every gateway and its state'),
        ...readableBy(deps, ...EVERYONE),
      }),
      async (c) => {
        const now = deps.now()
        const query = c.req.valid('query')
        const rows = await gatewaysAfter(deps.db, keysetOf(query))
        const { page, ...next } = pageOf(rows, query.limit, (row) => row.gatewayId)
        const wanted = await wantedPolicies(deps.db, page, now)
        const around = await circumstancesOf(deps.db, page, now)
        const gateways: Gateway[] = page.map((row) => {
          const { policy, since } = wanted.get(row.gatewayId) ?? { policy: { version: 0 }, since: now }
          return describeGateway(row, now, { ...around(row), wanted: { version: policy.version, since } })
        })
        return c.json({ asOf: new Date(now).toISOString(), gateways, ...next }, 200)
      },
    )

    .openapi(
      createRoute({
        method: 'post',
        path: '/api/gateways',
        request: { body: jsonBody(newGatewaySchema) },
        responses: answers(codeAnswerSchema, 'The gateway is known from now on; its one-time code, shown once'),
        ...changeableBy(deps, 'admin', 'operator'),
      }),
      async (c) => {
        const { id: gatewayId, ...other } = c.req.valid('json')
        const code = await addGatewayWithCode(deps.db, { gatewayId, ...other }, c.var.by)
        deps.live.changed()
        c.header('Cache-Control', 'no-store')
        return c.json({ code, expiresAt: new Date(c.var.by.now + CODE_MS).toISOString() }, 200)
      },
    )

    .openapi(
      createRoute({
        method: 'get',
        path: '/api/gateways/{id}',
        request: { params },
        responses: answers(gatewayDetailSchema, 'One gateway, its health and its data use this month'),
        ...readableBy(deps, ...EVERYONE),
      }),
      async (c) => {
        const now = deps.now()
        const row = await gatewayOf(c.req.valid('param').id)
        const use = await dataUseSince(deps.db, row.gatewayId, monthStart(now))
        return c.json(describeInDetail(row, now, await aroundOf(row, now), use), 200)
      },
    )

    .openapi(
      createRoute({
        method: 'post',
        path: '/api/gateways/{id}/revoke',
        request: { params },
        responses: answers(gatewaySchema, 'The gateway, its credential and unused codes taken away; its history stays'),
        ...changeableBy(deps, 'admin', 'operator'),
      }),
      async (c) => {
        const { id } = c.req.valid('param')
        await revokeGateway(deps.db, id, c.var.by)
        return c.json(await described(id), 200)
      },
    )

    .openapi(
      createRoute({
        method: 'post',
        path: '/api/gateways/{id}/renew',
        request: { params },
        responses: answers(gatewaySchema, 'The gateway, which renews its credential with its next report'),
        ...changeableBy(deps, 'admin', 'operator'),
      }),
      async (c) => {
        const { id } = c.req.valid('param')
        await renewGateway(deps.db, id, c.var.by)
        return c.json(await described(id), 200)
      },
    )

    .openapi(
      createRoute({
        method: 'post',
        path: '/api/gateways/{id}/code',
        request: { params },
        responses: answers(codeAnswerSchema, 'A new enrolment code, shown once; codes made before die'),
        ...changeableBy(deps, 'admin', 'operator'),
      }),
      async (c) => {
        const { code, expiresAt } = await newCode(deps.db, c.req.valid('param').id, c.var.by)
        c.header('Cache-Control', 'no-store')
        return c.json({ code, expiresAt: new Date(expiresAt).toISOString() }, 200)
      },
    )

  async function gatewayOf(id: string): Promise<GatewayRow> {
    const row = await findGateway(deps.db, id)
    if (!row) throw new AbordoError('not-found', 'There is no gateway of this id.')
    return row
  }

  async function aroundOf(row: GatewayRow, now: number): Promise<Around> {
    const { policy, since } = await wantedPolicy(deps.db, row, now)
    const around = await circumstancesOf(deps.db, [row], now)
    return { ...around(row), wanted: { version: policy.version, since } }
  }

  async function described(id: string): Promise<Gateway> {
    const now = deps.now()
    const row = await gatewayOf(id)
    return describeGateway(row, now, await aroundOf(row, now))
  }
}
