import { asc, eq } from 'drizzle-orm'
import type { FleetReads, FleetTransaction } from '../../db/fleet/open.ts'
import { reportReader } from '../../db/fleet/schema.ts'

export type ReportReaderRow = typeof reportReader.$inferSelect

/** In the order in which they were added. */
export async function listReportReaders(db: FleetReads): Promise<ReportReaderRow[]> {
  return db.select().from(reportReader).orderBy(asc(reportReader.readerId))
}

/** Null: the address is there already. */
export async function insertReportReader(
  tx: FleetTransaction,
  added: Pick<ReportReaderRow, 'address' | 'language' | 'addedAt'>,
): Promise<ReportReaderRow | null> {
  const [row] = await tx.insert(reportReader).values(added).onConflictDoNothing().returning()
  return row ?? null
}

/** The reader who is gone now; null: there was none of this number. */
export async function deleteReportReader(tx: FleetTransaction, readerId: number): Promise<ReportReaderRow | null> {
  const [row] = await tx.delete(reportReader).where(eq(reportReader.readerId, readerId)).returning()
  return row ?? null
}
