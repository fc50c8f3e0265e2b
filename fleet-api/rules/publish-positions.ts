import { UNKNOWN_ROUTE } from '../../db/fleet/schema.ts'
import type { VehicleNow } from '../queries/vehicles-now.ts'
import { tripOf } from './ladder/block.ts'
import { STALE_MS } from './ladder/vehicle-positions.ts'
import type { Network, Timetable } from './network.ts'

/** What is published of a vehicle: GTFS-Realtime VehiclePosition, its fields. Never how full it is: WiFi does not count riders. */
export interface PublishedVehicle {
  vehicle: { id: string; label?: string }
  trip: { tripId?: string; routeId: string; directionId?: number }
  position: { latitude: number; longitude: number; bearing?: number; speed?: number }
  /** Seconds since 1970: of the fix. */
  timestamp: number
}

/** An interval of a report; a place within it is of the same moment as its route. */
const INTERVAL_MS = 60_000

/**
 * The vehicles whose place is no older than 90 s and whose route is known, in the order of their ids; of two gateways in one vehicle the newer
 * fix. What the feed in use does not have is not known to who reads this. `now`: ms since 1970.
 */
export function publishedVehicles(
  rows: readonly VehicleNow[],
  { network, timetable, now }: { network: Network | null; timetable: Timetable | null; now: number },
): PublishedVehicle[] {
  const found = new Map<string, PublishedVehicle>()
  for (const row of rows) {
    const made = published(row, { network, timetable, now })
    if (made === null) continue
    const { id } = made.vehicle
    const known = found.get(id)
    if (known === undefined || made.timestamp > known.timestamp) found.set(id, made)
  }
  return [...found.values()].sort((a, b) => (a.vehicle.id < b.vehicle.id ? -1 : 1))
}

function published(
  row: VehicleNow,
  { network, timetable, now }: { network: Network | null; timetable: Timetable | null; now: number },
): PublishedVehicle | null {
  const { gatewayId, vehicleId, label, lastPlace: place, lastRouteId, lastEndedAt } = row
  // A clock that is ahead says nothing of now.
  if (place === null || now - place.at > STALE_MS || place.at - now > STALE_MS) return null
  const isOfNewest = lastEndedAt === null || lastEndedAt - place.at <= INTERVAL_MS
  const routeId = lastRouteId ?? UNKNOWN_ROUTE
  if (routeId === UNKNOWN_ROUTE || (network !== null && !network.routes.has(routeId))) return null
  const said = isOfNewest && place.tripId !== null && timetable !== null ? tripOf(timetable, place.tripId) : null
  // An operator may have moved the vehicle to another route since.
  const trip = said?.routeId === routeId ? said : null
  const { directionId, bearing, speed } = place
  return {
    vehicle: { id: vehicleId ?? gatewayId, ...(label !== null && { label }) },
    trip: {
      // A trip of frequencies.txt runs many times a day: its id alone says not which.
      ...(trip !== null && trip.frequencies === null && { tripId: trip.tripId }),
      routeId,
      ...(isOfNewest && directionId !== null && { directionId }),
    },
    position: {
      latitude: place.lat,
      longitude: place.lon,
      ...(bearing !== null && { bearing: bearing % 360 }),
      ...(speed !== null && { speed }),
    },
    timestamp: Math.floor(Math.min(place.at, now) / 1000),
  }
}
