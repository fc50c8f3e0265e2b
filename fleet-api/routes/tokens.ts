import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { type ApiToken, newTokenAnswerSchema, newTokenSchema, tokensAnswerSchema } from '../../contract/access.ts'
import { AbordoError } from '../../contract/problem.ts'
import type { Actor } from '../audit.ts'
import { listTokens, type TokenRow } from '../queries/tokens.ts'
import { emailsOf } from '../queries/users.ts'
import { scopesOf } from '../rules/scopes.ts'
import { addToken, revokeToken } from '../tokens.ts'
import { rolesUpTo } from '../users.ts'
import type { FleetDeps } from './context.ts'
import { answers, changeableBy, describedApp, jsonBody, readableBy } from './openapi.ts'

const params = z.object({ id: z.string() })

export type TokenApi = ReturnType<typeof tokenRoutes>

/** The keys of partners' programs: an admin sees and ends all of them, an operator those of its own. */
export function tokenRoutes(deps: FleetDeps) {
  const app = describedApp()
    .openapi(
      createRoute({
        method: 'get',
        path: '/api/tokens',
        responses: answers(tokensAnswerSchema, 'API tokens: for an operator, those that it made itself'),
        ...readableBy(deps, 'admin', 'operator'),
      }),
      async (c) => c.json({ tokens: await described(await listTokens(deps.db, makerSeenBy(c.var.actor))) }, 200),
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/api/tokens',
        request: { body: jsonBody(newTokenSchema) },
        responses: answers(newTokenAnswerSchema, 'A new API token, shown once'),
        ...changeableBy(deps, 'admin', 'operator'),
      }),
      async (c) => {
        const wanted = c.req.valid('json')
        if (!rolesUpTo(c.var.me.role).includes(wanted.role))
          throw new AbordoError('not-allowed', `Your role gives no tokens of the role ${wanted.role}.`)
        const { token, row } = await addToken(deps.db, wanted, c.var.by)
        const [made] = await described([row])
        if (!made) throw new AbordoError('internal')
        c.header('Cache-Control', 'no-store')
        return c.json({ ...made, token }, 200)
      },
    )
    .openapi(
      createRoute({
        method: 'delete',
        path: '/api/tokens/{id}',
        request: { params },
        responses: answers(z.object({ id: z.string() }), 'The token opens nothing any more'),
        ...changeableBy(deps, 'admin', 'operator'),
      }),
      async (c) => {
        const { id } = c.req.valid('param')
        await revokeToken(deps.db, id, makerSeenBy(c.var.actor), c.var.by)
        return c.json({ id }, 200)
      },
    )
  return app

  async function described(rows: TokenRow[]): Promise<ApiToken[]> {
    const emails = await emailsOf(
      deps.db,
      rows.flatMap(({ createdBy }) => createdBy ?? []),
    )
    return rows.map((row) => ({
      id: row.id,
      name: row.name,
      role: row.role,
      scopes: scopesOf(row.scopes),
      createdBy: emails.get(row.createdBy ?? '') ?? null,
      createdAt: new Date(row.createdAt).toISOString(),
      expiresAt: new Date(row.expiresAt).toISOString(),
      lastUsedOn: row.lastUsedAt === null ? null : new Date(row.lastUsedAt).toISOString().slice(0, 10),
    }))
  }
}

/** Whose tokens somebody may see and end; null: everybody's. */
function makerSeenBy({ id, role }: Actor): string | null {
  return role === 'admin' ? null : id
}
