import type { feedPattern, feedService, feedShape, feedTrip } from '../../db/fleet/schema.ts'
import { quoted, type Warnings } from './complaints.ts'
import { Courses, type FeedCourse } from './courses.ts'
import type { Feed, TripRow } from './feed.ts'
import { type PlacedStops, stopsAlong } from './stops-along.ts'

type Row<T extends { $inferSelect: unknown }> = Omit<T['$inferSelect'], 'feedId'>

/** What a feed comes to, as it is stored but for the feed's number. */
export interface BuiltNetwork {
  services: Row<typeof feedService>[]
  shapes: Row<typeof feedShape>[]
  patterns: Row<typeof feedPattern>[]
  trips: Row<typeof feedTrip>[]
}

/** Stops this far off their course, in the root mean square, are not on it. */
const LOST_M = 100
const DAY_S = 86_400

/** So many trips are taken in between two steps. */
const TRIPS_A_STEP = 500

/**
 * Makes the network of a feed that is read to its end, in steps of some milliseconds, each of which tells how many trips are done.
 * A trip that nobody can run is left out with a warning; one without a single stop time is left out without: feeds keep such.
 */
export function* buildNetwork(feed: Feed, warnings: Warnings): Generator<number, BuiltNetwork> {
  const builder = new Builder(feed, warnings)
  for (let trip = 0; trip < feed.trips.length; trip += 1) {
    if (trip % TRIPS_A_STEP === 0) yield trip
    builder.add(trip)
  }
  return builder.built()
}

class Builder {
  readonly #courses: Courses
  readonly #shapes = new Map<FeedCourse, Row<typeof feedShape>>()
  readonly #patterns = new Map<string, Row<typeof feedPattern>>()
  readonly #trips: Row<typeof feedTrip>[] = []
  /** Shapes that something is wrong with: each is told of once. */
  readonly #told = new Set<string>()

  readonly #pastMidnight: { line: number; tripId: string }[] = []

  constructor(
    readonly feed: Feed,
    readonly warnings: Warnings,
  ) {
    this.#courses = new Courses(feed)
  }

