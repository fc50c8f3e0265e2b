import { metresBetween } from '../../contract/along.ts'
import type { Fix } from '../../contract/trace.ts'
import type { TimedFix } from '../matching/track.ts'

/** A fix as it is stored, and the round trip that was last looked at then: null: no internet; -1: nobody looked. */
export interface StoredFix extends TimedFix {
  roundTripMs: number | null
}

const STEP_MS = 100
const PARTS = 1e5

/**
 * A trace as text: of the first fix tenths of a second since the interval's start and 1e-5 degrees, of the others the difference to the
 * one before. Null where there is none. `startedAt`: the interval's start, ms since 1970.
 */
export function traceText(fixes: readonly StoredFix[], startedAt: number): string | null {
  if (fixes.length === 0) return null
  let [at, lat, lon] = [startedAt, 0, 0]
  const rows = fixes.map((fix) => {
    const row = [
      Math.round((fix.at - at) / STEP_MS),
      Math.round(fix.lat * PARTS) - lat,
      Math.round(fix.lon * PARTS) - lon,
    ]
    at += (row[0] ?? 0) * STEP_MS
    lat += row[1] ?? 0
    lon += row[2] ?? 0
    return [...row, fix.roundTripMs]
  })
  return JSON.stringify(rows)
}

/** What traceText wrote. */
export function readTrace(text: string | null, startedAt: number): StoredFix[] {
  if (text === null) return []
  let [at, lat, lon] = [startedAt, 0, 0]
  return (JSON.parse(text) as [number, number, number, number | null][]).map(([step, north, east, roundTripMs]) => {
    at += step * STEP_MS
    lat += north
    lon += east
    return { at, lat: lat / PARTS, lon: lon / PARTS, roundTripMs }
  })
}

/** The fixes of a report in wall time, which runs along with uptime. */
export function timedFixes(trace: readonly Fix[], startedUptimeMs: number, startedAt: number): StoredFix[] {
  return trace.map(([uptimeMs, lat, lon, roundTripMs]) => ({
    at: startedAt + uptimeMs - startedUptimeMs,
    lat,
    lon,
    roundTripMs,
  }))
}

/** How far it went from fix to fix, metres; null: it is not known. Fixes of a vehicle that stands dance around a little. */
export function movedM(fixes: readonly TimedFix[], before: TimedFix | null): number | null {
  if (fixes.length === 0) return null
  let total = 0
  let last = before ?? fixes[0]
  for (const fix of fixes) {
    const step = last ? metresBetween([last.lat, last.lon], [fix.lat, fix.lon]) : 0
    if (step < DANCE_M) continue
    total += step
    last = fix
  }
  return Math.round(total)
}

const DANCE_M = 20
