import type { FleetDatabase } from '../../db/fleet/open.ts'
import { loadNetwork, loadTimetable } from '../network.ts'
import { vehiclesNow } from '../queries/vehicles-now.ts'
import { STALE_MS } from '../rules/ladder/vehicle-positions.ts'
import { type PublishedVehicle, publishedVehicles } from '../rules/publish-positions.ts'
import { FeedMessage, TripDescriptor } from './bindings.ts'

/** A GTFS-Realtime feed of VehiclePositions, in the two forms that are asked for. */
export interface PositionsFeed {
  protobuf: Uint8Array<ArrayBuffer>
  json: Record<string, unknown>
}

/** However many ask: the feed is made no more often than this. */
const MADE_EVERY_MS = 1000

const memory = new WeakMap<FleetDatabase, { at: number; making: Promise<PositionsFeed> }>()

/** The feed as of now, or as of a moment ago. `now`: ms since 1970. */
export function positionsFeed(db: FleetDatabase, now: number): Promise<PositionsFeed> {
  const known = memory.get(db)
  if (known && known.at <= now && now - known.at < MADE_EVERY_MS) return known.making
  const making = makeFeed(db, now)
  const made = { at: now, making }
  memory.set(db, made)
  making.catch(() => {
    if (memory.get(db) === made) memory.delete(db)
  })
  return making
}

async function makeFeed(db: FleetDatabase, now: number): Promise<PositionsFeed> {
  const rows = await vehiclesNow(db, now - STALE_MS)
  const network = await loadNetwork(db)
  const asksForTrips = network !== null && rows.some(({ lastPlace }) => lastPlace !== null && lastPlace.tripId !== null)
  const timetable = asksForTrips ? await loadTimetable(db) : null
  const message = FeedMessage.fromObject({
    header: { gtfsRealtimeVersion: '2.0', incrementality: 'FULL_DATASET', timestamp: Math.floor(now / 1000) },
    entity: publishedVehicles(rows, { network, timetable, now }).map(entityOf),
  })
  return {
    protobuf: new Uint8Array(FeedMessage.encode(message).finish()),
    json: FeedMessage.toObject(message, { longs: Number, enums: String, arrays: true }),
  }
}

function entityOf({ vehicle, trip, position, timestamp }: PublishedVehicle) {
  const { SCHEDULED } = TripDescriptor.ScheduleRelationship
  return {
    id: vehicle.id,
    vehicle: {
      vehicle,
      trip: { ...trip, ...(trip.tripId !== undefined && { scheduleRelationship: SCHEDULED }) },
      position,
      timestamp,
    },
  }
}
