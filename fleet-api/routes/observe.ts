import { randomUUID } from 'node:crypto'
import type { Context, MiddlewareHandler } from 'hono'
import { matchedRoutes } from 'hono/route'
import { harmlessId } from '../rules/scrub.ts'
import type { FleetDeps, FleetEnv } from './context.ts'

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

/**
 * Around every request: gives it an id, which is answered and logged, and tells the log and the metrics how it went. A live stream
 * counts as answered when it begins.
 */
export function observe(deps: FleetDeps): MiddlewareHandler<FleetEnv> {
  return async (c, next) => {
    const began = deps.elapsedMs()
    const requestId = harmlessId(c.req.header('x-request-id')) ?? randomUUID()
    c.set('requestId', requestId)
    c.set('who', 'public')
    await next()
    c.header('X-Request-Id', requestId)
    // What keeps its connection would keep the program from ending.
    if (deps.stopping()) c.header('Connection', 'close')
    const ms = Math.round((deps.elapsedMs() - began) * 10) / 10
    const seen = { method: methodOf(c), route: patternOf(c), status: c.res.status, ms }
    deps.metrics.request(seen)
    deps.onRequest?.({ requestId, ...seen, who: c.var.who })
  }
}

/** The pattern of the route that a request was for, never its path: that holds ids, and whatever else somebody writes there. */
export function patternOf(c: Context<FleetEnv>): string {
  const method = c.req.method === 'HEAD' ? 'GET' : c.req.method
  // Middleware is registered for all methods.
  const route = matchedRoutes(c).findLast((one) => one.method === method)
  if (route) return route.path
  // A file of the dashboard: they are served by middleware.
  return c.finalized && c.res.status < 400 ? '/*' : 'none'
}

function methodOf(c: Context): string {
  return METHODS.has(c.req.method) ? c.req.method : 'other'
}
