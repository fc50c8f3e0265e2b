import type { assignment } from '../../../db/fleet/schema.ts'
import type { Timetable } from '../network.ts'
import { dateAt } from '../service-date.ts'
import { tripOfBlock } from './block.ts'
import { type Found, found } from './found.ts'

export type Assignment = typeof assignment.$inferSelect

/**
 * The first rung: what the operator has assigned a vehicle to on the service date of a minute (its start, seconds since 1970). Of several
 * assignments the newest counts. Outside the hours of its block a vehicle is assigned to nothing. `standing`: to a route, until further notice, where no
 * other assignment is.
 */
export function byAssignment(
  minuteAt: number,
  of: { assignments: readonly Assignment[]; standing: string | null; timezone: string; timetable: Timetable | null },
): Found | null {
  const { assignments, standing, timezone, timetable } = of
  // Every report comes by here, most vehicles have no assignment, and what date it is in the city is costly to find.
  const today = assignments.length === 0 ? '' : dateAt(timezone, minuteAt)
  for (const one of assignments) {
    const fits = (date: string) => one.fromDate <= date && (one.toDate === null || date <= one.toDate)
    if (one.blockId !== null && timetable !== null) {
      const trip = tripOfBlock(timetable, one.blockId, minuteAt, fits)
      if (trip) return found('assignment', trip.routeId, 95, { tripId: trip.tripId })
    }
    if (one.routeId !== null && fits(today)) return found('assignment', one.routeId, 95)
  }
  return standing === null ? null : found('assignment', standing, 90)
}