  add(index: number): void {
    const trip = this.feed.trips[index]
    const times = trip === undefined ? null : this.#timesOf(index, trip)
    if (trip === undefined || times === null) return
    const stops = Array.from(this.feed.stopTimes.of(index), (row) => this.feed.stopTimes.stopOf(row))
    const pattern = this.#patternOf(trip, stops)
    if (pattern === null) {
      this.#warn('trips.txt', trip.line, 'trip_id', `${quoted(trip.tripId)} has no course; it is left out`)
      return
    }
    pattern.headsign ??= trip.headsign
    this.#trips.push({
      tripId: trip.tripId,
      routeId: trip.routeId,
      serviceId: trip.serviceId,
      patternId: pattern.patternId,
      blockId: trip.blockId,
      ...times,
      frequencies: this.feed.frequencies.get(trip.tripId)?.map((one) => [...one]) ?? null,
    })
  }

  built(): BuiltNetwork {
    this.#tellPastMidnight()
    const services = [...this.feed.services.values()].map((service) => ({
      ...service,
      added: service.added.sort(),
      removed: service.removed.sort(),
    }))
    return {
      services,
      shapes: [...this.#shapes.values()],
      patterns: [...this.#patterns.values()],
      trips: this.#trips,
    }
  }

  /** A whole timetable has it or has it not, so it is told of once. */
  #tellPastMidnight(): void {
    const [first] = this.#pastMidnight
    if (first === undefined) return
    const others = this.#pastMidnight.length - 1
    const message = `is before the start of ${quoted(first.tripId)}${others > 0 ? `, as of ${others} other trips` : ''}; it is taken as after midnight, which is written 24:10:00`
    this.#warn('stop_times.txt', first.line, 'arrival_time', message)
  }

  /** First departure and last arrival; null: the trip cannot be used. */
  #timesOf(index: number, trip: TripRow): { startS: number; endS: number } | null {
    const { stopTimes } = this.feed
    const rows = stopTimes.of(index)
    const [first, last] = [rows[0], rows.at(-1)]
    if (first === undefined || last === undefined) return null
    if (rows.length === 1) {
      this.#warn(
        'stop_times.txt',
        stopTimes.lineOf(first),
        'trip_id',
        `is the only stop of ${quoted(trip.tripId)}; it is left out`,
      )
      return null
    }
    const [startS, endS] = [stopTimes.departureOf(first), stopTimes.arrivalOf(last)]
    if (startS === null || endS === null) {
      const [row, field, which] =
        startS === null ? ([first, 'departure_time', 'first'] as const) : ([last, 'arrival_time', 'last'] as const)
      const message = `is empty at the ${which} stop of ${quoted(trip.tripId)}, which is left out`
      this.#warn('stop_times.txt', stopTimes.lineOf(row), field, message)
      return null
    }
    if (endS >= startS) return { startS, endS }
    // A common mistake, and these buses do run: their times begin anew at midnight.
    if (endS + DAY_S >= startS + DAY_S / 2) {
      const message = `is before the start of ${quoted(trip.tripId)}, which is left out`
      this.#warn('stop_times.txt', stopTimes.lineOf(last), 'arrival_time', message)
      return null
    }
    this.#pastMidnight.push({ line: stopTimes.lineOf(last), tripId: trip.tripId })
    return { startS, endS: endS + DAY_S }
  }

  #patternOf(trip: TripRow, stops: number[]): Row<typeof feedPattern> | null {
    const named = this.#courseOf(trip, stops)
    if (named === null) return null
    const key = JSON.stringify([trip.routeId, trip.directionId, named.shapeId, stops])
    const known = this.#patterns.get(key)
    if (known !== undefined) return known
    const { course, metres } = this.#placed(trip, named, stops)
    const made = {
      patternId: this.#patterns.size + 1,
      routeId: trip.routeId,
      directionId: trip.directionId,
      shapeId: course.shapeId,
      headsign: null,
      stops: stops.map((stop, i): [string, number] => [
        this.feed.stops[stop]?.stopId ?? '',
        Math.round(metres[i] ?? 0),
      ]),
    }
    this.#patterns.set(key, made)
    this.#keep(course)
    return made
  }

  #courseOf({ shapeId, line }: TripRow, stops: number[]): FeedCourse | null {
    if (shapeId === null) return this.#courses.ofStops(stops)
    const course = this.#courses.ofShape(shapeId)
    if (course !== null) return course
    if (!this.#told.has(shapeId)) {
      this.#told.add(shapeId)
      const what = this.feed.shapePoints.has(shapeId) ? 'which has no two different points in' : 'which is not in'
      this.#warn(
        'trips.txt',
        line,
        'shape_id',
        `names ${quoted(shapeId)}, ${what} shapes.txt; the stops make the course`,
      )
    }
    return this.#courses.ofStops(stops)
  }

  /** The stops on their course; where they plainly run against it, on the same one the other way round. */
  #placed(trip: TripRow, named: FeedCourse, stops: number[]): { course: FeedCourse; metres: number[] } {
    const asNamed = this.#along(named, stops)
    if (named.fromStops || asNamed.offM < LOST_M) return { course: named, metres: asNamed.metres }
    const opposite = this.#courses.oppositeOf(named)
    const turned = this.#along(opposite, stops)
    if (turned.offM * 2 > asNamed.offM) return { course: named, metres: asNamed.metres }
    if (!this.#told.has(named.shapeId)) {
      this.#told.add(named.shapeId)
      const message = `names ${quoted(named.shapeId)}, whose points run against the stops; they are taken the other way round`
      this.#warn('trips.txt', trip.line, 'shape_id', message)
    }
    return { course: opposite, metres: turned.metres }
  }

  #along(course: FeedCourse, stops: number[]): PlacedStops {
    const places = stops.map((stop) => {
      const at = this.#courses.placeOf(stop)?.[0]
      return at === undefined ? null : { at, passes: this.#courses.passesOf(course, stop, at) }
    })
    return stopsAlong(course.course, places)
  }

  #keep(kept: FeedCourse): void {
    if (this.#shapes.has(kept)) return
    const { shapeId, shapeKey, course, fromStops } = kept
    const points = course.points.map(([lat, lon]): [number, number] => [lat, lon])
    this.#shapes.set(kept, { shapeId, shapeKey, lengthM: Math.round(course.lengthM), fromStops, points })
  }

  #warn(file: string, line: number, field: string, message: string): void {
    this.warnings.add({ file, line, field, message })
  }
}
