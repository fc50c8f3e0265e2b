import type { MiddlewareHandler } from 'hono'
import { AbordoError } from '../../contract/problem.ts'
import { contentSecurityPolicy } from '../pages/content-security.ts'
import { foreignAnswers } from '../probes/answer.ts'
import { hostName } from '../probes/host.ts'
import { onlineBy } from '../probes/online.ts'
import { admissionOf } from '../roaming/admission.ts'
import type { PortalDeps } from './context.ts'

/** Headers of every answer. Nothing is kept: a page cached on one bus is wrong on the next. */
export function strictHeaders(deps: Pick<PortalDeps, 'policy'>): MiddlewareHandler {
  return async (c, next) => {
    await next()
    c.header('Content-Security-Policy', contentSecurityPolicy(deps.policy()))
    c.header('X-Content-Type-Options', 'nosniff')
    // Not `no-referrer`: with it browsers send `Origin: null` with our own forms, and nothing tells those from another site's.
    c.header('Referrer-Policy', 'same-origin')
    c.header('Cache-Control', 'no-store')
  }
}

/** Whoever has accepted today is online before he is answered, whatever he asks for. */
export function acceptedOnce(deps: PortalDeps): MiddlewareHandler {
  const { newcomer, admit } = admissionOf(deps)
  return async (c, next) => {
    const isAsking = c.req.method === 'GET' || c.req.method === 'HEAD'
    const client = isAsking ? newcomer(deps.remoteAddress(c)) : null
    if (client) await admit(client)
    return next()
  }
}

/** Requests for other hosts came here by the firewall's redirect: they are shown the way to the portal (portal/probes/answer.ts). */
export function foreignHosts(deps: PortalDeps): MiddlewareHandler {
  const answerForeign = foreignAnswers(deps)
  const isOnline = onlineBy(deps)
  return async (c, next) => {
    const asked = { method: c.req.method, host: c.req.header('host'), target: c.req.path }
    const answer = answerForeign(asked, () => isOnline(deps.remoteAddress(c)))
    if (answer === null) return next()
    return c.newResponse(answer.body === '' ? null : answer.body, answer.status, { ...answer.headers })
  }
}

/**
 * A form that another site's page sends may neither start nor end a session. Browsers say where a form comes from in one header or
 * another; those that say nothing at all are so old that no other sign is left, and pass. `Origin: null`, which mini browsers may
 * send, says nothing either.
 */
export const sameOrigin: MiddlewareHandler = async (c, next) => {
  // Sent to HTTPS alone, by browsers of 2020 and later.
  const site = c.req.header('sec-fetch-site')
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw new AbordoError('not-allowed')
  const origin = c.req.header('origin')
  const from = origin === undefined || origin === 'null' ? c.req.header('referer') : origin
  if (from !== undefined && !isHere(from, c.req.header('host') ?? '')) throw new AbordoError('not-allowed')
  return next()
}

/** Whether an address is one of the host that was asked. */
function isHere(url: string, host: string): boolean {
  const { host: authority } = URL.canParse(url) ? new URL(url) : { host: '' }
  const place = placeOf(authority)
  return place !== null && place !== '' && place === placeOf(host)
}

/** Host and port, in one way of writing for each place. The portal is the same over HTTP and HTTPS. */
function placeOf(authority: string): string | null {
  const name = hostName(authority)
  const port = /:(\d+)$/.exec(authority)?.[1] ?? ''
  return name === null ? null : ['', '80', '443'].includes(port) ? name : `${name}:${port}`
}
