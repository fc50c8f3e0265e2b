import { and, desc, eq, isNull } from 'drizzle-orm'
import type { Report } from '../../contract/report.ts'
import type { GatewayDatabase, GatewayTransaction } from '../../db/gateway/open.ts'
import { outbox } from '../../db/gateway/schema.ts'

/** Keeps a report until the fleet has answered for it. */
export function putReport(tx: GatewayTransaction, report: Report): void {
  tx.insert(outbox)
    .values({ bootId: report.bootId, seq: report.seq, body: JSON.stringify(report) })
    .run()
}

export interface Waiting {
  bootId: string
  seq: number
  body: string
}

/** The newest reports that wait for the fleet's word: what riders do now is worth more than what they did an hour ago. */
export function waitingReports(db: GatewayDatabase, limit: number): Waiting[] {
  return db
    .select({ bootId: outbox.bootId, seq: outbox.seq, body: outbox.body })
    .from(outbox)
    .where(isNull(outbox.rejectedReason))
    .orderBy(desc(outbox.outboxId))
    .limit(limit)
    .all()
}

/** Applies the fleet's word on a batch: what it holds is forgotten, what it rejected is set aside with the reason. */
export function settle(db: GatewayDatabase, held: Waiting[], rejected: { report: Waiting; reason: string }[]): void {
  const one = (report: Waiting) => and(eq(outbox.bootId, report.bootId), eq(outbox.seq, report.seq))
  db.transaction((tx) => {
    for (const report of held) tx.delete(outbox).where(one(report)).run()
    for (const { report, reason } of rejected)
      tx.update(outbox).set({ rejectedReason: reason }).where(one(report)).run()
  })
}
