import { and, asc, desc, eq, isNull, lt, lte, or } from 'drizzle-orm'
import type { FleetDatabase, FleetReads, FleetTransaction } from '../../db/fleet/open.ts'
import { cityReport, reportReader } from '../../db/fleet/publication-schema.ts'

export type ReaderRow = typeof reportReader.$inferSelect

/** The newest month that is final, YYYY-MM; null: none is. */
export async function newestFinalMonth(db: FleetReads): Promise<string | null> {
  const [row] = await db.select({ month: cityReport.month }).from(cityReport).orderBy(desc(cityReport.month)).limit(1)
  return row?.month ?? null
}

/** Who has not got a month's report and is to be sent it now. `now`: ms since 1970. */
export async function readersDue(db: FleetReads, month: string, now: number): Promise<ReaderRow[]> {
  return db
    .select()
    .from(reportReader)
    .where(
      and(
        or(isNull(reportReader.lastMonth), lt(reportReader.lastMonth, month)),
        or(isNull(reportReader.dueAt), lte(reportReader.dueAt, now)),
      ),
    )
    .orderBy(asc(reportReader.readerId))
}

/** Takes a reader up: nobody else sends to it before `until`. Null: somebody else has, or it is gone. */
export async function takeUpReader(db: FleetDatabase, reader: ReaderRow, until: number): Promise<ReaderRow | null> {
  const { readerId, attempts, dueAt } = reader
  const [taken] = await db.transaction((tx) =>
    tx
      .update(reportReader)
      .set({ attempts: attempts + 1, dueAt: until })
      .where(
        and(
          eq(reportReader.readerId, readerId),
          eq(reportReader.attempts, attempts),
          dueAt === null ? isNull(reportReader.dueAt) : eq(reportReader.dueAt, dueAt),
        ),
      )
      .returning(),
  )
  return taken ?? null
}

/** The month's report was sent, or (`failure`) was given up. */
export async function noteMonth(
  tx: FleetTransaction,
  readerId: number,
  month: string,
  failure: string | null,
): Promise<void> {
  await tx
    .update(reportReader)
    .set({ lastMonth: month, attempts: 0, dueAt: null, failure })
    .where(eq(reportReader.readerId, readerId))
}

export async function notePutOff(
  tx: FleetTransaction,
  readerId: number,
  dueAt: number,
  failure: string,
): Promise<void> {
  await tx.update(reportReader).set({ dueAt, failure }).where(eq(reportReader.readerId, readerId))
}
