import { asc, count, eq, lte } from 'drizzle-orm'
import type { RiderProblem } from '../../contract/rider-problem.ts'
import type { GatewayDatabase, GatewayTransaction } from '../../db/gateway/open.ts'
import { riderProblem } from '../../db/gateway/schema.ts'

/** So many faults wait for a report at most. */
export const PROBLEMS_KEPT = 500

/** Keeps a fault under the first of `tickets` that no other waiting one has, and returns it; null: enough of them wait already. */
export function insertProblem(
  db: GatewayDatabase,
  fault: { kind: RiderProblem['kind']; text: string; reportedAt: number; tickets: () => string },
): string | null {
  const { tickets, ...values } = fault
  return db.transaction((tx) => {
    const waiting = tx.select({ n: count() }).from(riderProblem).get()?.n ?? 0
    if (waiting >= PROBLEMS_KEPT) return null
    let ticket = tickets()
    while (tx.select().from(riderProblem).where(eq(riderProblem.ticket, ticket)).get()) ticket = tickets()
    tx.insert(riderProblem)
      .values({ ...values, ticket })
      .run()
    return ticket
  })
}

/** Takes the oldest faults out of the database, within the transaction that keeps the report which carries them. */
export function takeProblems(tx: GatewayTransaction, limit = 20): RiderProblem[] {
  const rows = tx.select().from(riderProblem).orderBy(asc(riderProblem.riderProblemId)).limit(limit).all()
  const newest = rows.at(-1)
  if (!newest) return []
  tx.delete(riderProblem).where(lte(riderProblem.riderProblemId, newest.riderProblemId)).run()
  return rows.map(({ ticket, kind, text, reportedAt }) => ({
    ticket,
    kind,
    text,
    reportedAt: new Date(reportedAt).toISOString(),
  }))
}
