import { type Course, courseOf, type LatLon, placeAt } from '../../../contract/along.ts'
import { cityPlan } from './feed.ts'
import type { Bus } from './fleet.ts'
import { CITY, type RouteId } from './network.ts'
import { stopTimes } from './timetable.ts'

/** Where the buses of the demo city are: they go to and fro on their routes by the timetable, around the clock. Pure. */

export interface OnRoute {
  directionId: 0 | 1
  alongM: number
  at: LatLon
}

/** One way of a route: when a bus is how far, seconds after it left. */
interface Way {
  course: Course
  marks: readonly (readonly [seconds: number, metres: number])[]
  seconds: number
}

const LAYOVER_S = 300
const DWELL_S = 15

let known: ReadonlyMap<RouteId, readonly [Way, Way]> | null = null

function ways(routeId: RouteId): readonly [Way, Way] {
  known ??= allWays()
  const found = known.get(routeId)
  if (!found) throw new Error(`no route ${routeId}`)
  return found
}

function allWays(): ReadonlyMap<RouteId, readonly [Way, Way]> {
  const { rides, shapes, calls } = cityPlan()
  const made = rides.map((ride, i): Way => {
    const shape = shapes[i]
    if (!shape) throw new Error('a ride without a shape')
    const course = courseOf(shape.points.map(({ lat, lon }): LatLon => [lat, lon]))
    const times = stopTimes(ride, shape, calls[i] ?? [], ride.route.freeKmh, 0)
    // A bus stands at each stop for a moment, and drives a little faster in between.
    const marks = times.flatMap(({ travelled, arrival, departure }, k): [number, number][] => {
      const next = times[k + 1]?.arrival ?? departure
      const leaves = Math.min(departure + DWELL_S, departure + (next - departure) / 4)
      return [
        [arrival, travelled],
        [leaves, travelled],
      ]
    })
    return { course, marks, seconds: times.at(-1)?.departure ?? 0 }
  })
  const pairs = rides.flatMap(({ route, directionId }, i) => {
    const [out, back] = [made[i], made[i + 1]]
    return directionId === 0 && out && back ? [[route.id as RouteId, [out, back]] as const] : []
  })
  return new Map(pairs)
}

/** Where a bus is on its route at `at` (ms since 1970). Its fellows are spread along the way there and back; each has its good and bad hours. */
export function onRoute(bus: Bus, at: number): OnRoute {
  const [out, back] = ways(bus.routeId)
  const cycle = out.seconds + back.seconds + 2 * LAYOVER_S
  const share = (bus.orderOnRoute + 0.3) / bus.busesOnRoute
  // A minute early or late, and never backwards.
  const delay = 60 * Math.sin(at / 500_000 + 7 * share)
  const passed = (at / 1000 + delay + share * cycle) % cycle
  const isOut = passed < out.seconds + LAYOVER_S
  const way = isOut ? out : back
  const alongM = metresAfter(way, isOut ? passed : passed - out.seconds - LAYOVER_S)
  return { directionId: isOut ? 0 : 1, alongM, at: placeAt(way.course, alongM) }
}

function metresAfter({ marks }: Way, seconds: number): number {
  const after = marks.findIndex(([mark]) => mark >= seconds)
  const [b, a] = [marks[after], marks[after - 1]]
  if (!b) return marks.at(-1)?.[1] ?? 0
  if (!a) return b[1]
  return a[1] + ((b[1] - a[1]) * (seconds - a[0])) / Math.max(1, b[0] - a[0])
}

/** A place of the city at a share of the way of a route, 0 to 1. */
export function placeOnRoute(routeId: RouteId, share: number): LatLon {
  const { course } = ways(routeId)[0]
  return placeAt(course, share * course.lengthM)
}

/** Where buses are put away: beside no route. */
export const DEPOT: LatLon = [CITY.origin.lat + 0.045, CITY.origin.lon - 0.04]
