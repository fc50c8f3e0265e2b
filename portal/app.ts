import type { HttpBindings } from '@hono/node-server'
import { type Context, Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { AbordoError } from '../contract/problem.ts'
import { isUnavailable } from '../db/gateway/open.ts'
import { errorPage } from './pages/texts.ts'
import { type PortalDeps, pageContext } from './routes/context.ts'
import { acceptedOnce, foreignHosts, strictHeaders } from './routes/guards.ts'
import { myDataRoutes } from './routes/my-data.ts'
import { pageRoutes } from './routes/pages.ts'
import { problemRoutes } from './routes/problem.ts'
import { sessionRoutes } from './routes/session.ts'

export type { PortalDeps } from './routes/context.ts'

/** The riders' portal as a Hono app: no socket, no timer, so tests ask it with `app.request()`. */
export function createPortalApp(deps: PortalDeps): Hono {
  const app = new Hono()
  app.use(strictHeaders(deps))
  app.get('/healthz', (c) => {
    // Not for riders: to them it is a page that does not exist.
    if (!isLoopback(deps.remoteAddress(c))) throw new AbordoError('not-found')
    return c.json(deps.about())
  })
  app.use(acceptedOnce(deps))
  app.use(foreignHosts(deps))
  app.route('/', sessionRoutes(deps))
  app.route('/', pageRoutes(deps))
  app.route('/', problemRoutes(deps))
  app.route('/', myDataRoutes(deps))
  app.notFound(() => {
    throw new AbordoError('not-found')
  })
  app.onError((thrown, c) => {
    const error = hasBrokenOff(c) ? new AbordoError('bad-request') : asAbordoError(thrown)
    if (error.status >= 500) deps.log(`${error.code}: ${c.req.method} ${c.req.path}`, thrown)
    return c.html(errorPage({ ...pageContext(c, deps), path: '/' }, error), error.status)
  })
  return app
}

function asAbordoError(thrown: unknown): AbordoError {
  if (thrown instanceof AbordoError) return thrown
  if (thrown instanceof HTTPException && thrown.status < 500)
    return new AbordoError('bad-request', thrown.message, { cause: thrown })
  // The database is busy: no fault of the rider's, and over in a moment.
  if (isUnavailable(thrown)) return new AbordoError('unavailable', undefined, { cause: thrown })
  return new AbordoError('internal', undefined, { cause: thrown })
}

/** Whether the request's body will never come whole: the client has left, or sent what is no body. No fault of ours. */
function hasBrokenOff(c: Context): boolean {
  const { incoming } = (c.env ?? {}) as Partial<HttpBindings>
  return incoming?.destroyed === true && !incoming.complete
}

function isLoopback(address: string): boolean {
  return address === '::1' || /^(::ffff:)?127\./.test(address)
}
