import type { feedTrip } from '../../db/fleet/schema.ts'
import { type Interval, minutesTouched, united } from './intervals.ts'
import { serviceDayStart } from './service-date.ts'

/** What service hours need to know of a trip; times in seconds after noon minus 12 h of the service day. */
export type TripTimes = Pick<typeof feedTrip.$inferSelect, 'routeId' | 'startS' | 'endS' | 'frequencies'>

/** When a route runs on a service date. */
export interface RouteService {
  routeId: string
  /** Minutes of the clock in which at least one trip runs. */
  minutes: number
  /** Departures, those of frequencies each by itself. */
  trips: number
  /** Seconds since 1970, half open, in order and apart. */
  intervals: Interval[]
}

/**
 * Gathers the service hours of the routes on one service date. Trips are told one by one, or thousands at a time; those of services that
 * do not run on the date are not told.
 */
export class ServiceHours {
  readonly #dayStart: number
  readonly #routes = new Map<string, { trips: number; intervals: Interval[] }>()

  /** `date`: YYYYMMDD, of the agency's time zone. */
  constructor(timezone: string, date: string) {
    this.#dayStart = serviceDayStart(timezone, date)
  }

  /** A route that is to be named though no trip of it may run. */
  name(routeId: string): void {
    this.#routeOf(routeId)
  }

  add(trip: TripTimes): void {
    const route = this.#routeOf(trip.routeId)
    for (const { from, to, trips } of runsOf(trip)) {
      route.trips += trips
      route.intervals.push([this.#dayStart + from, this.#dayStart + to])
    }
    // What overlaps is put together from time to time, so that a feed of many trips takes no more room than its hours.
    if (route.intervals.length > MOST_APART) route.intervals = united(route.intervals)
  }

  routes(): RouteService[] {
    return [...this.#routes].map(([routeId, { trips, intervals }]) => {
      const all = united(intervals)
      return { routeId, trips, minutes: minutesTouched(all), intervals: all }
    })
  }

  #routeOf(routeId: string) {
    const found = this.#routes.get(routeId) ?? { trips: 0, intervals: [] }
    this.#routes.set(routeId, found)
    return found
  }
}

const MOST_APART = 4096

/**
 * When a trip runs, in seconds of its service day. By frequencies (GTFS frequencies.txt) it runs from start_time to the arrival of the last
 * departure before end_time, with exact_times or without.
 */
export function runsOf({
  startS,
  endS,
  frequencies,
}: Omit<TripTimes, 'routeId'>): { from: number; to: number; trips: number }[] {
  if (frequencies === null) return [{ from: startS, to: endS, trips: 1 }]
  return frequencies
    .filter(([from, to, headwayS]) => to > from && headwayS > 0)
    .map(([from, to, headwayS]) => {
      const trips = Math.ceil((to - from) / headwayS)
      return { from, to: from + (trips - 1) * headwayS + (endS - startS), trips }
    })
}
