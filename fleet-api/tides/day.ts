import { AbordoError } from '../../contract/problem.ts'
import { LATE_WINDOW_S } from '../../contract/steps.ts'
import type { FleetDatabase } from '../../db/fleet/open.ts'
import { UNKNOWN_ROUTE } from '../../db/fleet/schema.ts'
import { fleetSetting } from '../fleet-settings.ts'
import { RunFinder } from '../matching/performed.ts'
import { routeIndex } from '../matching/route-index.ts'
import type { ShapeIndex } from '../matching/shape-index.ts'
import { loadNetwork, loadTimetable } from '../network.ts'
import { fleetDays } from '../queries/connectivity.ts'
import { type OperatorsWord, readOperatorsWord, vehicleRuns } from '../queries/evidence.ts'
import { cityTimezone } from '../queries/feeds.ts'
import {
  agencyName,
  type DeviceRow,
  devicesBefore,
  gatewaysThatReported,
  type TraceRow,
  tracesOf,
} from '../queries/tides.ts'
import type { Network, Timetable } from '../rules/network.ts'
import { keptSince } from '../rules/retention.ts'
import { daysAfter, instantOf } from '../rules/service-date.ts'
import { readTrace } from '../rules/trace-text.ts'
import { dataPackage } from './package.ts'
import type { TidesRow } from './tables.ts'
import { scheduledTrip, type Trip, tripRow, utc } from './trips.ts'

/** A run that has begun on the day is followed for so long into the next. */
const LONGEST_RUN_S = 3 * 3600
const ROWS_A_PART = 2000
const MINUTES_A_TURN = 60

/** Some rows of a day; a gateway's trips come before the locations that name them, or after. */
export interface DayPart {
  locations: TidesRow<'vehicle_locations'>[]
  trips: TidesRow<'trips_performed'>[]
}

export interface TidesDay {
  package: ReturnType<typeof dataPackage>
  vehicles: TidesRow<'vehicles'>[]
  devices: TidesRow<'devices'>[]
  /** Reads gateway by gateway, and holds no more than one in memory. */
  parts: () => AsyncGenerator<DayPart>
}

export interface DayOptions {
  /** ms since 1970. */
  now: number
  /** Lets others have a turn. */
  breathe: () => Promise<void>
  onProgress?: (done: number, total: number) => void
}

/** What stands still while a day is read. */
interface Standing {
  db: FleetDatabase
  date: string
  from: number
  to: number
  network: Network | null
  timetable: Timetable | null
  index: ShapeIndex | null
  word: OperatorsWord
  breathe: () => Promise<void>
}

/**
 * A day of the city (2026-11-24) for TIDES: from midnight to midnight in the agency's time zone. A trip belongs to the day on which it began.
 * Throws AbordoError: bad-request, not-found.
 */
export async function tidesDay(db: FleetDatabase, date: string, options: DayOptions): Promise<TidesDay> {
  const { now, breathe, onProgress } = options
  const timezone = await cityTimezone(db)
  const compact = date.replaceAll('-', '')
  const from = instantOf(timezone, compact, 0, 'first')
  const to = instantOf(timezone, daysAfter(compact, 1), 0, 'first')
  if (from * 1000 > now) throw new AbordoError('bad-request', `${date} is still to come: choose a day that has begun.`)
  if (from < keptSince(await fleetSetting(db, 'retention'), now).minutes)
    throw new AbordoError('not-found', `The minutes of ${date} are no longer kept: choose a later day.`)
  const devices = await devicesBefore(db, to * 1000)
  const reported = await gatewaysThatReported(db, from, to)
  const [day] = await fleetDays(db, { from, to })
  const network = await loadNetwork(db)
  const standing: Standing = {
    ...{ db, date, from, to, network, breathe },
    timetable: network === null ? null : await loadTimetable(db),
    index: network === null ? null : routeIndex(network),
    word: await readOperatorsWord(db),
  }
  const vehicles = devices.filter((device) => device.site === 'vehicle')
  return {
    package: dataPackage({
      date,
      agency: await agencyName(db),
      reports: day?.reports ?? 0,
      due: day?.due ?? 0,
      provisional: now / 1000 < to + LATE_WINDOW_S,
    }),
    vehicles: [...new Set(vehicles.map(vehicleOf))].map((vehicle_id) => ({ vehicle_id })),
    devices: devices.map((device) => ({
      device_id: device.gatewayId,
      stop_id: device.site === 'vehicle' ? null : device.stopId,
      vehicle_id: device.site === 'vehicle' ? vehicleOf(device) : null,
      device_type: 'Other',
    })),
    async *parts() {
      const walked = vehicles.filter(({ gatewayId }) => reported.has(gatewayId))
      let before: Trip[] = []
      for (const [index, device] of walked.entries()) {
        // Of two gateways in a vehicle the first tells what it ran.
        if (before[0]?.vehicleId !== vehicleOf(device)) before = []
        const found = yield* partsOf(device, before, standing)
        before = [...before, ...found]
        onProgress?.(index + 1, walked.length)
      }
    },
  }
}

