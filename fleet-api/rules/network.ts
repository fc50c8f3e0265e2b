import type { Course } from '../../contract/along.ts'

/** A route of the feed in use: GTFS routes.txt, the spec's names. */
export interface NetworkRoute {
  routeId: string
  agencyId: string
  routeShortName: string
  routeLongName: string
  routeType: number
  /** Six hex digits without '#'; null: the feed is silent. */
  routeColor: string | null
  routeTextColor: string | null
}

/** A course on which vehicles run: GTFS shapes.txt, or made of a trip's stops where it names none. */
export interface NetworkShape {
  shapeId: string
  /** By which the same course is known again in another feed. */
  shapeKey: string
  course: Course
  fromStops: boolean
}

/** One way of running a route: its course, and its stops in order. */
export interface NetworkPattern {
  patternId: number
  routeId: string
  /** GTFS direction_id, 0 or 1; null: the feed is silent. */
  directionId: number | null
  /** Into `shapes`. */
  shapeIndex: number
  headsign: string | null
  /** In order, with metres along the course, which never become less. */
  stops: readonly (readonly [stopId: string, alongM: number])[]
}

/** The city's network as the feed in use has it. */
export interface Network {
  feedId: number
  /** IANA: GTFS agency_timezone. */
  timezone: string
  /** First and last service date, YYYYMMDD; null: no service runs at all. */
  startDate: string | null
  endDate: string | null
  routes: ReadonlyMap<string, NetworkRoute>
  shapes: readonly NetworkShape[]
  patterns: readonly NetworkPattern[]
}

/** GTFS calendar.txt and calendar_dates.txt of one service. Dates are YYYYMMDD. */
export interface TimetableService {
  serviceId: string
  /** Monday first, '1' for a day on which it runs, such as '1111100'. */
  weekdays: string
  /** Both ends are days of service; null: calendar.txt has no row of it. */
  startDate: string | null
  endDate: string | null
  /** In order. */
  added: readonly string[]
  removed: readonly string[]
}

/** GTFS frequencies.txt: a trip begins at startS and every headwayS after it, before endS. */
export type Frequency = readonly [startS: number, endS: number, headwayS: number, exactTimes: 0 | 1]

/** GTFS trips.txt. Times are seconds after noon minus 12 h of the service day, so they may pass 86,400. */
export interface TimetableTrip {
  tripId: string
  routeId: string
  serviceId: string
  patternId: number
  blockId: string | null
  /** First departure and last arrival. With frequencies only the time between them counts. */
  startS: number
  endS: number
  /** Null: the trip runs at its own times. */
  frequencies: readonly Frequency[] | null
}

/** When the network is served. */
export interface Timetable {
  feedId: number
  timezone: string
  services: ReadonlyMap<string, TimetableService>
  trips: readonly TimetableTrip[]
}
