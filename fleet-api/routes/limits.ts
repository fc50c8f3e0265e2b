import type { Context, MiddlewareHandler } from 'hono'
import type { Role } from '../../contract/api.ts'
import { AbordoError } from '../../contract/problem.ts'
import { problemPage } from '../document/other-pages.ts'
import { peerKey } from '../rules/peer.ts'
import { hashSecret } from '../secrets.ts'
import type { FleetDeps, FleetEnv } from './context.ts'
import { peerOf } from './peer.ts'

/** Counts a request of somebody who is known by now. `key`: of the gateway, the user or the token. Throws AbordoError: too-many. */
export async function admit(deps: FleetDeps, c: Context, who: Role | 'gateway', key: string): Promise<void> {
  c.set('who', who)
  await deps.limits.remember(hashSecret(credentialOf(c)))
  const wait = await deps.limits[who === 'gateway' ? 'gateway' : 'caller'].take(key)
  if (wait !== null) throw tooMany(c, wait)
}

/**
 * Stops who guesses: from an address where too many credentials were wrong, only those are taken that were good a moment ago. A
 * carrier's address is shared by many gateways, and none of them may be silenced by the others.
 */
export function limitGuesses(deps: FleetDeps): MiddlewareHandler<FleetEnv> {
  return async (c, next) => {
    const peer = peerKey(peerOf(deps, c))
    const wait = await deps.limits.failures.wait(peer)
    if (wait !== null && !(await deps.limits.remembers(hashSecret(credentialOf(c))))) throw tooMany(c, wait)
    await next()
    // Who shows nothing guesses nothing: a page that asks whether it is signed in.
    const tried = credentialOf(c) !== '' || c.req.method === 'POST'
    if (c.res.status === 401 && tried) await deps.limits.failures.take(peer)
  }
}

/** Counts who reads what is for anybody: who asks too often is told to wait, in words. */
export function limitVisitors(deps: FleetDeps): MiddlewareHandler<FleetEnv> {
  return async (c, next) => {
    const wait = await deps.limits.visitor.take(peerKey(peerOf(deps, c)))
    if (wait === null) return next()
    c.header('Retry-After', String(wait))
    const language = /^en\b/i.test(c.req.header('accept-language') ?? '') ? 'en' : 'es'
    return c.html(problemPage(language, 'tooMany'), 429)
  }
}

/** The same for who guesses links to reports, which are their own credentials. `tokenOf`: the link's token in the request. */
export function limitLinks(deps: FleetDeps, tokenOf: (c: Context) => string): MiddlewareHandler<FleetEnv> {
  return async (c, next) => {
    const peer = peerKey(peerOf(deps, c))
    const hash = hashSecret(tokenOf(c))
    const wait = await deps.limits.failures.wait(peer)
    if (wait !== null && !(await deps.limits.remembers(hash))) throw tooMany(c, wait)
    await next()
    if (c.res.status === 404) await deps.limits.failures.take(peer)
    else if (c.res.ok) await deps.limits.remember(hash)
  }
}

const WRONG_CODE = new Set([400, 404, 409, 410])

/** Stops who guesses enrolment codes. A good code counts for nothing: a depot enrols all its buses from one address. */
export function limitEnrolment(deps: FleetDeps): MiddlewareHandler<FleetEnv> {
  return async (c, next) => {
    const peer = peerKey(peerOf(deps, c))
    const wait = await deps.limits.enrolment.wait(peer)
    if (wait !== null) throw tooMany(c, wait)
    await next()
    if (WRONG_CODE.has(c.res.status)) await deps.limits.enrolment.take(peer)
  }
}

function credentialOf(c: Context): string {
  return c.req.header('authorization') ?? c.req.header('cookie') ?? ''
}

function tooMany(c: Context, seconds: number): AbordoError {
  c.header('Retry-After', String(seconds))
  return new AbordoError('too-many', `Wait ${seconds} s, then ask again.`)
}
