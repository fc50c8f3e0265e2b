import { metresBetween } from '../../contract/along.ts'
import type { Guide, GuideShape } from '../../contract/guide.ts'
import type { Ride, WeakSignal } from '../pages/status.ts'
import type { Place } from '../position/plausible.ts'
import { isOn, type Match, matchesOn } from './match.ts'
import type { MeasuredGuide } from './store.ts'

const STOPS = 3
/** A stop that was passed by less is where the vehicle stands, metres. */
const AT_STOP_M = 20
/** A weak stretch is told of when it begins within so much time. */
const AHEAD_MS = 6 * 60_000
/** The speed is that of the last minutes. */
const SPEED_OVER_MS = 5 * 60_000
/** Slower is standing, metres a second. */
const MOVING_MPS = 1
/** Assumed at least: 8 km/h, a bus in the densest traffic. */
const LEAST_MPS = 8 / 3.6
/** Shapes on which the way lies about as well are all possible, metres. */
const AS_WELL_M = 25

const NOWHERE: Ride = { routeName: null, nextStops: [], weak: null, shareUrl: null }

/**
 * What a rider can be told of the ride, by the guide and by the way that the vehicle has come; an empty way: its place is not known.
 * Where several shapes of the route share the street, only what holds on all of them is told. `nowMs`: wall time, ms since 1970; null: not
 * known.
 */
export function rideOf(measured: MeasuredGuide | null, way: readonly Place[], nowMs: number | null = null): Ride {
  if (!measured) return NOWHERE
  const { guide, courses, wanted } = measured
  const points = way.map(({ lat, lon }) => [lat, lon] as const)
  const here = points.at(-1)
  const isThere = here !== undefined && courses.some((course) => isOn(course, here))
  const routeName = wanted || isThere ? guide.routeName : null
  const shareUrl = routeName === null ? null : sharedUntil(guide, nowMs)
  const matches = matchesOn(courses, points)
  const best = matches[0]
  if (!best) return { ...NOWHERE, routeName, shareUrl }
  const possible = matches.filter(({ offM }) => offM <= best.offM + AS_WELL_M)
  const speedMps = Math.max(LEAST_MPS, speedOf(way) ?? 0)
  const of = <T>(told: (shape: GuideShape, match: Match) => T) =>
    possible.flatMap((match) => {
      const shape = guide.shapes[match.index]
      return shape ? [told(shape, match)] : []
    })
  return {
    routeName,
    shareUrl,
    nextStops: commonBeginning(of(stopsAhead)),
    weak: agreed(of((shape, match) => weakOf(shape, match, speedMps))),
  }
}

/** The link that riders may hand on, until it ends. Without the time it is theirs all the same: the page itself says when it is over. */
function sharedUntil({ share }: Guide, nowMs: number | null): string | null {
  if (!share) return null
  return nowMs === null || nowMs < Date.parse(share.until) ? share.url : null
}

function stopsAhead({ stops }: GuideShape, { alongM }: Match): string[] {
  return stops
    .filter((stop) => stop.alongM >= alongM - AT_STOP_M)
    .slice(0, STOPS)
    .map(({ name }) => name)
}

/** The first weak stretch that is not over, where it begins soon enough. */
function weakOf({ weak }: GuideShape, { alongM }: Match, speedMps: number): WeakSignal | null {
  const next = weak.find(([, end]) => end > alongM)
  if (!next) return null
  const [begin, end] = next
  const inMs = (Math.max(0, begin - alongM) / speedMps) * 1000
  if (inMs > AHEAD_MS) return null
  return { inSeconds: Math.round(inMs / 1000), forSeconds: Math.round((end - Math.max(begin, alongM)) / speedMps) }
}

/** Metres a second while it moved; null: it has not. Places of a way lie apart, so one that stood took long to the next. */
export function speedOf(way: readonly Place[]): number | null {
  const last = way.at(-1)
  if (!last) return null
  let [metres, ms] = [0, 0]
  for (let i = 1; i < way.length; i += 1) {
    const [from, to] = [way[i - 1] ?? last, way[i] ?? last]
    if (to.uptimeMs < last.uptimeMs - SPEED_OVER_MS) continue
    const stepM = metresBetween([from.lat, from.lon], [to.lat, to.lon])
    const stepMs = to.uptimeMs - from.uptimeMs
    if (stepM < (stepMs / 1000) * MOVING_MPS) continue
    metres += stepM
    ms += stepMs
  }
  return ms === 0 ? null : metres / (ms / 1000)
}

function commonBeginning([first = [], ...others]: string[][]): string[] {
  const end = first.findIndex((name, index) => others.some((other) => other[index] !== name))
  return end < 0 ? first : first.slice(0, end)
}

/** What the best match says, where the others tell of a weak stretch too. */
function agreed([best, ...others]: (WeakSignal | null)[]): WeakSignal | null {
  return best && others.every((other) => other && (other.inSeconds === 0) === (best.inSeconds === 0)) ? best : null
}
