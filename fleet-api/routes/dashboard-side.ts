import { createRoute, OpenAPIHono } from '@hono/zod-openapi'
import { z } from 'zod'
import {
  type Gateway,
  gatewaySchema,
  gatewaysAnswerSchema,
  type LiveEvent,
  meSchema,
  ridersAnswerSchema,
  ridersQuerySchema,
  routesAnswerSchema,
} from '../../contract/api.ts'
import { policySchema } from '../../contract/policy.ts'
import { AbordoError, problemSchema } from '../../contract/problem.ts'
import { readPolicy, writePolicy } from '../queries/access.ts'
import { findGateway, listGateways } from '../queries/gateways.ts'
import { describeGateway } from '../rules/gateway-state.ts'
import { requireRole, sameOrigin } from './access.ts'
import type { FleetApp, FleetDeps, FleetEnv } from './context.ts'
import { composeNow } from './now.ts'
import { ridersByRoute } from './riders.ts'

const everyone = ['admin', 'operator', 'official'] as const

function answers<T extends z.ZodType>(schema: T, description: string) {
  const problem = {
    description: 'RFC 9457 problem',
    content: { 'application/problem+json': { schema: problemSchema } },
  }
  return { 200: { description, content: { 'application/json': { schema } } }, default: problem }
}

/** What the dashboard and partners' programs ask. Each route names the roles that it is for. */
export function dashboardRoutes(deps: FleetDeps): FleetApp {
  const app = new OpenAPIHono<FleetEnv>({
    defaultHook: (result) => {
      if (result.success) return
      const issue = result.error.issues[0]
      throw new AbordoError('bad-request', `${issue?.path.join('.') || 'request'}: ${issue?.message ?? 'not valid'}`)
    },
  })
  const security = [{ session: [] }, { token: [] }]
  const forEveryone = { middleware: requireRole(deps, ...everyone), security, 'x-roles': everyone }

  app.openapi(
    createRoute({ method: 'get', path: '/api/me', responses: answers(meSchema, 'Who is signed in'), ...forEveryone }),
    (c) => c.json(c.var.me, 200),
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/gateways',
      responses: answers(gatewaysAnswerSchema, 'Every gateway and its state'),
      ...forEveryone,
    }),
    async (c) => {
      const now = deps.now()
      const gateways: Gateway[] = (await listGateways(deps.db)).map((row) => describeGateway(row, now))
      return c.json({ asOf: new Date(now).toISOString(), gateways }, 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/gateways/{id}',
      request: { params: z.object({ id: z.string() }) },
      responses: answers(gatewaySchema, 'One gateway'),
      ...forEveryone,
    }),
    async (c) => {
      const row = await findGateway(deps.db, c.req.valid('param').id)
      if (!row) throw new AbordoError('not-found', 'There is no gateway of this id.')
      return c.json(describeGateway(row, deps.now()), 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/routes',
      responses: answers(routesAnswerSchema, 'Routes and riders now'),
      ...forEveryone,
    }),
    async (c) => c.json(await composeNow(deps.db, deps.now()), 200),
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/routes/riders',
      request: { query: ridersQuerySchema },
      responses: answers(ridersAnswerSchema, 'Riders connected by route and step'),
      ...forEveryone,
    }),
    async (c) => c.json(await ridersByRoute(deps.db, c.req.valid('query'), deps.now()), 200),
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/policy',
      responses: answers(policySchema, 'The policy that gateways are asked to run by'),
      ...forEveryone,
    }),
    async (c) => c.json(await readPolicy(deps.db), 200),
  )

  app.openapi(
    createRoute({
      method: 'put',
      path: '/api/policy',
      request: {
        body: { required: true, content: { 'application/json': { schema: policySchema.omit({ version: true }) } } },
      },
      responses: answers(
        policySchema,
        'The policy as it now is, one version on; gateways fetch it with their next report',
      ),
      middleware: [sameOrigin(deps), requireRole(deps, 'admin')],
      security,
      'x-roles': ['admin'],
    }),
    async (c) => c.json(await writePolicy(deps.db, c.req.valid('json')), 200),
  )

  app.get('/api/live', requireRole(deps, ...everyone), (c) => liveStream(deps, c.req.raw.signal))
  return app
}

/** A comment this often keeps proxies from closing a quiet stream. */
const HEARTBEAT_MS = 20_000

/** Server-sent events: the state now at once, then whenever reports have arrived. */
function liveStream(deps: FleetDeps, gone: AbortSignal): Response {
  const encoder = new TextEncoder()
  let stop: () => void = () => undefined
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      const send = (text: string) => {
        try {
          controller.enqueue(encoder.encode(text))
        } catch {
          stop()
        }
      }
      const tell = (event: LiveEvent) => send(`event: riders\ndata: ${JSON.stringify(event)}\n\n`)
      const unlisten = deps.live.listen(tell)
      const callOff = deps.every(HEARTBEAT_MS, () => send(': still here\n\n'))
      stop = () => {
        unlisten()
        callOff()
      }
      gone.addEventListener('abort', () => {
        stop()
        try {
          controller.close()
        } catch {
          // The reader closed it first.
        }
      })
      send('retry: 3000\n\n')
      tell(await composeNow(deps.db, deps.now()))
    },
    cancel: () => stop(),
  })
  return new Response(body, {
    headers: { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' },
  })
}
