import type { PerformedRun } from '../matching/performed.ts'
import type { ShapeIndex } from '../matching/shape-index.ts'
import type { OperatorsWord } from '../queries/evidence.ts'
import type { DeviceRow, TraceRow } from '../queries/tides.ts'
import { byAssignment } from '../rules/ladder/assignment.ts'
import { tripOf } from '../rules/ladder/block.ts'
import { bySignOn } from '../rules/ladder/sign-on.ts'
import { byVehiclePositions, type VehicleRun } from '../rules/ladder/vehicle-positions.ts'
import type { Network, Timetable, TimetableTrip } from '../rules/network.ts'
import { dateAt, daysAfter, serviceDayStart } from '../rules/service-date.ts'
import type { TidesRow } from './tables.ts'

/** A run along a whole course, with the trip of the timetable that it was, where that is known. */
export interface Trip extends PerformedRun {
  tripIdPerformed: string
  vehicleId: string
  scheduled: TimetableTrip | null
}

/** What says which trips of the timetable a gateway's vehicle ran. */
export interface TripEvidence {
  network: Network
  timetable: Timetable
  word: OperatorsWord
  device: DeviceRow
  heard: readonly VehicleRun[]
  rows: readonly TraceRow[]
}

/** The trip of the timetable that was run: what assignment, GTFS-Realtime or sign-on said of the middle of the run, if of its route. */
export function scheduledTrip(run: PerformedRun, of: TripEvidence): TimetableTrip | null {
  const { network, timetable, word, device, heard, rows } = of
  const minuteAt = Math.floor((run.startAt + run.endAt) / 120_000) * 60
  const assignments = word.assignments.get(device.gatewayId) ?? []
  const { timezone } = network
  const signOn = rows.findLast((row) => row.minuteAt <= minuteAt && minuteAt - row.minuteAt < 600)?.signOn ?? null
  const said =
    byAssignment(minuteAt, { assignments, standing: device.routeId, timezone, timetable }) ??
    byVehiclePositions(heard, minuteAt, timetable) ??
    bySignOn(signOn, minuteAt, { network, timetable })
  const trip = said?.tripId == null ? null : tripOf(timetable, said.tripId)
  return trip?.routeId === run.routeId ? trip : null
}

/** A row of trips_performed. */
export function tripRow(trip: Trip, date: string, network: Network, index: ShapeIndex): TidesRow<'trips_performed'> {
  const { scheduled, routeId, startAt, endAt } = trip
  const course = index.courses[trip.index]
  const shapeIndex = network.shapes.findIndex(({ shapeKey }) => shapeKey === course?.shapeKey)
  const shape = network.shapes[shapeIndex]
  const patterns = network.patterns.filter((one) => one.routeId === routeId && one.shapeIndex === shapeIndex)
  const pattern = patterns.find(({ patternId }) => patternId === scheduled?.patternId) ?? patterns[0]
  const times = scheduled === null ? null : scheduledTimes(scheduled, startAt / 1000, network.timezone)
  return {
    service_date: date,
    trip_id_performed: trip.tripIdPerformed,
    vehicle_id: trip.vehicleId,
    trip_id_scheduled: scheduled?.tripId ?? null,
    route_id: routeId,
    // A shape that was made of stops is in no shapes.txt.
    shape_id: shape === undefined || shape.fromStops ? null : shape.shapeId,
    direction_id: pattern?.directionId ?? course?.directionId ?? null,
    block_id: scheduled?.blockId ?? null,
    trip_start_stop_id: pattern?.stops[0]?.[0] ?? null,
    trip_end_stop_id: pattern?.stops.at(-1)?.[0] ?? null,
    schedule_trip_start: times && utc(times.start),
    schedule_trip_end: times && utc(times.end),
    actual_trip_start: utc(startAt / 1000),
    actual_trip_end: utc(endAt / 1000),
    trip_type: 'In service',
    schedule_relationship: scheduled === null ? null : 'Scheduled',
  }
}

/** When a trip was to run, seconds since 1970: on the service day that puts it nearest to when it did. Null: it has no times of its own. */
function scheduledTimes(trip: TimetableTrip, nearS: number, timezone: string): { start: number; end: number } | null {
  if (trip.frequencies !== null) return null
  const today = dateAt(timezone, nearS)
  const starts = [today, daysAfter(today, -1)].map((date) => serviceDayStart(timezone, date))
  const away = (start: number) => Math.abs(start + trip.startS - nearS)
  const start = starts.reduce((best, one) => (away(one) < away(best) ? one : best))
  return { start: start + trip.startS, end: start + trip.endS }
}

/** A Frictionless datetime, to the second. */
export function utc(seconds: number): string {
  return `${new Date(Math.floor(seconds) * 1000).toISOString().slice(0, 19)}Z`
}
