import { createRoute } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { z } from 'zod'
import {
  newUserAnswerSchema,
  newUserSchema,
  passwordLinkSchema,
  type User,
  userChangeSchema,
  userSchema,
  usersAnswerSchema,
} from '../../contract/access.ts'
import { AbordoError } from '../../contract/problem.ts'
import { findUserById, listUsers, type UserRow } from '../queries/users.ts'
import {
  changeRole,
  endTwoFactor,
  inviteUser,
  linkForPassword,
  type PasswordLink,
  removeUser,
  setDisabled,
} from '../users.ts'
import type { FleetDeps } from './context.ts'
import { answers, changeableBy, describedApp, jsonBody, readableBy } from './openapi.ts'
import { SET_PASSWORD } from './set-password.ts'

const params = z.object({ id: z.string() })

export type UserApi = ReturnType<typeof userRoutes>

/** Who may sign in: for admins. */
export function userRoutes(deps: FleetDeps) {
  const app = describedApp()
    .openapi(
      createRoute({
        method: 'get',
        path: '/api/users',
        responses: answers(usersAnswerSchema, 'Everybody who may sign in, or may no longer'),
        ...readableBy(deps, 'admin'),
      }),
      async (c) => c.json({ users: (await listUsers(deps.db)).map(described) }, 200),
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/api/users',
        request: { body: jsonBody(newUserSchema) },
        responses: answers(newUserAnswerSchema, 'The new user, and the link to choose a password by, shown once'),
        ...changeableBy(deps, 'admin'),
      }),
      async (c) => {
        const { id, ...link } = await inviteUser(deps.db, c.req.valid('json'), c.var.by)
        c.header('Cache-Control', 'no-store')
        return c.json({ user: await userOf(id), passwordLink: linkOf(c, link) }, 200)
      },
    )
    .openapi(
      createRoute({
        method: 'patch',
        path: '/api/users/{id}',
        request: {
          params,
          body: jsonBody(userChangeSchema),
        },
        responses: answers(userSchema, 'The user as it now is; where it is less than before, signed out everywhere'),
        ...changeableBy(deps, 'admin'),
      }),
      async (c) => {
        const { id } = c.req.valid('param')
        const { role, disabled } = c.req.valid('json')
        if (role !== undefined) await changeRole(deps.db, id, role, c.var.by)
        if (disabled !== undefined) await setDisabled(deps.db, id, disabled, c.var.by)
        return c.json(await userOf(id), 200)
      },
    )
    .openapi(
      createRoute({
        method: 'delete',
        path: '/api/users/{id}',
        request: { params },
        responses: answers(z.object({ id: z.string() }), 'The user is gone, with the API tokens that it made'),
        ...changeableBy(deps, 'admin'),
      }),
      async (c) => {
        const { id } = c.req.valid('param')
        await removeUser(deps.db, id, c.var.by)
        return c.json({ id }, 200)
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/api/users/{id}/password-link',
        request: { params },
        responses: answers(passwordLinkSchema, 'Another link to choose a password by, shown once; those before it end'),
        ...changeableBy(deps, 'admin'),
      }),
      async (c) => {
        const link = await linkForPassword(deps.db, c.req.valid('param').id, c.var.by)
        c.header('Cache-Control', 'no-store')
        return c.json(linkOf(c, link), 200)
      },
    )
    .openapi(
      createRoute({
        method: 'delete',
        path: '/api/users/{id}/two-factor',
        request: { params },
        responses: answers(userSchema, 'The user, who signs in without a second step'),
        ...changeableBy(deps, 'admin'),
      }),
      async (c) => {
        const { id } = c.req.valid('param')
        await endTwoFactor(deps.db, id, c.var.by)
        return c.json(await userOf(id), 200)
      },
    )
  return app

  async function userOf(id: string): Promise<User> {
    const row = await findUserById(deps.db, id)
    if (!row) throw new AbordoError('not-found', 'There is no user of this id.')
    return described(row)
  }

  function linkOf(c: Context, { token, expiresAt }: PasswordLink) {
    const origin = deps.publicUrl ?? new URL(c.req.url).origin
    return { url: `${origin}${SET_PASSWORD}?token=${token}`, expiresAt: new Date(expiresAt).toISOString() }
  }
}

function described({ id, email, role, disabledAt, passwordSet, twoFactorEnabled, createdAt }: UserRow): User {
  return {
    id,
    email,
    role,
    disabled: disabledAt !== null,
    passwordSet,
    twoFactor: twoFactorEnabled,
    createdAt: createdAt.toISOString(),
  }
}
