import type { BetterAuthPlugin } from 'better-auth'
import { APIError, createAuthMiddleware } from 'better-auth/api'
import { passwordProblem } from './rules/passwords.ts'

/** What of better-auth is open to the network; the rest of it, sign-up first of all, does not exist for Abordo. */
export const AUTH_PATHS = [
  '/sign-in/email',
  '/sign-out',
  '/revoke-sessions',
  '/change-password',
  '/reset-password',
  '/two-factor/enable',
  '/two-factor/verify-totp',
  '/two-factor/verify-backup-code',
  '/two-factor/generate-backup-codes',
  '/two-factor/disable',
] as const

const BASE = '/api/auth'
const open = new Set<string>(AUTH_PATHS.map((path) => `${BASE}${path}`))

/** What a request may not choose for itself. */
const FIXED: Record<string, Record<string, unknown>> = {
  // Who changes the password has reason to: whoever else is signed in is so no longer.
  '/change-password': { revokeOtherSessions: true },
  // A second step that a stolen laptop need not pass is none.
  '/two-factor/verify-totp': { trustDevice: false },
  '/two-factor/verify-backup-code': { trustDevice: false, disableSession: false },
  // For apps on the phone only: Abordo sends no messages.
  '/two-factor/enable': { method: 'totp', issuer: 'Abordo' },
}

/** Keeps better-auth to the paths that Abordo uses, in the way that Abordo uses them. */
export function onlyKnownPaths(): BetterAuthPlugin {
  return {
    id: 'abordo-only-known-paths',
    async onRequest(request) {
      if (request.method !== 'POST' || !open.has(new URL(request.url).pathname))
        return { response: Response.json({ message: 'There is nothing here' }, { status: 404 }) }
      // As form fields they would pass by what reads JSON here.
      if (!/^application\/json\b/i.test(request.headers.get('content-type') ?? ''))
        return { response: Response.json({ message: 'Send JSON' }, { status: 415 }) }
      return
    },
    hooks: {
      before: [
        {
          matcher: ({ path }) => path !== undefined && path in FIXED,
          handler: createAuthMiddleware(async (ctx) => ({
            context: { body: { ...ctx.body, ...FIXED[ctx.path] } },
          })),
        },
        {
          matcher: ({ path }) => path === '/change-password' || path === '/reset-password',
          handler: createAuthMiddleware(async (ctx) => {
            const wanted: unknown = ctx.body?.newPassword
            const problem = typeof wanted === 'string' ? passwordProblem(wanted, '') : null
            if (problem !== null) throw new APIError('BAD_REQUEST', { code: 'PASSWORD_REFUSED', message: problem })
          }),
        },
      ],
    },
  }
}
