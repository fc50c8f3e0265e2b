import { OpenAPIHono } from '@hono/zod-openapi'
import type { MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { HTTPException } from 'hono/http-exception'
import { secureHeaders } from 'hono/secure-headers'
import { LONGEST_CSV } from '../contract/bills.ts'
import { AbordoError, problemOf } from '../contract/problem.ts'
import { isUnavailable } from '../db/fleet/open.ts'
import { sameOrigin } from './routes/access.ts'
import { tooLarge } from './routes/body.ts'
import { cityPageRoutes } from './routes/city-pages.ts'
import { compress } from './routes/compress.ts'
import { contentSecurity } from './routes/content-security.ts'
import type { FleetApp, FleetDeps, FleetEnv } from './routes/context.ts'
import { dashboardFiles } from './routes/dashboard-files.ts'
import { dashboardRoutes } from './routes/dashboard-side.ts'
import { docsRoutes } from './routes/docs.ts'
import { embedRoutes } from './routes/embeds.ts'
import { etag } from './routes/etag.ts'
import { exchangeRoutes } from './routes/exchange.ts'
import { gatewayRoutes } from './routes/gateway-side.ts'
import { healthRoutes } from './routes/health.ts'
import { limitEnrolment, limitGuesses } from './routes/limits.ts'
import { refuseNul } from './routes/nul.ts'
import { observe, patternOf } from './routes/observe.ts'
import { openDataRoutes } from './routes/open-data.ts'
import { embeddable } from './routes/page-answer.ts'
import { reportPageRoutes } from './routes/report-pages.ts'
import { signIn } from './routes/sign-in.ts'
import { tripRoutes } from './routes/trip.ts'

/** Octets of a body that the dashboard's side takes. The gateways' side has limits of its own. */
const LARGEST_BODY = 65_536
/** Where files come with a request, as JSON: contract/bills.ts says how many characters; each takes up to two octets, quotation marks and ends of lines too. */
const LARGEST_FILE = 2 * LONGEST_CSV + 1024
const OF_FILES = new Set(['/api/bills', '/api/sims'])

export type { FleetDeps } from './routes/context.ts'

/** The fleet's API and dashboard as a Hono app: no socket, no timer, so tests ask it with `app.request()`. */
export function createFleetApp(deps: FleetDeps): FleetApp {
  const app = new OpenAPIHono<FleetEnv>()
  app.use(observe(deps))
  app.use(embeddable)
  app.use(
    secureHeaders({
      // Set by whoever ends TLS; on plain http://localhost it would lock the reader out.
      strictTransportSecurity: false,
      referrerPolicy: 'same-origin',
    }),
  )
  app.use(contentSecurity(deps))
  app.route('/', healthRoutes(deps))
  app.use('/v1/enrol', limitEnrolment(deps))
  app.use('/v1/*', limitGuesses(deps))
  app.use('/api/*', limitGuesses(deps))
  app.use('/gtfs-rt/*', limitGuesses(deps))
  app.use('/api/*', limitBody)
  app.use(refuseNul)
  app.on(['GET', 'POST'], '/api/auth/*', sameOrigin(deps), (c) => signIn(deps, c))
  app.route('/', gatewayRoutes(deps))
  app.use(compress)
  app.use('/api/*', etag)
  app.route('/', dashboardRoutes(deps))
  app.route('/', exchangeRoutes(deps))
  app.route('/', openDataRoutes(deps))
  app.route('/', reportPageRoutes(deps))
  app.route('/', cityPageRoutes(deps))
  app.route('/', embedRoutes(deps))
  app.route('/', tripRoutes(deps))
  docsRoutes(app)
  app.all('/api/*', notFound)
  app.all('/v1/*', notFound)
  if (deps.dashboardDir !== null) app.route('/', dashboardFiles(deps.dashboardDir))
  app.notFound(notFound)
  app.onError((thrown, c) => {
    const error = asAbordoError(thrown)
    const { requestId } = c.var
    if (error.status >= 500) deps.log(`${error.code}: ${c.req.method} ${patternOf(c)}`, thrown, { requestId })
    if (error.status === 503 && !c.res.headers.has('Retry-After')) c.header('Retry-After', '30')
    return c.body(JSON.stringify(problemOf(error, requestId)), error.status, {
      'Content-Type': 'application/problem+json',
    })
  })
  return app
}

const limitOf = (maxSize: number) => bodyLimit({ maxSize, onError: () => Promise.reject(tooLarge(maxSize)) })
const [usual, ofFiles] = [limitOf(LARGEST_BODY), limitOf(LARGEST_FILE)]
const limitBody: MiddlewareHandler<FleetEnv> = (c, next) => (OF_FILES.has(c.req.path) ? ofFiles : usual)(c, next)

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
