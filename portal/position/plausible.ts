import type { Tpv } from '../time/gpsd-messages.ts'

/** Where the vehicle was. Degrees, WGS 84. */
export interface Place {
  uptimeMs: number
  lat: number
  lon: number
  /** The receiver's own time of it, ms since 1970: right or 1024 weeks late, it only says whether the fix is a new one. */
  saidMs: number | null
}

/** A receiver that knows its place no better does not tell one street from the next. */
const WORST_EPH_M = 100
const SIMULATED = 8

/** The place that a TPV which came in at `uptimeMs` names; null: none that can be believed. */
export function placeOf({ mode, status, lat, lon, eph = 0, time }: Tpv, uptimeMs: number): Place | null {
  if (mode < 2 || status === SIMULATED || lat === undefined || lon === undefined || eph > WORST_EPH_M) return null
  // Where receivers are that do not know where they are.
  if (lat === 0 && lon === 0) return null
  const saidMs = time === undefined ? Number.NaN : Date.parse(time)
  return { uptimeMs, lat, lon, saidMs: Number.isNaN(saidMs) ? null : saidMs }
}

/** Whether a receiver only says again what it has said: its time stands still, or it has none and names the very same place. */
export function isRepeated(place: Place, before: Place): boolean {
  if (place.saidMs !== null) return place.saidMs === before.saidMs
  return place.lat === before.lat && place.lon === before.lon
}
