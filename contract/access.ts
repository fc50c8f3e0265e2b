import { z } from 'zod'
import { roleSchema } from './api.ts'

// What admins ask of the API about people, tokens and what was done.

const at = z.iso.datetime({ offset: true })

/** Characters of a password. */
export const SHORTEST_PASSWORD = 12
export const LONGEST_PASSWORD = 200
/** `POST /api/auth/change-password`: of oneself. */
export const passwordChangeSchema = z.strictObject({
  currentPassword: z.string().min(1),
  newPassword: z.string().min(SHORTEST_PASSWORD).max(LONGEST_PASSWORD),
})

export const userSchema = z.object({
  id: z.string(),
  email: z.string(),
  role: roleSchema,
  /** May not sign in. */
  disabled: z.boolean(),
  /** Has chosen a password. */
  passwordSet: z.boolean(),
  /** Signs in with a second step. */
  twoFactor: z.boolean(),
  createdAt: at,
})
export type User = z.infer<typeof userSchema>
export const usersAnswerSchema = z.object({ users: z.array(userSchema) })
export const newUserSchema = z.strictObject({ email: z.email().max(254), role: roleSchema })
export const userChangeSchema = z
  .strictObject({ role: roleSchema, disabled: z.boolean() })
  .partial()
  .refine((change) => Object.keys(change).length > 0, { message: 'name what is to change: role or disabled' })
/** Where somebody chooses a password, once: shown to the admin once, who sends it on. */
export const passwordLinkSchema = z.object({ url: z.string(), expiresAt: at })
export const newUserAnswerSchema = z.object({ user: userSchema, passwordLink: passwordLinkSchema })

/**
 * What of its role's a token may do. read: ask; write: change; reports: ask for the reports alone; metrics: ask for /metrics alone.
 */
export const SCOPES = ['read', 'write', 'reports', 'metrics'] as const
export const scopeSchema = z.enum(SCOPES)
export type Scope = z.infer<typeof scopeSchema>

/** Days that a token may be valid for at most. */
export const LONGEST_TOKEN_DAYS = 366
export const tokenSchema = z.object({
  id: z.string(),
  name: z.string(),
  role: roleSchema,
  scopes: z.array(scopeSchema),
  /** The user who made it, by e-mail address; null: the command line, another token, or somebody who is no longer there. */
  createdBy: z.string().nullable(),
  createdAt: at,
  expiresAt: at,
  /** The day (UTC) on which it was last used. */
  lastUsedOn: z.iso.date().nullable(),
})
export type ApiToken = z.infer<typeof tokenSchema>
export const tokensAnswerSchema = z.object({ tokens: z.array(tokenSchema) })
export const newTokenSchema = z.strictObject({
  name: z.string().trim().min(1).max(100),
  role: roleSchema,
  scopes: z.array(scopeSchema).min(1).max(SCOPES.length).default(['read']),
  days: z.int().min(1).max(LONGEST_TOKEN_DAYS).default(30),
})
/** `token` is shown once. */
export const newTokenAnswerSchema = tokenSchema.extend({ token: z.string() })

/** What is written down, as `what it was done to` and `what was done`. */
export const ACTIONS = [
  'gateway add',
  'gateway code',
  'gateway renew',
  'gateway revoke',
  'gateway site',
  'gateway change',
  'gateway assign',
  'gateway unassign',
  'gateway reattribute',
  'gateway snooze',
  'gateway unsnooze',
  'site set',
  'site remove',
  'policy set',
  'policy clear',
  'feed import',
  'feed stage',
  'feed live',
  'feed drop',
  'feed source',
  'feed fetch',
  'alert acknowledge',
  'alert note',
  'alert snooze',
  'alert unsnooze',
  'threshold set',
  'threshold clear',
  'channel add',
  'channel change',
  'channel test',
  'channel remove',
  'ticket answer',
  'ticket reopen',
  'terms add',
  'setting change',
  'report final',
  'report correct',
  'share add',
  'share revoke',
  'reader add',
  'reader remove',
  'bill import',
  'bill remove',
  'sims set',
  'release add',
  'release ring',
  'release remove',
  'canary set',
  'canary clear',
  'certificate order',
  'certificate issued',
  'positions published',
  'positions kept',
  'positions followed',
  'positions unfollowed',
  'user add',
  'user role',
  'user disable',
  'user enable',
  'user remove',
  'user password link',
  'user password',
  'user second step off',
  'token add',
  'token revoke',
  'sign-in',
  'sign-in failed',
  'sign-out',
  'sign-out everywhere',
  'password chosen',
  'password changed',
  'second step begun',
  'second step on',
  'second step off',
  'backup codes made',
] as const
export type Action = (typeof ACTIONS)[number]

export const TARGETS = [
  'gateway',
  'site',
  'policy',
  'feed',
  'positions',
  'user',
  'token',
  'alert',
  'threshold',
  'channel',
  'ticket',
  'terms',
  'setting',
  'report',
  'share',
  'reader',
  'bill',
  'sims',
  'release',
  'certificate',
] as const

export const auditEntrySchema = z.object({
  id: z.int(),
  at,
  /** email: of a user who is still there; name: of a token. */
  actor: z.object({
    kind: z.enum(['user', 'token', 'command line', 'schedule', 'nobody']),
    id: z.string().nullable(),
    email: z.string().nullable(),
    name: z.string().nullable(),
    role: roleSchema.nullable(),
  }),
  /** One of ACTIONS; more may come. */
  action: z.string(),
  target: z.object({ kind: z.string(), id: z.string(), email: z.string().nullable() }),
  /** What changed, without secrets. */
  details: z.record(z.string(), z.unknown()),
  requestId: z.string().nullable(),
})
export type AuditEntry = z.infer<typeof auditEntrySchema>
export const auditQuerySchema = z.object({
  before: z.coerce.number().int().min(1).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  action: z.enum(ACTIONS).optional().describe('Of one action only.'),
  target: z.enum(TARGETS).optional().describe('Of what was done to one kind of thing only.'),
})
/** Newest first. `before` of the next page; null: this was the last. */
export const auditAnswerSchema = z.object({ entries: z.array(auditEntrySchema), next: z.int().nullable() })
