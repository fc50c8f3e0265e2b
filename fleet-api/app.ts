import { OpenAPIHono } from '@hono/zod-openapi'
import { compress } from 'hono/compress'
import { HTTPException } from 'hono/http-exception'
import { secureHeaders } from 'hono/secure-headers'
import { AbordoError, problemOf } from '../contract/problem.ts'
import { isUnavailable } from '../db/fleet/open.ts'
import { PEER_HEADER } from './auth.ts'
import { sameOrigin } from './routes/access.ts'
import type { FleetApp, FleetDeps, FleetEnv } from './routes/context.ts'
import { dashboardFiles } from './routes/dashboard-files.ts'
import { dashboardRoutes } from './routes/dashboard-side.ts'
import { gatewayRoutes } from './routes/gateway-side.ts'
import { refuseNul } from './routes/nul.ts'

export type { FleetDeps } from './routes/context.ts'

/** The fleet's API and dashboard as a Hono app: no socket, no timer, so tests ask it with `app.request()`. */
export function createFleetApp(deps: FleetDeps): FleetApp {
  const app = new OpenAPIHono<FleetEnv>()
  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        styleSrc: ["'self'", "'unsafe-inline'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        objectSrc: ["'none'"],
      },
      // Set by whoever ends TLS; on plain http://localhost it would lock the reader out.
      strictTransportSecurity: false,
      referrerPolicy: 'same-origin',
    }),
  )
  app.use(refuseNul)
  app.get('/healthz', (c) => c.json({ ok: true }))
  app.on(['GET', 'POST'], '/api/auth/*', sameOrigin(deps), (c) => {
    const headers = new Headers(c.req.raw.headers)
    headers.set(PEER_HEADER, peerOf(c.env))
    return deps.auth.handler(new Request(c.req.raw, { headers }))
  })
  app.route('/', gatewayRoutes(deps))
  // Not the live stream: a compressor would hold events back.
  app.use('/api/routes/*', compress())
  app.use('/api/gateways', compress())
  app.route('/', dashboardRoutes(deps))
  app.doc31('/api/openapi.json', {
    openapi: '3.1.0',
    info: { title: 'Abordo', version: '1', description: 'Riders connected by route, gateways and their state.' },
  })
  app.openAPIRegistry.registerComponent('securitySchemes', 'session', {
    type: 'apiKey',
    in: 'cookie',
    name: 'abordo.session_token',
  })
  app.openAPIRegistry.registerComponent('securitySchemes', 'token', { type: 'http', scheme: 'bearer' })
  app.all('/api/*', notFound)
  app.all('/v1/*', notFound)
  if (deps.dashboardDir !== null) app.route('/', dashboardFiles(deps.dashboardDir))
  app.notFound(notFound)
  app.onError((thrown, c) => {
    const error = asAbordoError(thrown)
    if (error.status >= 500) deps.log(`${error.code}: ${c.req.method} ${c.req.path}`, thrown)
    if (error.status === 503) c.header('Retry-After', '30')
    return c.body(JSON.stringify(problemOf(error)), error.status, { 'Content-Type': 'application/problem+json' })
  })
  return app
}

function notFound(): never {
  throw new AbordoError('not-found')
}

function asAbordoError(thrown: unknown): AbordoError {
  if (thrown instanceof AbordoError) return thrown
  if (thrown instanceof HTTPException && thrown.status < 500)
    return new AbordoError('bad-request', thrown.message, { cause: thrown })
  // A database that is busy or full is no fault of the gateway's: it keeps its reports and comes again.
  if (isUnavailable(thrown)) {
    return new AbordoError('unavailable', 'The fleet cannot store anything just now: try again later.', {
      cause: thrown,
    })
  }
  return new AbordoError('internal', undefined, { cause: thrown })
}

/** The address at the other end of the socket; none in tests that use no socket. */
function peerOf(env: unknown): string {
  const incoming = (env as { incoming?: { socket?: { remoteAddress?: string } } } | undefined)?.incoming
  return incoming?.socket?.remoteAddress ?? '127.0.0.1'
}
