import { and, asc, eq, gt, gte, inArray, isNull, lte, max, ne, notLike } from 'drizzle-orm'
import type { FleetReads, FleetTransaction, Write } from '../../db/fleet/open.ts'
import { deviceCount, deviceDay, deviceSketch, gateway, gatewayHour, gatewayRun } from '../../db/fleet/schema.ts'
import { lockByName } from './settings.ts'
import { excluded } from './upserts.ts'

export type DeviceDayRow = typeof deviceDay.$inferSelect
export type DeviceSketchRow = typeof deviceSketch.$inferSelect
export type DeviceCountRow = typeof deviceCount.$inferSelect

/**
 * The day's key stands among its sketches, in a row of its own, and not in device_day: PostgreSQL never writes that table to its log,
 * in which the key would outlive the day.
 */
const KEY_ROW = '@key'
/** Which hours of a gateway are in, so that one that comes twice is counted once: hours, and nothing of what was seen in them. */
const HOURS_ROW = '@hours:'

/** Whoever changes anything of the days of devices waits for the end of this transaction. */
export const lockDevices = (tx: FleetTransaction): Promise<void> => lockByName(tx, 'devices-lock')

/** The day that holds a moment (seconds since 1970). */
export async function dayAround(db: FleetReads, at: number): Promise<DeviceDayRow | null> {
  const [row] = await db
    .select()
    .from(deviceDay)
    .where(and(lte(deviceDay.fromAt, at), gt(deviceDay.toAt, at)))
    .limit(1)
  return row ?? null
}

export async function daysOf(db: FleetReads, dates: string[]): Promise<Map<string, DeviceDayRow>> {
  const rows = await db.select().from(deviceDay).where(inArray(deviceDay.date, dates))
  return new Map(rows.map((row) => [row.date, row]))
}

/** The key of a day; null: it is no more. */
export async function keyOfDay(db: FleetReads, date: string): Promise<string | null> {
  const [row] = await db
    .select({ key: deviceSketch.registers })
    .from(deviceSketch)
    .where(and(eq(deviceSketch.date, date), eq(deviceSketch.rowKey, KEY_ROW)))
  return row?.key ?? null
}

/** Begins a day. False: there is one of this date. */
export async function beginDay(
  tx: FleetTransaction,
  day: { date: string; fromAt: number; toAt: number; key: string },
): Promise<boolean> {
  const { key, ...row } = day
  const made = await tx
    .insert(deviceDay)
    .values({ ...row, closedAt: null })
    .onConflictDoNothing()
    .returning({ date: deviceDay.date })
  if (made.length === 0) return false
  await tx.insert(deviceSketch).values({ date: day.date, rowKey: KEY_ROW, registers: key, pieces: 0 })
  return true
}

export async function sketchOf(db: FleetReads, date: string, rowKey: string): Promise<DeviceSketchRow | null> {
  const [row] = await db
    .select()
    .from(deviceSketch)
    .where(and(eq(deviceSketch.date, date), eq(deviceSketch.rowKey, rowKey)))
  return row ?? null
}

/** Starts of the hours (seconds since 1970) of which a gateway's sketch is in. */
export async function hoursIn(db: FleetReads, date: string, gatewayId: string): Promise<number[]> {
  const row = await sketchOf(db, date, HOURS_ROW + gatewayId)
  return row === null ? [] : row.registers.split(' ').map(Number)
}

const keepSketches: Write<typeof deviceSketch> = {
  table: deviceSketch,
  conflict: {
    target: [deviceSketch.date, deviceSketch.rowKey],
    set: { registers: excluded(deviceSketch.registers), pieces: excluded(deviceSketch.pieces) },
  },
}

export async function writeSketches(tx: FleetTransaction, rows: DeviceSketchRow[]): Promise<void> {
  await tx.writeMany(keepSketches, rows)
}