function vehicleOf({ vehicleId, gatewayId }: DeviceRow): string {
  return vehicleId ?? gatewayId
}

/** A gateway's day. Returns the trips that were not known from another gateway in the vehicle (`known`). */
async function* partsOf(device: DeviceRow, known: Trip[], of: Standing): AsyncGenerator<DayPart, Trip[]> {
  const { db, from, to, date, network, index } = of
  const rows = await tracesOf(db, device.gatewayId, from, to + LONGEST_RUN_S)
  const found = await tripsOf(device, rows, of)
  const added = found.filter((trip) => !known.some((one) => trip.startAt < one.endAt && one.startAt < trip.endAt))
  const trips = [...known, ...added]
  let part: DayPart = { locations: [], trips: [] }
  if (network !== null && index !== null) part.trips = added.map((trip) => tripRow(trip, date, network, index))
  for (const row of rows) {
    if (row.startedAt >= to * 1000) break
    for (const [number, { at, lat, lon }] of readTrace(row.trace, row.startedAt).entries()) {
      const trip = trips.find(({ startAt, endAt }) => startAt <= at && at <= endAt) ?? null
      part.locations.push({
        location_ping_id: pingId(device.gatewayId, row, number),
        service_date: date,
        event_timestamp: utc(at / 1000),
        trip_id_performed: trip?.tripIdPerformed ?? null,
        trip_id_scheduled: trip?.scheduled?.tripId ?? null,
        vehicle_id: vehicleOf(device),
        device_id: device.gatewayId,
        // Heading and speed are to be what the vehicle measured, not what can be worked out from these.
        latitude: lat,
        longitude: lon,
        trip_type: trip && 'In service',
      })
    }
    if (part.locations.length < ROWS_A_PART) continue
    yield part
    part = { locations: [], trips: [] }
  }
  yield part
  return added
}

/** The same fix has the same id whenever it is exported: a report is stored once for ever. */
function pingId(gatewayId: string, { minuteAt, bootId, seq }: TraceRow, number: number): string {
  return `${gatewayId}:${(minuteAt / 60).toString(36)}:${bootId.slice(0, 8)}:${seq}:${number}`
}

async function tripsOf(device: DeviceRow, rows: TraceRow[], of: Standing): Promise<Trip[]> {
  const { network, timetable, index, from, to, word } = of
  if (network === null || timetable === null || index === null || rows.length === 0) return []
  const routes = new Set(rows.map(({ routeId }) => routeId).filter((routeId) => network.routes.has(routeId)))
  const finder = new RunFinder(index, routes)
  for (const [number, { minuteAt, routeId, startedAt, trace }] of rows.entries()) {
    const decided = routeId === UNKNOWN_ROUTE ? null : routeId
    finder.follow({ minuteAt, routeId: decided, fixes: readTrace(trace, startedAt) })
    if (number % MINUTES_A_TURN === 0) await of.breathe()
  }
  const runs = finder.performed().filter(({ startAt }) => startAt >= from * 1000 && startAt < to * 1000)
  const keys = [device.vehicleId, device.label, device.gatewayId].filter((key) => key !== null)
  const heard = await vehicleRuns(of.db, keys, { from: from * 1000, to: (to + LONGEST_RUN_S) * 1000 })
  const evidence = {
    ...{ network, timetable, word, device, rows },
    heard: keys.map((key) => heard.get(key)).find((some) => some !== undefined) ?? [],
  }
  return runs.map((run) => ({
    ...run,
    tripIdPerformed: `${device.gatewayId}:${Math.floor(run.startAt / 1000)}`,
    vehicleId: vehicleOf(device),
    scheduled: scheduledTrip(run, evidence),
  }))
}
