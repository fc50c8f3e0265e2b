import { randomUUID } from 'node:crypto'
import { betterAuth } from 'better-auth'
import type { Role } from '../contract/api.ts'
import { AbordoError } from '../contract/problem.ts'
import type { FleetDatabase } from '../db/fleet/open.ts'
import { authStore } from './auth-store.ts'
import { findUser } from './queries/access.ts'

/** The header that carries the peer's address from the socket to the sign-in's rate limit. What a client sends under it is thrown away. */
export const PEER_HEADER = 'x-abordo-peer'
export const SHORTEST_PASSWORD = 12

export type Auth = ReturnType<typeof createAuth>

/** Sign-in by e-mail and password. Users are made by `abordo user add`: nobody can sign up. */
export function createAuth(db: FleetDatabase, options: { secret: string; publicUrl: string | null; port: number }) {
  return betterAuth({
    appName: 'Abordo',
    baseURL: options.publicUrl ?? `http://localhost:${options.port}`,
    basePath: '/api/auth',
    secret: options.secret,
    database: authStore(db),
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: SHORTEST_PASSWORD,
      maxPasswordLength: 200,
    },
    user: { additionalFields: { role: { type: 'string', required: true, input: false } } },
    session: { expiresIn: 7 * 86_400, updateAge: 86_400 },
    // Without a public address, the reader's own: a form may be sent from the host that it is sent to, and from no other.
    trustedOrigins: (request) => {
      const host = request?.headers.get('host')
      return options.publicUrl || !host ? [] : [`http://${host}`, `https://${host}`]
    },
    // DESIGN.md, rule 4: no address in the database, the staff's neither. The rate limit keeps its own in memory.
    databaseHooks: {
      session: { create: { before: async (session) => ({ data: { ...session, ipAddress: null, userAgent: null } }) } },
    },
    rateLimit: { enabled: true, storage: 'memory', customRules: { '/sign-in/email': { window: 60, max: 10 } } },
    advanced: { cookiePrefix: 'abordo', ipAddress: { ipAddressHeaders: [PEER_HEADER] } },
    telemetry: { enabled: false },
    // What goes wrong comes out to app.ts, which logs it without the values that better-auth would print with it.
    onAPIError: { throw: true },
    logger: { disabled: true },
  })
}

/** Adds somebody who may sign in. Throws AbordoError where the address is taken or the password too short. */
export async function addUser(
  auth: Auth,
  db: FleetDatabase,
  added: { email: string; password: string; role: Role },
): Promise<void> {
  const email = added.email.toLowerCase()
  if (added.password.length < SHORTEST_PASSWORD) {
    throw new AbordoError('bad-request', `The password is too short: use at least ${SHORTEST_PASSWORD} characters.`)
  }
  if (await findUser(db, email)) throw new AbordoError('bad-request', `There is already a user ${email}.`)
  const { internalAdapter, password } = await auth.$context
  const now = new Date()
  // better-auth wants a name; Abordo does not need one.
  const fields = { email, name: '', role: added.role, emailVerified: true, createdAt: now, updatedAt: now }
  const user = await internalAdapter.createUser(fields, { method: 'admin' })
  await internalAdapter.linkAccount({
    id: randomUUID(),
    userId: user.id,
    accountId: user.id,
    providerId: 'credential',
    password: await password.hash(added.password),
    createdAt: now,
    updatedAt: now,
  })
}
