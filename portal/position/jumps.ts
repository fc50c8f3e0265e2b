import { metresBetween } from '../../contract/along.ts'
import type { Place } from './plausible.ts'

/** No bus is faster, metres a second. */
const FASTEST_MPS = 60
/** What two fixes of a vehicle that stands may lie apart between tall buildings, metres. */
const NOISE_M = 50
/** So many fixes in a row that agree on a place are believed, however far away it is. */
const AGREEING = 3
/** A receiver's own clock is believed for a longer step than it took the fix to come in (they may have waited), up to so much. */
const LONGEST_WAIT_MS = 10_000

/** Holds back places that no vehicle can have reached: a reflected signal, a receiver that begins. The answer is the place to believe, or null. */
export function createJumpGuard(): (place: Place) => Place | null {
  let believed: Place | null = null
  let doubted: Place[] = []

  return (place) => {
    const isReachable = believed === null || canReach(believed, place)
    const last = doubted.at(-1)
    doubted = isReachable ? [] : last && canReach(last, place) ? [...doubted, place] : [place]
    if (!isReachable && doubted.length < AGREEING) return null
    doubted = []
    believed = place
    return place
  }
}

function canReach(from: Place, to: Place): boolean {
  const passedMs = Math.max(to.uptimeMs - from.uptimeMs, saidStep(from, to))
  return metresBetween([from.lat, from.lon], [to.lat, to.lon]) <= NOISE_M + (FASTEST_MPS * passedMs) / 1000
}

/** Fixes that waited in a buffer come in at once; their own times tell how far apart they are. */
function saidStep(from: Place, to: Place): number {
  if (from.saidMs === null || to.saidMs === null) return 0
  const step = to.saidMs - from.saidMs
  return step > 0 && step <= LONGEST_WAIT_MS ? step : 0
}
