import { and, asc, count, desc, eq, inArray, isNotNull, isNull, notInArray, sql } from 'drizzle-orm'
import type { GatewayDatabase, GatewayTransaction } from '../../db/gateway/open.ts'
import { dropped, outbox } from '../../db/gateway/schema.ts'
import type { UntimedReport } from '../outbox/timed.ts'
import { forgetBoots } from './boots.ts'

/** Keeps a report until the fleet has answered for it. */
export function putReport(tx: GatewayTransaction, report: UntimedReport): void {
  tx.insert(outbox)
    .values({ bootId: report.bootId, seq: report.seq, body: JSON.stringify(report) })
    .run()
}

export interface Waiting {
  outboxId: number
  bootId: string
  seq: number
  body: string
  inDoubt: boolean
}
const columns = {
  outboxId: outbox.outboxId,
  bootId: outbox.bootId,
  seq: outbox.seq,
  body: outbox.body,
  inDoubt: outbox.inDoubt,
}

/** The newest reports that wait for the fleet's word: what riders do now is worth more than what they did an hour ago. */
export function waitingReports(db: GatewayDatabase, limit: number): Waiting[] {
  return db
    .select(columns)
    .from(outbox)
    .where(isNull(outbox.rejectedReason))
    .orderBy(desc(outbox.outboxId))
    .limit(limit)
    .all()
}

/** Reports that are about to go out: from here on the fleet may hold them, whatever happens to the answer. */
export function markInDoubt(db: GatewayDatabase, reports: Waiting[], inDoubt: boolean): void {
  const ids = reports.map(({ outboxId }) => outboxId)
  db.update(outbox).set({ inDoubt }).where(inArray(outbox.outboxId, ids)).run()
}

/** Applies the fleet's word on a batch: what it holds is forgotten, what it rejected is set aside with the reason. */
export function settle(db: GatewayDatabase, held: Waiting[], rejected: { report: Waiting; reason: string }[]): void {
  // By identity, not by place: while the answer was on its way nothing may have taken another's place, and this proves it.
  const one = (report: Waiting) => and(eq(outbox.bootId, report.bootId), eq(outbox.seq, report.seq))
  db.transaction((tx) => {
    for (const report of held) tx.delete(outbox).where(one(report)).run()
    for (const { report, reason } of rejected)
      tx.update(outbox).set({ rejectedReason: reason }).where(one(report)).run()
    forgetBoots(tx)
  })
}

/** A report that the disk has damaged: out of the way of the rest, as if the fleet had rejected it. */
export function setDamagedAside(db: GatewayDatabase | GatewayTransaction, { outboxId }: Waiting): void {
  const rejectedReason = 'damaged on the disk of the gateway'
  db.update(outbox).set({ rejectedReason }).where(eq(outbox.outboxId, outboxId)).run()
}

/** How many reports wait and were rejected, and the octets of the whole database that are in use: the outbox is nearly all of it. */
export function outboxState(db: GatewayDatabase | GatewayTransaction): {
  waiting: number
  rejected: number
  octets: number
} {
  const all = db.select({ all: count() }).from(outbox).get()?.all ?? 0
  const isRejected = isNotNull(outbox.rejectedReason)
  const rejected = db.select({ rejected: count() }).from(outbox).where(isRejected).get()?.rejected ?? 0
  return { waiting: all - rejected, rejected, octets: octetsInUse(db) }
}

/** Octets in use in the database's file; what was freed in it is used again before it grows. */
export function octetsInUse(db: GatewayDatabase | GatewayTransaction): number {
  const used = sql<number>`(select page_count from pragma_page_count) - (select freelist_count from pragma_freelist_count)`
  const pageSize = sql<number>`(select page_size from pragma_page_size)`
  return db.get<{ octets: number }>(sql`select (${used}) * ${pageSize} as octets`).octets
}

