import { count, eq } from 'drizzle-orm'
import type { TerminateCause } from '../../contract/report.ts'
import type { GatewayDatabase, GatewayTransaction } from '../../db/gateway/open.ts'
import { session } from '../../db/gateway/schema.ts'
import type { Octets } from '../firewall/firewall.ts'
import { lastedMs } from '../sessions/rules.ts'
import { countConnects, countEnd, countOctets, countStarts, uncountStart } from './boots.ts'

export type SessionRow = typeof session.$inferSelect

export function listSessions(db: GatewayDatabase): SessionRow[] {
  return db.select().from(session).all()
}

/**
 * Keeps new sessions and counts their starts, durably, in one transaction: a bus boarding at once waits for the disk once. `tookMs`: how
 * long the clients before them took to get online.
 */
export function insertSessions(db: GatewayDatabase, bootId: string, rows: SessionRow[], tookMs: number[]): void {
  db.transaction((tx) => {
    tx.insert(session).values(rows).run()
    const connected = tx.select({ connected: count() }).from(session).get()?.connected ?? 0
    countStarts(tx, bootId, rows.length, connected)
    countConnects(tx, bootId, tookMs)
  })
}

/** Writes a session to the disk and takes it away again, in one transaction: throws where a rider's could not be kept. */
export function proveWritable(db: GatewayDatabase, row: SessionRow): void {
  db.transaction((tx) => {
    tx.insert(session).values(row).run()
    tx.delete(session).where(eq(session.sessionId, row.sessionId)).run()
  })
}

/** Takes back a session that the firewall would not let through. */
export function withdrawSession(db: GatewayDatabase, row: SessionRow): void {
  db.transaction((tx) => {
    tx.delete(session).where(eq(session.sessionId, row.sessionId)).run()
    uncountStart(tx, row.bootId)
  })
}

/** Gives the octets that the kernel has counted since last time to the interval, and ends the session: its address goes with it. */
export function endSession(
  db: GatewayDatabase,
  row: SessionRow,
  { cause, since, uptime }: { cause: TerminateCause; since: Octets; uptime: number },
): void {
  db.transaction((tx) => {
    countOctets(tx, row.bootId, since)
    countEnd(tx, row.bootId, cause, lastedMs(row, uptime))
    tx.delete(session).where(eq(session.sessionId, row.sessionId)).run()
  })
}

/** Keeps until when, and for how many octets, a session lasts. */
export function updateTerms(db: GatewayDatabase, row: SessionRow): void {
  const { deadlineUptimeMs, quotaOctets, extensions } = row
  db.update(session)
    .set({ deadlineUptimeMs, quotaOctets, extensions })
    .where(eq(session.sessionId, row.sessionId))
    .run()
}

/** The kernel's counters of this session have begun anew. */
export function resetCounted(db: GatewayDatabase, sessionId: string): void {
  db.update(session)
    .set({ countedInputOctets: 0, countedOutputOctets: 0 })
    .where(eq(session.sessionId, sessionId))
    .run()
}

/** What the kernel's counters of a session stand at, and what that adds to its usage. */
export interface Reading {
  sessionId: string
  counted: Octets
  since: Octets
}

/** Notes readings; to be called within the transaction that reports them. */
export function noteReadings(tx: GatewayTransaction, bootId: string, rows: SessionRow[], readings: Reading[]): void {
  const byId = new Map(rows.map((row) => [row.sessionId, row]))
  const total = { input: 0, output: 0 }
  for (const { sessionId, counted, since } of readings) {
    const row = byId.get(sessionId)
    if (!row || (since.input === 0 && since.output === 0)) continue
    tx.update(session)
      .set({
        inputOctets: row.inputOctets + since.input,
        outputOctets: row.outputOctets + since.output,
        countedInputOctets: counted.input,
        countedOutputOctets: counted.output,
      })
      .where(eq(session.sessionId, sessionId))
      .run()
    total.input += since.input
    total.output += since.output
  }
  if (total.input > 0 || total.output > 0) countOctets(tx, bootId, total)
}
