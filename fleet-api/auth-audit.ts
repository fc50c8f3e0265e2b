import type { BetterAuthPlugin, GenericEndpointContext } from 'better-auth'
import { createAuthMiddleware, getSessionFromCtx } from 'better-auth/api'
import type { Action } from '../contract/access.ts'
import { roleSchema } from '../contract/api.ts'
import type { FleetDatabase } from '../db/fleet/open.ts'
import { type Actor, NOBODY } from './audit.ts'
import type { AUTH_PATHS } from './auth-paths.ts'
import { record } from './queries/audit-log.ts'
import { findUser } from './queries/users.ts'

type Path = (typeof AUTH_PATHS)[number]
type Told = { action: Action; details?: Record<string, unknown> } | null

/** Who asks, before anything has changed. */
interface Before {
  user: { id: string; role: string; twoFactorEnabled: boolean } | null
  /** Whose second step is asked for. */
  challenged: string | null
}

/** What went well, by path: what is written down of it. Every path is here, so that a new one is not forgotten. */
const WENT_WELL: Record<Path, (before: Before) => Told> = {
  '/sign-in/email': () => ({ action: 'sign-in' }),
  '/sign-out': () => ({ action: 'sign-out' }),
  '/revoke-sessions': () => ({ action: 'sign-out everywhere' }),
  '/change-password': () => ({ action: 'password changed' }),
  // Written down by passwordChosen: only better-auth knows whose link it was.
  '/reset-password': () => null,
  '/two-factor/enable': () => ({ action: 'second step begun' }),
  '/two-factor/verify-totp': ({ user }) => {
    if (user === null) return { action: 'sign-in', details: { secondStep: 'code' } }
    return user.twoFactorEnabled ? null : { action: 'second step on' }
  },
  '/two-factor/verify-backup-code': ({ user }) =>
    user === null ? { action: 'sign-in', details: { secondStep: 'backup code' } } : null,
  '/two-factor/generate-backup-codes': () => ({ action: 'backup codes made' }),
  '/two-factor/disable': () => ({ action: 'second step off' }),
}

/** Writes down what people do by way of better-auth. It has to be its last plugin: what others make of an answer is known by then. */
export function writeDown(db: FleetDatabase, now: () => number): BetterAuthPlugin {
  const asked = new WeakMap<object, Before>()

  const note = (actor: Actor, userId: string, told: NonNullable<Told>) =>
    record(db, { actor, now: now(), requestId: null }, { ...told, target: { kind: 'user', id: userId } })

  async function failed(ctx: GenericEndpointContext, before: Before | undefined): Promise<void> {
    if (ctx.path === '/sign-in/email') {
      const user = await findUser(db, String(ctx.body?.email ?? '').toLowerCase())
      if (user) await note(NOBODY, user.id, { action: 'sign-in failed' })
    } else if (before?.challenged && ctx.path?.startsWith('/two-factor/verify-')) {
      await note(NOBODY, before.challenged, { action: 'sign-in failed', details: { secondStep: true } })
    }
  }

  return {
    id: 'abordo-write-down',
    hooks: {
      before: [
        {
          matcher: ({ path }) => path !== undefined && path in WENT_WELL,
          handler: createAuthMiddleware(async (ctx) => {
            const session = ctx.path === '/sign-in/email' ? null : await getSessionFromCtx(ctx)
            const user = session ? (session.user as unknown as NonNullable<Before['user']>) : null
            const challenged =
              user === null && ctx.path.startsWith('/two-factor/verify-') ? await challengedBy(ctx) : null
            if (ctx.request) asked.set(ctx.request, { user, challenged })
          }),
        },
      ],
      after: [
        {
          matcher: ({ path }) => path !== undefined && path in WENT_WELL,
          handler: createAuthMiddleware(async (ctx) => {
            const before = ctx.request && asked.get(ctx.request)
            if (ctx.context.returned instanceof Error) return failed(ctx, before)
            // Without either: a sign-in whose second step is still to come, or somebody signs out who is not in.
            const who = (before?.user ?? ctx.context.newSession?.user) as { id: string; role?: unknown } | undefined
            if (!who || !before) return
            const told = WENT_WELL[ctx.path as Path](before)
            const role = roleSchema.parse(who.role)
            if (told) await note({ kind: 'user', id: who.id, name: null, role }, who.id, told)
          }),
        },
      ],
    },
  }
}

/** For better-auth's onPasswordReset. */
export async function passwordChosen(db: FleetDatabase, user: { id: string; role?: unknown }, now: number) {
  const actor: Actor = { kind: 'user', id: user.id, name: null, role: roleSchema.parse(user.role) }
  const target = { kind: 'user', id: user.id } as const
  await record(db, { actor, now, requestId: null }, { action: 'password chosen', target })
}

/** The user whose password was right, and whose second step is to come. */
async function challengedBy(ctx: GenericEndpointContext): Promise<string | null> {
  const { name } = ctx.context.createAuthCookie('two_factor')
  const identifier = await ctx.getSignedCookie(name, ctx.context.secret)
  if (!identifier) return null
  return (await ctx.context.internalAdapter.findVerificationValue(identifier))?.value ?? null
}
