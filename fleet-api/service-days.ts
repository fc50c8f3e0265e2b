import type { FleetDatabase } from '../db/fleet/open.ts'
import { currentFeed } from './queries/feeds.ts'
import { datesWorkedOut, feedCalendars, servicesOn, someTrips, writeServiceDate } from './queries/service.ts'
import { type Interval, united } from './rules/intervals.ts'
import { runsOn } from './rules/service-calendar.ts'
import { dateAt, daysAfter } from './rules/service-date.ts'
import { type RouteService, ServiceHours } from './rules/service-hours.ts'

/**
 * Works out when the routes run on service dates (YYYYMMDD), by the feed in use. A date that has passed keeps what was worked out when it was
 * there; from today on another feed's word replaces what is there. `nowS`: seconds since 1970.
 */
export async function workOutDates(
  db: FleetDatabase,
  dates: string[],
  { timezone, nowS, breathe }: { timezone: string; nowS: number; breathe: () => Promise<void> },
): Promise<void> {
  const feed = await currentFeed(db)
  if (feed === null) return
  const { feedId } = feed
  const today = dateAt(timezone, nowS)
  const known = await datesWorkedOut(db, dates)
  const wanted = dates.filter((date) => !known.has(date) || (date >= today && known.get(date) !== feedId))
  if (wanted.length === 0) return
  for (const [serviceDate, routes] of await serviceOfFeed(db, feedId, { dates: wanted, timezone, breathe })) {
    // A feed whose trips are not here says nothing of its routes.
    if (routes.length > 0) await writeServiceDate(db, { serviceDate, feedId, routes })
    await breathe()
  }
}

/** When the routes of a feed run on these dates, by date; a route without a trip on the date has no hours. */
export async function serviceOfFeed(
  db: FleetDatabase,
  feedId: number,
  { dates, timezone, breathe }: { dates: string[]; timezone: string; breathe: () => Promise<void> },
): Promise<Map<string, RouteService[]>> {
  const calendars = await feedCalendars(db, feedId)
  const days = dates.map((date) => ({
    date,
    running: new Set(calendars.filter((calendar) => runsOn(calendar, date)).map(({ serviceId }) => serviceId)),
    hours: new ServiceHours(timezone, date),
  }))
  let after = ''
  for (;;) {
    const trips = await someTrips(db, feedId, after)
    const last = trips.at(-1)
    if (!last) break
    for (const { running, hours } of days) {
      for (const trip of trips) {
        if (running.has(trip.serviceId)) hours.add(trip)
        else hours.name(trip.routeId)
      }
    }
    after = last.tripId
    await breathe()
  }
  return new Map(days.map(({ date, hours }) => [date, hours.routes()]))
}

const nextTick = () => new Promise<void>((resolve) => setImmediate(resolve))

/**
 * When the routes run on a service date: as it was worked out when the date was near, or by the feed in use. Of a large feed the latter
 * takes a while, in which others have their turns.
 */
export async function serviceOn(db: FleetDatabase, date: string, timezone: string): Promise<RouteService[]> {
  const known = await servicesOn(db, [date])
  if (known.length > 0) return known
  const feed = await currentFeed(db)
  if (feed === null) return []
  const found = await serviceOfFeed(db, feed.feedId, { dates: [date], timezone, breathe: nextTick })
  return [...(found.get(date) ?? [])].sort((a, b) => (a.routeId < b.routeId ? -1 : 1))
}

/**
 * When each route's service runs within [from, to), seconds since 1970, by what was worked out: the evening before reaches in, past 24:00.
 */
export async function servicesWithin(
  db: FleetDatabase,
  dates: string[],
  { from, to }: { from: number; to: number },
): Promise<Map<string, Interval[]>> {
  const found = new Map<string, Interval[]>()
  for (const { routeId, intervals } of await servicesOn(db, dates)) {
    const here = intervals.filter(([start, end]) => start < to && end > from)
    if (here.length > 0) found.set(routeId, [...(found.get(routeId) ?? []), ...here])
  }
  for (const [routeId, intervals] of found) found.set(routeId, united(intervals))
  return found
}

/** The service dates whose service may run within [from, to): those of the city, and the one before, past 24:00. */
export function datesAround(timezone: string, { from, to }: { from: number; to: number }): string[] {
  const last = dateAt(timezone, to - 1)
  const dates: string[] = []
  for (let date = daysAfter(dateAt(timezone, from), -1); date <= last; date = daysAfter(date, 1)) dates.push(date)
  return dates
}
