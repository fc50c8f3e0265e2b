import type { agency, route, stop } from '../../db/fleet/schema.ts'
import type { Frequency, TimetableService } from '../rules/network.ts'
import { Ids } from './ids.ts'
import { ShapePoints } from './shape-points.ts'
import { StopTimeRows } from './stop-time-rows.ts'

/** Rows as they are stored, but for the feed that they belong to. */
export type AgencyRow = Omit<typeof agency.$inferSelect, 'feedId'>
export type RouteRow = Omit<typeof route.$inferSelect, 'feedId'>
export type StopRow = Omit<typeof stop.$inferSelect, 'feedId'>

/** A row of trips.txt, and its line. */
export interface TripRow {
  tripId: string
  routeId: string
  serviceId: string
  headsign: string | null
  directionId: number | null
  blockId: string | null
  shapeId: string | null
  line: number
}

/** What runs on which days: a service while it is read. */
export interface ServiceRow extends TimetableService {
  added: string[]
  removed: string[]
}

/**
 * What is known of a feed while its files are read, one after another. Stop times and points of shapes, which may be millions, are
 * kept as numbers; the texts that rows share are kept once.
 */
export class Feed {
  readonly agencies: AgencyRow[] = []
  readonly routes: RouteRow[] = []
  readonly stops: StopRow[] = []
  readonly agencyIds = new Ids('agency.txt')
  readonly routeIds = new Ids('routes.txt')
  readonly stopIds = new Ids('stops.txt')
  readonly serviceIds = new Ids('calendar.txt or calendar_dates.txt')
  readonly tripIds = new Ids('trips.txt')
  readonly trips: TripRow[] = []
  readonly tripIndex = new Map<string, number>()
  readonly stopIndex = new Map<string, number>()
  readonly services = new Map<string, ServiceRow>()
  readonly frequencies = new Map<string, Frequency[]>()
  readonly stopTimes = new StopTimeRows()
  readonly shapePoints = new ShapePoints()
  feedVersion: string | null = null
  /** As feed_info.txt has them. */
  statedStart: string | null = null
  statedEnd: string | null = null
  /** First and last day on which a service of calendar.txt or calendar_dates.txt runs. */
  serviceStart: string | null = null
  serviceEnd: string | null = null

  readonly #texts = new Map<string, string>()

  addStop(row: StopRow): void {
    this.stopIndex.set(row.stopId, this.stops.length)
    this.stops.push(row)
  }

  addTrip(row: TripRow): void {
    this.tripIndex.set(row.tripId, this.trips.length)
    this.trips.push({
      ...row,
      routeId: this.#once(row.routeId),
      serviceId: this.#once(row.serviceId),
      headsign: this.#onceOrNull(row.headsign),
      blockId: this.#onceOrNull(row.blockId),
      shapeId: this.#onceOrNull(row.shapeId),
    })
  }

  /** The service of an id, which may be known from calendar_dates.txt alone. */
  service(serviceId: string): ServiceRow {
    const known = this.services.get(serviceId)
    if (known !== undefined) return known
    const made = { serviceId, weekdays: '0000000', startDate: null, endDate: null, added: [], removed: [] }
    this.services.set(serviceId, made)
    return made
  }

  #once(text: string): string {
    const known = this.#texts.get(text)
    if (known !== undefined) return known
    this.#texts.set(text, text)
    return text
  }

  #onceOrNull(text: string | null): string | null {
    return text === null ? null : this.#once(text)
  }

  /** Widens the days of service by one span, YYYYMMDD. */
  runs(from: string, to: string): void {
    if (this.serviceStart === null || from < this.serviceStart) this.serviceStart = from
    if (this.serviceEnd === null || to > this.serviceEnd) this.serviceEnd = to
  }
}