export async function writeHours(
  tx: FleetTransaction,
  date: string,
  gatewayId: string,
  hours: number[],
): Promise<void> {
  await writeSketches(tx, [{ date, rowKey: HOURS_ROW + gatewayId, registers: hours.join(' '), pieces: hours.length }])
}

/** Days that are over at `at` (seconds since 1970) and whose key is still there. */
export async function daysWithKeyOver(db: FleetReads, at: number): Promise<string[]> {
  const rows = await db
    .select({ date: deviceDay.date })
    .from(deviceDay)
    .innerJoin(deviceSketch, and(eq(deviceSketch.date, deviceDay.date), eq(deviceSketch.rowKey, KEY_ROW)))
    .where(lte(deviceDay.toAt, at))
  return rows.map(({ date }) => date)
}

export async function destroyKeys(tx: FleetTransaction, dates: string[]): Promise<void> {
  await tx.delete(deviceSketch).where(and(inArray(deviceSketch.date, dates), eq(deviceSketch.rowKey, KEY_ROW)))
}

/** Days that ended at or before `at` (seconds since 1970) and are not closed, the oldest first. */
export async function openDaysBefore(db: FleetReads, at: number): Promise<DeviceDayRow[]> {
  return db
    .select()
    .from(deviceDay)
    .where(and(lte(deviceDay.toAt, at), isNull(deviceDay.closedAt)))
    .orderBy(asc(deviceDay.fromAt))
}

/** The sketches of a day's rows: no key, no hours. */
export async function sketchesOfDay(db: FleetReads, date: string): Promise<DeviceSketchRow[]> {
  return db
    .select()
    .from(deviceSketch)
    .where(
      and(eq(deviceSketch.date, date), notLike(deviceSketch.rowKey, `${HOURS_ROW}%`), ne(deviceSketch.rowKey, KEY_ROW)),
    )
}

const keepCounts: Write<typeof deviceCount> = { table: deviceCount, conflict: 'ignore' }

/** Puts a day's estimates in the place of its sketches. False: it is closed already. */
export async function closeDay(
  tx: FleetTransaction,
  day: { date: string; closedAt: number },
  counts: DeviceCountRow[],
): Promise<boolean> {
  const closed = await tx
    .update(deviceDay)
    .set({ closedAt: day.closedAt })
    .where(and(eq(deviceDay.date, day.date), isNull(deviceDay.closedAt)))
    .returning({ date: deviceDay.date })
  if (closed.length === 0) return false
  await tx.writeMany(keepCounts, counts)
  await tx.delete(deviceSketch).where(eq(deviceSketch.date, day.date))
  return true
}

/** The newest day that is over at `at` (seconds since 1970), and the newest closing (ms since 1970): what there was to destroy so far. */
export async function lastEnds(
  db: FleetReads,
  at: number,
): Promise<{ endedAt: number | null; closedAt: number | null }> {
  const [ended] = await db
    .select({ at: max(deviceDay.toAt) })
    .from(deviceDay)
    .where(lte(deviceDay.toAt, at))
  const [closed] = await db.select({ at: max(deviceDay.closedAt) }).from(deviceDay)
  return { endedAt: ended?.at ?? null, closedAt: closed?.at ?? null }
}

/** Gateways that had riders at the end of any minute of the hour that begins at `hourAt` (seconds since 1970). */
export async function gatewaysWithRiders(db: FleetReads, hourAt: number) {
  return db
    .select({ gatewayId: gateway.gatewayId, site: gateway.site })
    .from(gatewayHour)
    .innerJoin(gateway, eq(gateway.gatewayId, gatewayHour.gatewayId))
    .where(and(eq(gatewayHour.hourAt, hourAt), gt(gatewayHour.ridersSum, 0)))
}

/** The stretches of all gateways' minutes that touch the hour that begins at `hourAt`. */
export async function stretchesOfHour(db: FleetReads, hourAt: number) {
  return db
    .select()
    .from(gatewayRun)
    .where(and(gte(gatewayRun.lastMinuteAt, hourAt), lte(gatewayRun.firstMinuteAt, hourAt + 3540)))
}
