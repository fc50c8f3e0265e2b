import { betterAuth } from 'better-auth'
import { APIError } from 'better-auth/api'
import { twoFactor } from 'better-auth/plugins/two-factor'
import { LONGEST_PASSWORD, SHORTEST_PASSWORD } from '../contract/access.ts'
import type { FleetDatabase } from '../db/fleet/open.ts'
import { passwordChosen, writeDown } from './auth-audit.ts'
import { countByAddress, limitByAccount } from './auth-limits.ts'
import { onlyKnownPaths } from './auth-paths.ts'
import { authStore } from './auth-store.ts'
import { findUserById } from './queries/users.ts'

/** The header that carries the peer's address from the socket to the sign-in's rate limit. What a client sends under it is thrown away. */
export const PEER_HEADER = 'x-abordo-peer'

export type Auth = ReturnType<typeof createAuth>

export interface AuthOptions {
  secret: string
  publicUrl: string | null
  port: number
  /** Milliseconds since 1970. better-auth itself has no clock but the machine's. */
  now: () => number
  /** How passwords are hashed; left out: by better-auth's scrypt, which is slow on purpose. */
  passwords?: {
    hash: (password: string) => Promise<string>
    verify: (data: { hash: string; password: string }) => Promise<boolean>
  }
}

const TEN_A_MINUTE = { window: 60, max: 10 }

/** Sign-in by e-mail and password, with a second step for who wants one. Users are made by admins: nobody can sign up. */
export function createAuth(db: FleetDatabase, options: AuthOptions) {
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
      maxPasswordLength: LONGEST_PASSWORD,
      revokeSessionsOnPasswordReset: true,
      ...(options.passwords && { password: options.passwords }),
      onPasswordReset: ({ user }) => passwordChosen(db, user, options.now()),
    },
    user: {
      additionalFields: {
        role: { type: 'string', required: true, input: false },
        disabledAt: { type: 'number', required: false, input: false },
      },
    },
    // Whoever reads the database finds no link in it with which to choose somebody's password.
    verification: { storeIdentifier: 'hashed' },
    session: { expiresIn: 7 * 86_400, updateAge: 86_400 },
    // Without a public address, the reader's own: a form may be sent from the host that it is sent to, and from no other.
    trustedOrigins: (request) => {
      const host = request?.headers.get('host')
      return options.publicUrl || !host ? [] : [`http://${host}`, `https://${host}`]
    },
    // DESIGN.md, rule 4: no address in the database, the staff's neither. The rate limit keeps its own in memory.
    databaseHooks: {
      session: {
        create: {
          before: async (session) => {
            if ((await findUserById(db, session.userId))?.disabledAt !== null)
              throw new APIError('UNAUTHORIZED', { message: 'Invalid email or password' })
            return { data: { ...session, ipAddress: null, userAgent: null } }
          },
        },
      },
    },
    rateLimit: {
      enabled: true,
      customStorage: countByAddress(),
      customRules: {
        '/sign-in/email': TEN_A_MINUTE,
        '/change-password': TEN_A_MINUTE,
        '/reset-password': TEN_A_MINUTE,
        '/two-factor/*': TEN_A_MINUTE,
      },
    },
    plugins: [onlyKnownPaths(), limitByAccount(options), twoFactor({ issuer: 'Abordo' }), writeDown(db, options.now)],
    advanced: { cookiePrefix: 'abordo', ipAddress: { ipAddressHeaders: [PEER_HEADER] } },
    telemetry: { enabled: false },
    // What goes wrong comes out to app.ts, which logs it without the values that better-auth would print with it.
    onAPIError: { throw: true },
    logger: { disabled: true },
  })
}
