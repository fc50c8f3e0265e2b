import type { agency, route, stop } from '../../db/fleet/schema.ts'
import { Ids } from './ids.ts'

/** Rows as they are stored, but for the feed that they belong to. */
export type AgencyRow = Omit<typeof agency.$inferInsert, 'feedId'>
export type RouteRow = Omit<typeof route.$inferInsert, 'feedId'>
export type StopRow = Omit<typeof stop.$inferInsert, 'feedId'>

/**
 * What is known of a feed while its files are read, one after another. Agencies, routes and stops are few and kept; of trips and
 * services only the ids, and of stop_times and shapes nothing, so that a large feed does not fill the memory.
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
  feedVersion: string | null = null
  /** As feed_info.txt has them. */
  statedStart: string | null = null
  statedEnd: string | null = null
  /** First and last day on which a service of calendar.txt or calendar_dates.txt runs. */
  serviceStart: string | null = null
  serviceEnd: string | null = null

  /** Widens the days of service by one span, YYYYMMDD. */
  runs(from: string, to: string): void {
    if (this.serviceStart === null || from < this.serviceStart) this.serviceStart = from
    if (this.serviceEnd === null || to > this.serviceEnd) this.serviceEnd = to
  }
}
