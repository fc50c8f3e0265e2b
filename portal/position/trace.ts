import { metresBetween } from '../../contract/along.ts'
import { type Fix, MOST_FIXES } from '../../contract/trace.ts'
import type { Place } from './plausible.ts'

/** A fix is kept so often while the vehicle moves; twice as seldom each time that the trace is full. */
const MOVING_MS = 10_000
/** It moves where it is so far from the last fix kept, metres. */
const MOVED_M = 25
/** One that stands tells so once a minute. */
const STANDING_MS = 60_000

/** The trace that the next report carries: the first fix of the interval, then as many as it takes to draw the way. */
export function createTrace() {
  let fixes: Fix[] = []
  /** The last fix kept in this interval; null: none yet. */
  let last: Place | null = null
  let everyMs = MOVING_MS

  function isWanted({ uptimeMs, lat, lon }: Place): boolean {
    if (last === null) return true
    const passedMs = uptimeMs - last.uptimeMs
    const metres = metresBetween([last.lat, last.lon], [lat, lon])
    return metres >= MOVED_M ? passedMs >= everyMs : passedMs >= Math.max(STANDING_MS, everyMs)
  }

  return {
    /** Notes where the vehicle is, with the round trip as it was last looked at; see Fix. */
    note(place: Place, roundTrip: Fix[3]): void {
      if (!isWanted(place)) return
      if (fixes.length >= MOST_FIXES) {
        fixes = fixes.filter((_, index) => index % 2 === 0)
        everyMs *= 2
      }
      fixes.push([place.uptimeMs, rounded(place.lat), rounded(place.lon), roundTrip])
      last = place
    },
    /** The fixes after one moment and up to another: what an interval's report carries. */
    between: (afterUptimeMs: number, untilUptimeMs: number): Fix[] =>
      fixes.filter(([uptimeMs]) => uptimeMs > afterUptimeMs && uptimeMs <= untilUptimeMs),
    /** These are reported, or too old to be. */
    forget(untilUptimeMs: number): void {
      fixes = fixes.filter(([uptimeMs]) => uptimeMs > untilUptimeMs)
      everyMs = MOVING_MS
      if (fixes.length === 0) last = null
    },
  }
}

/** Five decimals are a metre: better than any receiver on a bus. */
function rounded(degrees: number): number {
  return Math.round(degrees * 1e5) / 1e5
}