/** Octets of the reports that the fleet may hold already. */
export function inDoubtOctets(db: GatewayDatabase): number {
  const octets = sql<number>`coalesce(sum(length(cast(${outbox.body} as blob))), 0)`
  return db.select({ octets }).from(outbox).where(eq(outbox.inDoubt, true)).get()?.octets ?? 0
}

/** Why reports were rejected, and how many for each reason, the most frequent first. */
export function rejections(db: GatewayDatabase): { reason: string; reports: number }[] {
  const rows = db
    .select({ reason: outbox.rejectedReason, reports: count() })
    .from(outbox)
    .where(isNotNull(outbox.rejectedReason))
    .groupBy(outbox.rejectedReason)
    .orderBy(desc(count()))
    .all()
  return rows.map(({ reason, reports }) => ({ reason: reason ?? '', reports }))
}

/** The oldest reports that may be merged: never sent, not rejected, and not among the newest `keep`, which are the live minutes. */
export function mergeableReports(tx: GatewayTransaction, limit: number, keep: number): Waiting[] {
  const newest = tx
    .select({ outboxId: outbox.outboxId })
    .from(outbox)
    .where(isNull(outbox.rejectedReason))
    .orderBy(desc(outbox.outboxId))
    .limit(keep)
  return tx
    .select(columns)
    .from(outbox)
    .where(
      and(
        isNull(outbox.rejectedReason),
        eq(outbox.inDoubt, false),
        eq(outbox.merged, false),
        notInArray(outbox.outboxId, newest),
      ),
    )
    .orderBy(asc(outbox.outboxId))
    .limit(limit)
    .all()
}

/** Puts one report in the place of several: in that of the first. It is not merged again. */
export function replaceReports(tx: GatewayTransaction, several: Waiting[], one: UntimedReport): void {
  const [first, ...others] = several
  if (!first) return
  tx.delete(outbox)
    .where(
      inArray(
        outbox.outboxId,
        others.map(({ outboxId }) => outboxId),
      ),
    )
    .run()
  tx.update(outbox)
    .set({ body: JSON.stringify(one), merged: true })
    .where(eq(outbox.outboxId, first.outboxId))
    .run()
}

/** The reports to be dropped first: the rejected ones, which nobody will ever take, then the oldest, those that the fleet may hold last. */
export function leastWanted(tx: GatewayTransaction, limit: number): Waiting[] {
  return tx
    .select(columns)
    .from(outbox)
    .orderBy(desc(isNotNull(outbox.rejectedReason)), asc(outbox.inDoubt), asc(outbox.outboxId))
    .limit(limit)
    .all()
}

export type Dropped = NonNullable<UntimedReport['dropped']>

/** Drops reports and keeps count of what goes with them. */
export function dropReports(tx: GatewayTransaction, reports: Waiting[], lost: Dropped): void {
  tx.delete(outbox)
    .where(
      inArray(
        outbox.outboxId,
        reports.map(({ outboxId }) => outboxId),
      ),
    )
    .run()
  const values = {
    reports: lost.reports,
    sessions: lost.sessions,
    inputOctets: lost.octets.input,
    outputOctets: lost.octets.output,
  }
  tx.insert(dropped)
    .values({ droppedId: 1, ...values })
    .onConflictDoUpdate({
      target: dropped.droppedId,
      set: {
        reports: sql`${dropped.reports} + ${values.reports}`,
        sessions: sql`${dropped.sessions} + ${values.sessions}`,
        inputOctets: sql`${dropped.inputOctets} + ${values.inputOctets}`,
        outputOctets: sql`${dropped.outputOctets} + ${values.outputOctets}`,
      },
    })
    .run()
}

/** What was dropped and not reported yet; to be called in the transaction that puts the report that says so. */
export function takeDropped(tx: GatewayTransaction): Dropped | null {
  const row = tx.delete(dropped).returning().get()
  if (!row) return null
  return {
    reports: row.reports,
    sessions: row.sessions,
    octets: { input: row.inputOctets, output: row.outputOctets },
  }
}
