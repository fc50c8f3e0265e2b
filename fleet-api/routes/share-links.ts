import { createRoute } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { z } from 'zod'
import { AbordoError } from '../../contract/problem.ts'
import {
  newShareLinkAnswerSchema,
  newShareLinkSchema,
  type ShareLink,
  shareLinksAnswerSchema,
} from '../../contract/share-links.ts'
import { listShareLinks, type ShareLinkRow } from '../queries/share-links.ts'
import { emailsOf } from '../queries/users.ts'
import { addShareLink, revokeShareLink } from '../share-links.ts'
import type { FleetDeps } from './context.ts'
import { answers, changeableBy, describedApp, EVERYONE, jsonBody, readableBy } from './openapi.ts'
import { SHARED } from './shared.ts'

const params = z.object({ id: z.coerce.number().int().min(1) })

/** Links by which whoever has one may read one report. All who may read reports see them all, and may end each. */
export function shareLinkRoutes(deps: FleetDeps) {
  return describedApp()
    .openapi(
      createRoute({
        method: 'get',
        path: '/api/share-links',
        responses: answers(shareLinksAnswerSchema, 'The links that nobody has revoked, the newest first'),
        ...readableBy(deps, ...EVERYONE),
      }),
      async (c) => c.json({ links: await described(await listShareLinks(deps.db)) }, 200),
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/api/share-links',
        request: { body: jsonBody(newShareLinkSchema) },
        responses: answers(newShareLinkAnswerSchema, 'A new link to one report; its address is shown once'),
        ...changeableBy(deps, ...EVERYONE),
      }),
      async (c) => {
        const { token, row } = await addShareLink(deps.db, c.req.valid('json'), c.var.by)
        const [made] = await described([row])
        if (!made) throw new AbordoError('internal')
        c.header('Cache-Control', 'no-store')
        return c.json({ ...made, url: `${originOf(c)}${SHARED}/${token}` }, 200)
      },
    )
    .openapi(
      createRoute({
        method: 'delete',
        path: '/api/share-links/{id}',
        request: { params },
        responses: answers(z.object({ id: z.int() }), 'The link opens nothing any more'),
        ...changeableBy(deps, ...EVERYONE),
      }),
      async (c) => {
        const { id } = c.req.valid('param')
        await revokeShareLink(deps.db, id, c.var.by)
        return c.json({ id }, 200)
      },
    )

  function originOf(c: Context): string {
    return deps.publicUrl ?? new URL(c.req.url).origin
  }

  async function described(rows: ShareLinkRow[]): Promise<ShareLink[]> {
    const emails = await emailsOf(
      deps.db,
      rows.flatMap(({ madeBy }) => madeBy ?? []),
    )
    return rows.map((row) => ({
      id: row.shareId,
      fromDate: row.fromDate,
      toDate: row.toDate,
      label: row.label,
      language: row.language,
      madeAt: new Date(row.madeAt).toISOString(),
      madeBy: emails.get(row.madeBy ?? '') ?? null,
      expiresAt: new Date(row.expiresAt).toISOString(),
      lastOpenedOn: row.lastOpenedAt === null ? null : new Date(row.lastOpenedAt).toISOString().slice(0, 10),
    }))
  }
}
export type ShareLinkApi = ReturnType<typeof shareLinkRoutes>
