import { UNKNOWN_ROUTE } from '../../db/fleet/schema.ts'
import type { GatewayRow } from '../queries/gateways.ts'
import { tripOf } from './ladder/block.ts'
import type { Network, Timetable, TimetableTrip } from './network.ts'
import { runsOn } from './service-calendar.ts'
import { dateAt, daysAfter, serviceDayStart } from './service-date.ts'

/** The trip that a link shows. Nothing in it is about a rider. */
export interface LinkedTrip {
  gatewayId: string
  routeId: string
  /** Null: not known when the link was made. */
  directionId: number | null
  /** GTFS trip_id; null: likewise, or it runs by frequencies, where the id alone says not which run. */
  tripId: string | null
  /** When the link ends, seconds since 1970. */
  endsAt: number
}

/** Of a gateway, what a link to its trip follows from. */
export type OnTrip = Pick<GatewayRow, 'gatewayId' | 'site' | 'lastRouteId' | 'lastPlace'>

/** Buses are late: a link outlives the timetable by so much. */
const LATE_S = 30 * 60
/** And they leave early. */
const EARLY_S = 60 * 60
/** Where the timetable says no end, a link lasts for two of these at most: 90 minutes. One is made anew with each. */
const SLOT_S = 45 * 60
/** A vehicle that has not said for so long where it is has no trip to show. */
const LOST_MS = 30 * 60_000

/** The trip that a vehicle is on; null: it is on none that could be shown. `now`: ms since 1970. */
export function linkedTrip(
  { gatewayId, site, lastRouteId, lastPlace: place }: OnTrip,
  { network, timetable, now }: { network: Network; timetable: Timetable | null; now: number },
): LinkedTrip | null {
  const routeId = lastRouteId ?? UNKNOWN_ROUTE
  if (site !== 'vehicle' || routeId === UNKNOWN_ROUTE || !network.routes.has(routeId)) return null
  if (place === null || now - place.at > LOST_MS) return null
  const { directionId } = place
  const said = place.tripId !== null && timetable !== null ? tripOf(timetable, place.tripId) : null
  if (timetable !== null && said?.routeId === routeId && said.frequencies === null) {
    const endS = endOf(timetable, said, now / 1000)
    if (endS !== null) return { gatewayId, routeId, directionId, tripId: said.tripId, endsAt: endS + LATE_S }
  }
  const endsAt = (Math.floor(now / 1000 / SLOT_S) + 2) * SLOT_S
  return { gatewayId, routeId, directionId, tripId: null, endsAt }
}

/** When the run of a trip that is on now ends by the timetable, seconds since 1970; null: none is. A service day reaches past midnight. */
function endOf(timetable: Timetable, trip: TimetableTrip, nowS: number): number | null {
  const service = timetable.services.get(trip.serviceId)
  if (!service) return null
  const today = dateAt(timetable.timezone, nowS)
  for (const date of [today, daysAfter(today, -1)]) {
    if (!runsOn(service, date)) continue
    const start = serviceDayStart(timetable.timezone, date)
    if (start + trip.startS - EARLY_S <= nowS && nowS < start + trip.endS + LATE_S) return Math.round(start + trip.endS)
  }
  return null
}

/** Whether a link still says the same as a later look at its vehicle, which may know less: then riders keep the one they have. */
export function holdsStill(link: LinkedTrip, seen: LinkedTrip, now: number): boolean {
  const same = <T>(a: T | null, b: T | null) => a === b || b === null
  return (
    link.endsAt * 1000 > now &&
    link.routeId === seen.routeId &&
    same(link.directionId, seen.directionId) &&
    same(link.tripId, seen.tripId) &&
    // One without an end by the timetable is made anew before it ends.
    (link.tripId !== null || link.endsAt === seen.endsAt)
  )
}

/** Whether the trip of a link is over. `now`: ms since 1970. */
export function isOver(link: LinkedTrip, { lastRouteId, lastPlace }: OnTrip, now: number): boolean {
  if (now >= link.endsAt * 1000) return true
  // A route that nothing says for a while, as in a detour, is not another.
  const isElsewhere = lastRouteId !== null && lastRouteId !== UNKNOWN_ROUTE && lastRouteId !== link.routeId
  if (isElsewhere) return true
  const differs = <T>(then: T | null, today: T | null) => then !== null && today !== null && then !== today
  return (
    lastPlace !== null && (differs(link.directionId, lastPlace.directionId) || differs(link.tripId, lastPlace.tripId))
  )
}
