import { and, asc, eq, gt, inArray, lte, max } from 'drizzle-orm'
import type { FleetReads, FleetTransaction } from '../../db/fleet/open.ts'
import { roamingDay, roamingPart } from '../../db/fleet/schema.ts'
import { lockByName } from './settings.ts'

export type RoamingDayRow = typeof roamingDay.$inferSelect

/**
 * Whoever changes a day in which riders accept once waits for the end of this transaction. So parts are committed in the order of their
 * numbers, and who has read as far as one of them has missed none before it.
 */
export const lockRoaming = (tx: FleetTransaction): Promise<void> => lockByName(tx, 'roaming-lock')

/** The day that holds a moment (seconds since 1970). */
export async function roamingDayAround(db: FleetReads, at: number): Promise<RoamingDayRow | null> {
  const [row] = await db
    .select()
    .from(roamingDay)
    .where(and(lte(roamingDay.fromAt, at), gt(roamingDay.toAt, at)))
    .limit(1)
  return row ?? null
}

/** Begins a day. False: there is one of this date. */
export async function beginRoamingDay(tx: FleetTransaction, day: RoamingDayRow): Promise<boolean> {
  const made = await tx.insert(roamingDay).values(day).onConflictDoNothing().returning({ date: roamingDay.date })
  return made.length > 0
}

/** How many fingerprints there are of a day: the number of its last part. */
export async function fingerprintsOf(db: FleetReads, date: string): Promise<number> {
  const [row] = await db
    .select({ last: max(roamingPart.part) })
    .from(roamingPart)
    .where(eq(roamingPart.date, date))
  return row?.last ?? 0
}

/** A part is numbered by how many fingerprints there are with it. */
export async function addPart(tx: FleetTransaction, part: typeof roamingPart.$inferInsert): Promise<void> {
  await tx.insert(roamingPart).values(part)
}

/** Parts after a number, the first ones first: how many fingerprints each one holds. */
export async function partsAfter(db: FleetReads, date: string, after: number, limit: number) {
  return db
    .select({ part: roamingPart.part, count: roamingPart.count })
    .from(roamingPart)
    .where(and(eq(roamingPart.date, date), gt(roamingPart.part, after)))
    .orderBy(asc(roamingPart.part))
    .limit(limit)
}

/** The fingerprints of parts after a number, up to another one and with it. */
export async function fingerprintsBetween(db: FleetReads, date: string, after: number, upTo: number) {
  const rows = await db
    .select({ fingerprints: roamingPart.fingerprints })
    .from(roamingPart)
    .where(and(eq(roamingPart.date, date), gt(roamingPart.part, after), lte(roamingPart.part, upTo)))
    .orderBy(asc(roamingPart.part))
  return rows.map(({ fingerprints }) => fingerprints)
}

/** Dates of the days that are over at `at` (seconds since 1970) and still there. */
export async function roamingDaysOver(db: FleetReads, at: number): Promise<string[]> {
  const rows = await db.select({ date: roamingDay.date }).from(roamingDay).where(lte(roamingDay.toAt, at))
  return rows.map(({ date }) => date)
}

/** Deletes days with their keys and all their fingerprints. */
export async function deleteRoamingDays(tx: FleetTransaction, dates: string[]): Promise<void> {
  // The day first, as everybody takes them: PostgreSQL's wiping locks the tables in this order too.
  await tx.delete(roamingDay).where(inArray(roamingDay.date, dates))
  await tx.delete(roamingPart).where(inArray(roamingPart.date, dates))
}
