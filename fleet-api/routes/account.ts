import { z } from 'zod'
import { auditRoutes } from './audit.ts'
import type { FleetApp, FleetDeps } from './context.ts'
import { answers, describedApp, EVERYONE, FOR_ALL, jsonBody } from './openapi.ts'
import { setPasswordPage } from './set-password.ts'
import { tokenRoutes } from './tokens.ts'
import { userRoutes } from './users.ts'

const code = z.object({ code: z.string() })
const password = z.object({ password: z.string() })
const withSession = { security: [{ session: [] }], 'x-roles': [...EVERYONE] }

/** What better-auth answers besides sign-in and sign-out, and to whom. */
const OF_BETTER_AUTH = [
  { path: 'revoke-sessions', body: z.object({}), of: 'Sign out everywhere', ...withSession },
  {
    path: 'change-password',
    body: z.object({ currentPassword: z.string(), newPassword: z.string() }),
    of: 'Change one’s own password; other browsers are signed out',
    ...withSession,
  },
  {
    path: 'reset-password',
    body: z.object({ token: z.string(), newPassword: z.string() }),
    of: 'Choose a password by a link',
    ...FOR_ALL,
  },
  {
    path: 'two-factor/enable',
    body: password,
    of: 'Begin with a second step: answers the secret, once',
    ...withSession,
  },
  {
    path: 'two-factor/verify-totp',
    body: code,
    of: 'The second step of a sign-in, or the first code after it was begun',
    ...FOR_ALL,
  },
  { path: 'two-factor/verify-backup-code', body: code, of: 'The second step by a backup code', ...FOR_ALL },
  {
    path: 'two-factor/generate-backup-codes',
    body: password,
    of: 'Make new backup codes; those before them end',
    ...withSession,
  },
  { path: 'two-factor/disable', body: password, of: 'End the second step', ...withSession },
]

/** People, their keys, and what they did. */
export function accountRoutes(deps: FleetDeps): FleetApp {
  const app = describedApp()
  app.route('/', userRoutes(deps))
  app.route('/', tokenRoutes(deps))
  app.route('/', auditRoutes(deps))
  app.route('/', setPasswordPage(deps))
  for (const { path, body, of, ...access } of OF_BETTER_AUTH) {
    app.openAPIRegistry.registerPath({
      method: 'post',
      path: `/api/auth/${path}`,
      summary: of,
      request: { body: jsonBody(body) },
      responses: answers(z.object({}), of),
      ...access,
    })
  }
  return app
}
