import { and, asc, eq, gt, inArray, like, lte, max, or } from 'drizzle-orm'
import type { FleetReads, FleetTransaction, Write } from '../../db/fleet/open.ts'
import { roamingDay, roamingPart } from '../../db/fleet/schema.ts'
import { lockByName } from './settings.ts'
import { excluded } from './upserts.ts'

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

/** How many a gateway has brought in a day stands in a row of its own, which holds no fingerprint and is no part of the day's. */
const countRow = (date: string, gatewayId: string) => `${date} @count:${gatewayId}`

/** How many fingerprints each of these gateways has brought in a day; of those that have brought none nothing. */
export async function broughtBy(db: FleetReads, date: string, gatewayIds: string[]): Promise<Map<string, number>> {
  const gateways = new Map(gatewayIds.map((gatewayId) => [countRow(date, gatewayId), gatewayId]))
  const rows = await db
    .select({ row: roamingPart.date, count: roamingPart.count })
    .from(roamingPart)
    .where(inArray(roamingPart.date, [...gateways.keys()]))
  return new Map(rows.map(({ row, count }) => [gateways.get(row) ?? '', count]))
}

const keepCounts: Write<typeof roamingPart> = {
  table: roamingPart,
  conflict: { target: [roamingPart.date, roamingPart.part], set: { count: excluded(roamingPart.count) } },
}

export async function writeBrought(tx: FleetTransaction, date: string, brought: Map<string, number>): Promise<void> {
  await tx.writeMany(
    keepCounts,
    [...brought].map(([gatewayId, count]) => ({ date: countRow(date, gatewayId), part: 0, count, fingerprints: '' })),
  )
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
  const counts = dates.map((date) => like(roamingPart.date, countRow(date, '%')))
  await tx.delete(roamingPart).where(or(inArray(roamingPart.date, dates), ...counts))
}
