import { and, asc, gte, lt } from 'drizzle-orm'
import type { FleetDatabase } from '../../db/fleet/open.ts'
import { fleetDay } from '../../db/fleet/schema.ts'

/** Days within [from, to), which are starts of days in seconds since 1970. */
export interface Days {
  from: number
  to: number
}

/** What each day says of the whole fleet. */
export async function fleetDays(db: FleetDatabase, { from, to }: Days): Promise<(typeof fleetDay.$inferSelect)[]> {
  return db
    .select()
    .from(fleetDay)
    .where(and(gte(fleetDay.dayAt, from), lt(fleetDay.dayAt, to)))
    .orderBy(asc(fleetDay.dayAt))
}
