import { and, desc, eq, lt } from 'drizzle-orm'
import type { FleetDatabase, FleetTransaction } from '../../db/fleet/open.ts'
import { auditLog } from '../../db/fleet/schema.ts'
import type { By, Deed } from '../audit.ts'
import { emailsOf } from './users.ts'

/** What a piece of work has led to: its result, and what was done; null: there was nothing to do, so nothing has changed. */
export interface Done<T> {
  result: T
  deed: Deed | null
}

/** Changes something on somebody's behalf: the work and its entry in the audit log are committed together, or neither is. */
export async function recorded<T>(
  db: FleetDatabase,
  by: By,
  work: (tx: FleetTransaction) => Promise<Done<T>>,
): Promise<T> {
  const result = await db.transaction(async (tx) => {
    const done = await work(tx)
    if (done.deed) await tx.insert(auditLog).values(rowOf(by, done.deed))
    return done.result
  })
  by.recorded?.()
  return result
}

/** Writes down what has already happened elsewhere: better-auth commits its changes itself. */
export async function record(db: FleetDatabase, by: By, deed: Deed): Promise<void> {
  await recorded(db, by, async () => ({ result: undefined, deed }))
}

export type AuditRow = typeof auditLog.$inferSelect

interface AuditPage {
  before: number | null
  limit: number
  /** Of one action, and of what was done to one kind of thing; null: of all. */
  action?: string | null
  target?: string | null
}

/** The newest entries before an id, or of all; and the addresses of the users in them, by their ids: of those who are still there. */
export async function auditPage(
  db: FleetDatabase,
  { before, limit, action = null, target = null }: AuditPage,
): Promise<{ rows: AuditRow[]; emails: Map<string, string> }> {
  const rows = await db
    .select()
    .from(auditLog)
    .where(
      and(
        before === null ? undefined : lt(auditLog.id, before),
        action === null ? undefined : eq(auditLog.action, action),
        target === null ? undefined : eq(auditLog.targetKind, target),
      ),
    )
    .orderBy(desc(auditLog.id))
    .limit(limit)
  const ids = rows.flatMap(({ actorKind, actorId, targetKind, targetId }) => [
    ...(actorKind === 'user' ? [actorId] : []),
    ...(targetKind === 'user' ? [targetId] : []),
  ])
  return { rows, emails: await emailsOf(db, ids) }
}

function rowOf({ actor, now, requestId }: By, { action, target, details }: Deed): typeof auditLog.$inferInsert {
  return {
    at: now,
    actorKind: actor.kind,
    actorId: actor.id,
    actorName: actor.name,
    role: actor.role,
    action,
    targetKind: target.kind,
    targetId: target.id,
    details: details ?? {},
    requestId,
  }
}
