import type { Context, MiddlewareHandler } from 'hono'
import { type Role, roleSchema } from '../../contract/api.ts'
import { AbordoError } from '../../contract/problem.ts'
import { findApiToken } from '../queries/access.ts'
import { gatewayByCredential } from '../queries/credentials.ts'
import type { GatewayRow } from '../queries/gateways.ts'
import { hashSecret } from '../secrets.ts'
import type { FleetDeps, FleetEnv } from './context.ts'
import { admit } from './limits.ts'

/** Lets in who is signed in, or holds an API token, with one of these roles. */
export function requireRole(deps: FleetDeps, ...roles: Role[]): MiddlewareHandler<FleetEnv> {
  return async (c, next) => {
    const me = bearer(c) === null ? await bySession(deps, c) : await byToken(deps, c)
    await admit(deps, c, me.role, me.email ?? hashSecret(bearer(c) ?? ''))
    if (!roles.includes(me.role)) throw new AbordoError('not-allowed')
    c.set('me', me)
    return next()
  }
}

/** The gateway that asks, by its credential. */
export async function requireGateway(deps: FleetDeps, c: Context): Promise<GatewayRow> {
  const credential = bearer(c)
  const gateway = credential ? await gatewayByCredential(deps.db, hashSecret(credential), deps.now()) : 'unknown'
  if (gateway === 'unknown')
    throw new AbordoError('wrong-credential', 'This gateway is not known here: enrol it with "abordo gateway enrol".')
  if (gateway === 'revoked')
    throw new AbordoError(
      'credential-revoked',
      'The operator has revoked this gateway: ask for a new enrolment code, then enrol it with "abordo gateway enrol".',
    )
  await admit(deps, c, 'gateway', gateway.gatewayId)
  return gateway
}

/** What a cookie allows may be asked by our own pages only: a browser says where a request comes from, and a program need not. */
export function sameOrigin(deps: FleetDeps): MiddlewareHandler<FleetEnv> {
  return async (c, next) => {
    const origin = c.req.header('origin')
    const own = deps.publicUrl ? new URL(deps.publicUrl).host : c.req.header('host')
    const other = origin !== undefined && (!URL.canParse(origin) || new URL(origin).host !== own)
    if (other || c.req.header('sec-fetch-site') === 'cross-site')
      throw new AbordoError('not-allowed', 'This request came from another site.')
    return next()
  }
}

/** RFC 6750, section 2.1. */
function bearer(c: Context): string | null {
  const header = c.req.header('authorization')
  if (header === undefined) return null
  return /^Bearer ([A-Za-z0-9_~+/.=-]{1,512})$/i.exec(header)?.[1] ?? ''
}

async function byToken(deps: FleetDeps, c: Context): Promise<FleetEnv['Variables']['me']> {
  const token = await findApiToken(deps.db, hashSecret(bearer(c) ?? ''))
  if (!token) throw new AbordoError('wrong-credential', 'This API token is not known here.')
  if (token.expiresAt <= deps.now())
    throw new AbordoError('wrong-credential', 'This API token has expired: make another with "abordo token add".')
  return { email: null, role: token.role }
}

async function bySession(deps: FleetDeps, c: Context): Promise<FleetEnv['Variables']['me']> {
  const session = await deps.auth.api.getSession({ headers: c.req.raw.headers })
  if (!session) throw new AbordoError('not-signed-in')
  return { email: session.user.email, role: roleSchema.parse(session.user.role) }
}
