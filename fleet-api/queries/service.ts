import { and, asc, eq, gt, gte, inArray, lte, max, sum } from 'drizzle-orm'
import type { FleetDatabase, FleetReads, Write } from '../../db/fleet/open.ts'
import { feedService, feedTrip, routeServiceDay } from '../../db/fleet/schema.ts'
import type { RouteService } from '../rules/service-hours.ts'

export type RouteServiceRow = typeof routeServiceDay.$inferSelect

/** So many trips are read at once: a few milliseconds. */
const TRIPS_A_PAGE = 1000

/** What scheduled service is made of: trips in the order of their ids, from the one after `after`. */
export async function someTrips(db: FleetReads, feedId: number, after: string) {
  const { tripId, routeId, serviceId, startS, endS, frequencies } = feedTrip
  return db
    .select({ tripId, routeId, serviceId, startS, endS, frequencies })
    .from(feedTrip)
    .where(and(eq(feedTrip.feedId, feedId), gt(feedTrip.tripId, after)))
    .orderBy(asc(feedTrip.tripId))
    .limit(TRIPS_A_PAGE)
}

/** The calendars of a feed. */
export async function feedCalendars(db: FleetReads, feedId: number): Promise<(typeof feedService.$inferSelect)[]> {
  return db.select().from(feedService).where(eq(feedService.feedId, feedId))
}

/** By which feed each of these service dates was worked out; those that were not are missing. */
export async function datesWorkedOut(db: FleetReads, dates: string[]): Promise<Map<string, number>> {
  const rows = await db
    .select({ serviceDate: routeServiceDay.serviceDate, feedId: max(routeServiceDay.feedId) })
    .from(routeServiceDay)
    .where(inArray(routeServiceDay.serviceDate, dates))
    .groupBy(routeServiceDay.serviceDate)
  return new Map(rows.map(({ serviceDate, feedId }) => [serviceDate, feedId ?? 0]))
}

const toRouteDays: Write<typeof routeServiceDay> = { table: routeServiceDay, conflict: 'ignore' }

/** Puts the service of a date in the place of what was there. */
export async function writeServiceDate(
  db: FleetDatabase,
  { serviceDate, feedId, routes }: { serviceDate: string; feedId: number; routes: RouteService[] },
): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.delete(routeServiceDay).where(eq(routeServiceDay.serviceDate, serviceDate))
    await tx.writeMany(
      toRouteDays,
      routes.map((route) => ({ ...route, serviceDate, feedId })),
    )
  })
}

/** The service of every route on these dates, as it was worked out. */
export async function servicesOn(db: FleetReads, dates: string[]): Promise<RouteServiceRow[]> {
  return db
    .select()
    .from(routeServiceDay)
    .where(inArray(routeServiceDay.serviceDate, dates))
    .orderBy(asc(routeServiceDay.serviceDate), asc(routeServiceDay.routeId))
}

/** Scheduled minutes of each route over the service dates from `first` to `last`, both included. */
export async function scheduledMinutes(db: FleetReads, first: string, last: string): Promise<Map<string, number>> {
  const rows = await db
    .select({ routeId: routeServiceDay.routeId, minutes: sum(routeServiceDay.minutes).mapWith(Number) })
    .from(routeServiceDay)
    .where(and(gte(routeServiceDay.serviceDate, first), lte(routeServiceDay.serviceDate, last)))
    .groupBy(routeServiceDay.routeId)
  return new Map(rows.map(({ routeId, minutes }) => [routeId, minutes]))
}
