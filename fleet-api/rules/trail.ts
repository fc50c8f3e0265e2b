import { metresBetween } from '../../contract/along.ts'
import type { TrailPoint } from '../../contract/gateway-page.ts'
import { readTrace, type StoredFix } from './trace-text.ts'

/** Fixes nearer to the last one that is told, with the same word of the internet, tell nothing new. */
const NEAR_M = 15

/** Where a vehicle was from `from` on (ms since 1970) by the traces of its reports, in order of time. */
export function trailOf(rows: readonly { startedAt: number; trace: string | null }[], from: number): TrailPoint[] {
  const fixes = rows.flatMap(({ startedAt, trace }) => readTrace(trace, startedAt)).filter(({ at }) => at >= from)
  fixes.sort((a, b) => a.at - b.at)
  const told: StoredFix[] = []
  for (const [index, fix] of fixes.entries()) {
    const last = told.at(-1)
    // Where it is now is told in any case.
    const isNews = !last || index === fixes.length - 1 || lost(last) !== lost(fix) || metres(last, fix) >= NEAR_M
    if (isNews) told.push(fix)
  }
  return told.map((fix) => ({
    at: new Date(fix.at).toISOString(),
    lat: fix.lat,
    lon: fix.lon,
    lost: lost(fix),
    roundTripMs: lost(fix) === false ? fix.roundTripMs : null,
  }))
}

/** null: nobody looked. */
function lost({ roundTripMs }: StoredFix): boolean | null {
  return roundTripMs === -1 ? null : roundTripMs === null
}

const metres = (a: StoredFix, b: StoredFix) => metresBetween([a.lat, a.lon], [b.lat, b.lon])
