import { createRoute } from '@hono/zod-openapi'
import { type AuditEntry, auditAnswerSchema, auditQuerySchema } from '../../contract/access.ts'
import { type AuditRow, auditPage } from '../queries/audit-log.ts'
import type { FleetDeps } from './context.ts'
import { answers, describedApp, readableBy } from './openapi.ts'

export type AuditApi = ReturnType<typeof auditRoutes>

/** What admins, operators and the command line did. */
export function auditRoutes(deps: FleetDeps) {
  const app = describedApp().openapi(
    createRoute({
      method: 'get',
      path: '/api/audit',
      request: { query: auditQuerySchema },
      responses: answers(auditAnswerSchema, 'What was changed and by whom, the newest first'),
      ...readableBy(deps, 'admin'),
    }),
    async (c) => {
      const { before = null, limit, action = null, target = null } = c.req.valid('query')
      // One more than asked for tells whether there is another page.
      const { rows, emails } = await auditPage(deps.db, { before, limit: limit + 1, action, target })
      const page = rows.slice(0, limit)
      const next = rows.length > limit ? (page.at(-1)?.id ?? null) : null
      return c.json({ entries: page.map((row) => described(row, emails)), next }, 200)
    },
  )
  return app
}

function described(row: AuditRow, emails: Map<string, string>): AuditEntry {
  const { id, at, actorKind, actorId, actorName, role, action, targetKind, targetId, details, requestId } = row
  return {
    id,
    at: new Date(at).toISOString(),
    actor: {
      kind: actorKind,
      id: actorId === '' ? null : actorId,
      email: actorKind === 'user' ? (emails.get(actorId) ?? null) : null,
      name: actorName,
      role,
    },
    action,
    target: { kind: targetKind, id: targetId, email: targetKind === 'user' ? (emails.get(targetId) ?? null) : null },
    details,
    requestId,
  }
}
