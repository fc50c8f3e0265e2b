import type { MiddlewareHandler } from 'hono'
import { AbordoError } from '../../contract/problem.ts'
import { STYLE_HASH } from '../pages/style.ts'
import type { PortalDeps } from './context.ts'

const CSP = `default-src 'none'; style-src ${STYLE_HASH}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`

/** Headers of every answer. Nothing is kept: a page cached on one bus is wrong on the next. */
export const strictHeaders: MiddlewareHandler = async (c, next) => {
  await next()
  c.header('Content-Security-Policy', CSP)
  c.header('X-Content-Type-Options', 'nosniff')
  c.header('Referrer-Policy', 'no-referrer')
  c.header('Cache-Control', 'no-store')
}

/** Requests for other hosts came here by the firewall's redirect: they are shown the way to the portal. */
export function foreignHosts(deps: PortalDeps): MiddlewareHandler {
  return async (c, next) => {
    const host = (c.req.header('host') ?? '').toLowerCase().replace(/:\d+$/, '')
    if (deps.ownHosts.has(host)) return next()
    c.header('Connection', 'close')
    return c.redirect(`${deps.origin}/`, 302)
  }
}

/** A form that another site's page sends may neither start nor end a session. Old browsers send neither header: they pass. */
export const sameOrigin: MiddlewareHandler = async (c, next) => {
  const site = c.req.header('sec-fetch-site')
  const origin = c.req.header('origin')
  const host = c.req.header('host')
  const crossSite = site === 'cross-site' || site === 'same-site'
  const otherOrigin = origin !== undefined && origin !== 'null' && hostOf(origin) !== host
  if (crossSite || otherOrigin) throw new AbordoError('not-allowed')
  return next()
}

function hostOf(origin: string): string | null {
  try {
    return new URL(origin).host
  } catch {
    return null
  }
}
