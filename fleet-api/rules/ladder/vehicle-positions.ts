import type { vehicleRun } from '../../../db/fleet/schema.ts'
import type { Timetable } from '../network.ts'
import { tripOf } from './block.ts'
import { type Found, found } from './found.ts'

/** What a GTFS-Realtime feed said of a vehicle, from one moment to another (ms since 1970). */
export type VehicleRun = typeof vehicleRun.$inferSelect

/** What is older than this says nothing of where a vehicle is now. */
export const STALE_MS = 90_000

/** The second rung: a GTFS-Realtime VehiclePositions feed, by the vehicle's id or label. Of two that are near the nearer counts. */
export function byVehiclePositions(
  runs: readonly VehicleRun[],
  minuteAt: number,
  timetable: Timetable | null,
): Found | null {
  const middle = minuteAt * 1000 + 30_000
  let best: { run: VehicleRun; awayMs: number } | null = null
  for (const run of runs) {
    const awayMs = Math.max(run.firstAt - middle, middle - run.lastAt, 0)
    if (awayMs <= STALE_MS && (best === null || awayMs < best.awayMs)) best = { run, awayMs }
  }
  if (best === null) return null
  const { run } = best
  const routeId =
    run.routeId ?? (run.tripId !== null && timetable !== null ? tripOf(timetable, run.tripId)?.routeId : null)
  if (!routeId) return null
  return found('vehicle-positions', routeId, 95, { tripId: run.tripId, directionId: run.directionId })
}
