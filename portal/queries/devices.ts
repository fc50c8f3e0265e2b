import { and, asc, eq, lte, ne, notInArray } from 'drizzle-orm'
import type { GatewayDatabase } from '../../db/gateway/open.ts'
import { deviceDay, deviceSketch } from '../../db/gateway/schema.ts'

export type DeviceDay = typeof deviceDay.$inferSelect
export type HourSketch = typeof deviceSketch.$inferSelect

/** In the place of a key that has been destroyed. */
const NO_KEY = ''

/** The fleet's day whose key is held; null: none is. */
export function heldDay(db: GatewayDatabase): DeviceDay | null {
  return db.select().from(deviceDay).where(ne(deviceDay.key, NO_KEY)).get() ?? null
}

/** Holds a day and its key, and the key of no other one. */
export function holdDay(db: GatewayDatabase, day: DeviceDay): void {
  db.transaction((tx) => {
    tx.update(deviceDay).set({ key: NO_KEY }).where(ne(deviceDay.key, NO_KEY)).run()
    tx.insert(deviceDay).values(day).onConflictDoUpdate({ target: deviceDay.date, set: day }).run()
  })
}

/** Puts an hour's sketch in the place of what is kept of it. */
export function keepHour(db: GatewayDatabase, row: HourSketch): void {
  db.insert(deviceSketch)
    .values(row)
    .onConflictDoUpdate({ target: [deviceSketch.date, deviceSketch.hourAt], set: { registers: row.registers } })
    .run()
}

export function keptHour(db: GatewayDatabase, date: string, hourAt: number): HourSketch | null {
  const isIt = and(eq(deviceSketch.date, date), eq(deviceSketch.hourAt, hourAt))
  return db.select().from(deviceSketch).where(isIt).get() ?? null
}

/** Sketches of hours that began at or before `hourAt` (ms since 1970), the oldest first. */
export function hoursUpTo(db: GatewayDatabase, hourAt: number, limit: number): HourSketch[] {
  return db
    .select()
    .from(deviceSketch)
    .where(lte(deviceSketch.hourAt, hourAt))
    .orderBy(asc(deviceSketch.hourAt))
    .limit(limit)
    .all()
}

export function forgetHour(db: GatewayDatabase, date: string, hourAt: number): void {
  db.delete(deviceSketch)
    .where(and(eq(deviceSketch.date, date), eq(deviceSketch.hourAt, hourAt)))
    .run()
}

/** Destroys the keys of days that are over at `now` (ms since 1970), and the sketches of days that ended at or before `closed`. */
export function forgetPast(db: GatewayDatabase, now: number, closed: number): void {
  const isOver = and(lte(deviceDay.toAt, now), ne(deviceDay.key, NO_KEY))
  db.update(deviceDay).set({ key: NO_KEY }).where(isOver).run()
  db.delete(deviceDay).where(lte(deviceDay.toAt, closed)).run()
  db.delete(deviceSketch)
    .where(notInArray(deviceSketch.date, db.select({ date: deviceDay.date }).from(deviceDay)))
    .run()
}
