import type { Context, MiddlewareHandler } from 'hono'
import { type Role, roleSchema } from '../../contract/api.ts'
import { AbordoError } from '../../contract/problem.ts'
import type { Actor } from '../audit.ts'
import { gatewayByCredential } from '../queries/credentials.ts'
import type { GatewayRow } from '../queries/gateways.ts'
import { findApiToken } from '../queries/tokens.ts'
import { scopesFor, scopesOf } from '../rules/scopes.ts'
import { hashSecret } from '../secrets.ts'
import { noteUse } from '../tokens.ts'
import type { FleetDeps, FleetEnv } from './context.ts'
import { admit } from './limits.ts'

interface Caller {
  me: FleetEnv['Variables']['me']
  actor: Actor
}

/** Lets in who is signed in, or holds an API token, with one of these roles; a token only for what its scopes are for. */
export function requireRole(deps: FleetDeps, ...roles: Role[]): MiddlewareHandler<FleetEnv> {
  return async (c, next) => {
    const { me, actor } = bearer(c) === null ? await bySession(deps, c) : await byToken(deps, c)
    await admit(deps, c, me.role, me.email ?? hashSecret(bearer(c) ?? ''))
    if (!roles.includes(me.role)) throw new AbordoError('not-allowed')
    c.set('me', me)
    c.set('actor', actor)
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

async function byToken(deps: FleetDeps, c: Context): Promise<Caller> {
  const token = await findApiToken(deps.db, hashSecret(bearer(c) ?? ''))
  if (!token) throw new AbordoError('wrong-credential', 'This API token is not known here.')
  if (token.expiresAt <= deps.now())
    throw new AbordoError('wrong-credential', 'This API token has expired: make another with "abordo token add".')
  const has = scopesOf(token.scopes)
  if (!scopesFor(c.req.method, c.req.path).some((scope) => has.includes(scope)))
    throw new AbordoError('not-allowed', `This API token is for this alone: ${has.join(', ')}.`)
  // Whether it can be noted or not, the token is good.
  await noteUse(deps.db, token, deps.now()).catch((error) => deps.log('the use of an API token was not noted', error))
  const { id, name, role } = token
  return { me: { email: null, role, twoFactor: null }, actor: { kind: 'token', id, name, role } }
}

async function bySession(deps: FleetDeps, c: Context): Promise<Caller> {
  const session = await deps.auth.api.getSession({ headers: c.req.raw.headers })
  if (!session || session.user.disabledAt != null) throw new AbordoError('not-signed-in')
  const { id, email, twoFactorEnabled } = session.user
  const role = roleSchema.parse(session.user.role)
  return { me: { email, role, twoFactor: twoFactorEnabled === true }, actor: { kind: 'user', id, name: null, role } }
}
