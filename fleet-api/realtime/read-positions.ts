import { z } from 'zod'
import { AbordoError } from '../../contract/problem.ts'
import { FeedEntity, FeedHeader, TripDescriptor } from './bindings.ts'
import { splitFeed } from './split-feed.ts'

/** What a feed says of a vehicle. */
export interface HeardPosition {
  vehicleId: string | null
  label: string | null
  /** ms since 1970: of the position, or of the feed where it has none. */
  at: number
  tripId: string | null
  routeId: string | null
  directionId: number | null
}

// Controls and halves of characters cannot be stored, or not everywhere in the same way.
const name = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[^\p{Cc}\p{Cs}]+$/u)
/** Empty stands for "not told". */
const optionalName = z
  .string()
  .nullish()
  .transform((text) => text || null)
  .pipe(name.nullable())
/** Seconds since 1970. */
const seconds = z.int().min(1).max(8_640_000_000_000)
/** Nothing but what was sent: of what was not, protobufjs's messages answer a default. */
const AS_SENT = { longs: Number }

const { CANCELED } = TripDescriptor.ScheduleRelationship
/** Newer than the bindings that still run on Node 20. */
const DELETED: number = 7
const tripSchema = z.object({
  tripId: optionalName,
  routeId: optionalName,
  directionId: z.number().nullish(),
  scheduleRelationship: z.number().nullish(),
})
const vehicleSchema = z.object({ id: optionalName, label: optionalName })

/**
 * The positions in a GTFS-Realtime feed: those that name a vehicle, a moment, and a trip or route that it runs. What is not as the
 * reference says is left out. Throws AbordoError: bad-feed where the whole of it is not.
 */
export function readPositions(octets: Uint8Array): HeardPosition[] {
  const { header, entities } = splitFeed(octets)
  const feedAt = headerTime(header)
  return entities.flatMap((entity) => positionIn(entity, feedAt) ?? [])
}

function headerTime(header: Uint8Array): number | null {
  try {
    return timeOf(FeedHeader.toObject(FeedHeader.decode(header), AS_SENT))
  } catch (cause) {
    throw new AbordoError('bad-feed', 'The header of the GTFS-Realtime feed cannot be read.', { cause })
  }
}

function positionIn(octets: Uint8Array, feedAt: number | null): HeardPosition | null {
  const position = vehicleIn(octets)
  const vehicle = vehicleSchema.safeParse(position?.vehicle)
  const trip = tripSchema.safeParse(position?.trip)
  const at = timeOf(position ?? {}) ?? feedAt
  if (!vehicle.success || !trip.success || at === null) return null
  const { tripId, routeId, directionId, scheduleRelationship } = trip.data
  if (scheduleRelationship === CANCELED || scheduleRelationship === DELETED) return null
  const { id, label } = vehicle.data
  const direction = directionId === 0 || directionId === 1 ? directionId : null
  return { vehicleId: id, label, at: at * 1000, tripId, routeId, directionId: direction }
}

/** What an entity says of a vehicle; null: nothing, or it cannot be decoded. */
function vehicleIn(octets: Uint8Array): Record<string, unknown> | null {
  try {
    const entity = FeedEntity.toObject(FeedEntity.decode(octets), AS_SENT)
    return entity.isDeleted === true ? null : (entity.vehicle ?? null)
  } catch {
    return null
  }
}

function timeOf({ timestamp }: Record<string, unknown>): number | null {
  const read = seconds.safeParse(timestamp)
  return read.success ? read.data : null
}
