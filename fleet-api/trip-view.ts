import { type Course, nearestOn } from '../contract/along.ts'
import type { FleetDatabase } from '../db/fleet/open.ts'
import { routeColours } from './gtfs/route-colour.ts'
import { loadNetwork, loadTimetable } from './network.ts'
import { findGateway } from './queries/gateways.ts'
import { stopNames } from './queries/signal.ts'
import { publishingOf } from './realtime/publishing.ts'
import { tripOf } from './rules/ladder/block.ts'
import type { Network, NetworkPattern, Timetable } from './rules/network.ts'
import { isOver, type LinkedTrip, type OnTrip } from './rules/trip-link.ts'
import { usualSeconds } from './rules/usual-time.ts'

/** What whoever has the link may know of a trip: where the bus is and where it goes. Not which bus it is, nor how full. */
export interface TripView {
  timezone: string
  route: { name: string; color: string; textColor: string }
  headsign: string | null
  /** Where it was last, degrees; null: it has not said yet. `at`: ms since 1970. */
  bus: { lat: number; lon: number; at: number } | null
  /** The course that it follows; null: not known. */
  course: { course: Course; alongM: number | null; stops: { alongM: number }[] } | null
  /** Those ahead, the next one first; empty: not known. `at`: about when it is there, ms since 1970; null: nobody can tell. */
  ahead: { name: string; at: number | null }[]
  /** Ms since 1970. */
  now: number
}

/** A vehicle farther off a course is not on it, metres. */
const OFF_M = 120
/** A stop that was passed by less is where the vehicle stands, metres. */
const AT_STOP_M = 20
const SHOWN_STOPS = 6

/** What a link shows now; `over`: its trip has ended; null: it shows nothing, and never will. `now`: ms since 1970. */
export async function tripView(db: FleetDatabase, link: LinkedTrip, now: number): Promise<TripView | 'over' | null> {
  if (!(await publishingOf(db)).public) return null
  const gateway = await findGateway(db, link.gatewayId)
  // What a revoked one said last is perhaps not the bus's word.
  if (gateway === null || gateway.revokedAt !== null || isOver(link, gateway, now)) return 'over'
  const [network, timetable] = [await loadNetwork(db), await loadTimetable(db)]
  const route = network?.routes.get(link.routeId)
  if (network === null || timetable === null || route === undefined) return 'over'
  const { lastPlace: place } = gateway
  const bus = place && { lat: place.lat, lon: place.lon, at: Math.min(place.at, now) }
  const view = {
    timezone: network.timezone,
    route: { name: route.routeShortName || route.routeLongName, ...routeColours(route) },
    bus,
    now,
  }
  const on = patternOf(network, timetable, link, place)
  if (on === null) return { ...view, headsign: null, course: null, ahead: [] }
  const { pattern, course, alongM } = on
  const stops = pattern.stops.map(([stopId, stopAlongM]) => ({ stopId, alongM: stopAlongM }))
  const next = alongM === null ? [] : stops.filter((stop) => stop.alongM >= alongM - AT_STOP_M).slice(0, SHOWN_STOPS)
  const names = await stopNames(
    db,
    next.map(({ stopId }) => stopId),
  )
  const wholeS = usualSeconds(timetable, pattern.patternId, link.tripId)
  return {
    ...view,
    headsign: pattern.headsign,
    course: { course, alongM, stops },
    ahead: next.map((stop) => ({
      name: names.get(stop.stopId) ?? stop.stopId,
      at:
        wholeS === null || bus === null ? null : arrival(bus.at, stop.alongM - (alongM ?? 0), wholeS / course.lengthM),
    })),
  }
}

/** A bus that stands at a stop is there now. */
function arrival(at: number, metres: number, secondsAMetre: number): number {
  return at + Math.max(0, metres) * secondsAMetre * 1000
}

/** The way of running the route that the vehicle is on, and where on it; null: it cannot be told. */
function patternOf(
  { patterns, shapes }: Network,
  timetable: Timetable,
  link: LinkedTrip,
  place: OnTrip['lastPlace'],
): { pattern: NetworkPattern; course: Course; alongM: number | null } | null {
  const trip = link.tripId === null ? null : tripOf(timetable, link.tripId)
  const directionId = link.directionId ?? place?.directionId ?? null
  const possible = patterns.flatMap((pattern) => {
    const shape = shapes[pattern.shapeIndex]
    if (pattern.routeId !== link.routeId || shape === undefined) return []
    if (trip !== null && pattern.patternId !== trip.patternId) return []
    if (trip === null && directionId !== null && pattern.directionId !== null && pattern.directionId !== directionId)
      return []
    return [{ pattern, shape }]
  })
  if (place === null) return null
  const here = [place.lat, place.lon] as const
  const near = possible.flatMap(({ pattern, shape: { shapeKey, course } }) => {
    // The matcher has followed it all the way: on a course that passes a place twice it knows which time it is. Before all others.
    if (shapeKey === place.shapeKey && place.alongM !== null)
      return [{ pattern, course, alongM: place.alongM, offM: -1 }]
    const { alongM, offM } = nearestOn(course, here)
    return offM <= OFF_M ? [{ pattern, course, alongM, offM }] : []
  })
  near.sort((a, b) => a.offM - b.offM || b.pattern.stops.length - a.pattern.stops.length)
  const [best] = near
  if (best === undefined) {
    // It is on its way there, or makes a detour: the course is shown all the same, where there is but one.
    const [only, ...others] = possible
    return only !== undefined && others.length === 0
      ? { pattern: only.pattern, course: only.shape.course, alongM: null }
      : null
  }
  // In a street where both ways run, its place says nothing of which it goes.
  const isSure = best.offM < 0 || near.every(({ pattern }) => pattern.directionId === best.pattern.directionId)
  return { ...best, alongM: isSure ? best.alongM : null }
}
