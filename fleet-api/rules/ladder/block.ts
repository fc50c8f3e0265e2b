import type { Timetable, TimetableTrip } from '../network.ts'
import { runsOn } from '../service-calendar.ts'
import { dateAt, daysAfter, serviceDayStart } from '../service-date.ts'

/** Between two trips of a block a vehicle stands at a terminal: that long it is still the trip's before. */
const LAYOVER_S = 30 * 60

/**
 * The trip that a block runs at an instant (seconds since 1970), GTFS trips.block_id: the last one that has begun, until the next one begins.
 * A service day reaches past midnight, so yesterday's counts too. `fits`: whether the block is run on a service date.
 */
export function tripOfBlock(
  timetable: Timetable,
  blockId: string,
  at: number,
  fits: (serviceDate: string) => boolean = () => true,
): TimetableTrip | null {
  const today = dateAt(timetable.timezone, at)
  let best: { trip: TimetableTrip; began: number } | null = null
  for (const date of [today, daysAfter(today, -1)]) {
    if (!fits(date)) continue
    const start = serviceDayStart(timetable.timezone, date)
    for (const trip of tripsOfBlock(timetable, blockId)) {
      const service = timetable.services.get(trip.serviceId)
      if (!service || !runsOn(service, date)) continue
      const began = start + trip.startS
      if (began > at || at > start + trip.endS + LAYOVER_S) continue
      if (best === null || began > best.began) best = { trip, began }
    }
  }
  return best?.trip ?? null
}

const blocks = new WeakMap<Timetable, Map<string, TimetableTrip[]>>()

function tripsOfBlock(timetable: Timetable, blockId: string): TimetableTrip[] {
  let known = blocks.get(timetable)
  if (!known) {
    known = new Map()
    for (const trip of timetable.trips) {
      if (trip.blockId === null) continue
      const of = known.get(trip.blockId)
      if (of) of.push(trip)
      else known.set(trip.blockId, [trip])
    }
    blocks.set(timetable, known)
  }
  return known.get(blockId) ?? []
}

const trips = new WeakMap<Timetable, Map<string, TimetableTrip>>()

/** A trip by its GTFS trip_id. */
export function tripOf(timetable: Timetable, tripId: string): TimetableTrip | null {
  const known = trips.get(timetable) ?? new Map(timetable.trips.map((trip) => [trip.tripId, trip]))
  trips.set(timetable, known)
  return known.get(tripId) ?? null
}
