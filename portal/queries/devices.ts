import { and, asc, eq, lt, lte } from 'drizzle-orm'
import type { GatewayDatabase } from '../../db/gateway/open.ts'
import { deviceDay, deviceSketch } from '../../db/gateway/schema.ts'

export type DeviceDay = typeof deviceDay.$inferSelect
export type HourSketch = typeof deviceSketch.$inferSelect

/** The fleet's day whose key is held; null: none is. */
export function heldDay(db: GatewayDatabase): DeviceDay | null {
  return db.select().from(deviceDay).get() ?? null
}

/** Holds a day, and no other one. */
export function holdDay(db: GatewayDatabase, day: DeviceDay): void {
  db.transaction((tx) => {
    tx.delete(deviceDay).run()
    tx.insert(deviceDay).values(day).run()
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

/** Deletes the key of a day that is over at `now` (ms since 1970), and sketches of hours of before `keptSince`. */
export function forgetPast(db: GatewayDatabase, now: number, keptSince: number): void {
  db.delete(deviceDay).where(lte(deviceDay.toAt, now)).run()
  db.delete(deviceSketch).where(lt(deviceSketch.hourAt, keptSince)).run()
}
