import type { Connectivity } from '../contract/connectivity.ts'
import { LATE_WINDOW_S } from '../contract/steps.ts'
import type { FleetDatabase } from '../db/fleet/open.ts'
import { UNKNOWN_ROUTE } from '../db/fleet/schema.ts'
import { availabilityWithin } from './queries/availability.ts'
import { fleetDays, routesWithin } from './queries/connectivity.ts'
import { cityTimezone, currentRoutes } from './queries/feeds.ts'
import { scheduledMinutes } from './queries/service.ts'
import { cityTime } from './rules/city-time.ts'
import { DEFINITIONS } from './rules/definitions.ts'
import { dateAt } from './rules/service-date.ts'
import { type ServiceMinutes, serviceFigures } from './rules/service-figures.ts'
import { together, usageOf } from './rules/usage.ts'
import { isoInZone, zoneOffset } from './rules/zone.ts'

/** What the riders of each route got in a month (YYYY-MM) of the city's calendar. `now`: ms since 1970. */
export async function monthOfConnectivity(db: FleetDatabase, month: string, now: number): Promise<Connectivity> {
  const timezone = await cityTimezone(db)
  const days = monthDays(month, timezone)
  const [rows, routes, known, served, scheduled] = await Promise.all([
    fleetDays(db, days),
    routesWithin(db, days),
    currentRoutes(db),
    availabilityWithin(db, days),
    scheduledSoFar(db, days, timezone, now),
  ])
  const ofRoute = new Map(served.map((route): [string, ServiceMinutes] => [route.routeId, route]))
  const inAll = [...scheduled.values()].reduce((sum, minutes) => sum + minutes, 0)
  const names = new Map(known.map((route) => [route.routeId, route]))
  return {
    month,
    from: isoInZone(timezone, days.from),
    to: isoInZone(timezone, days.to),
    timezone,
    definitions: DEFINITIONS,
    provisional: now / 1000 < days.to + LATE_WINDOW_S,
    city: {
      ...usageOf(together(rows)),
      service: serviceFigures(inAll, served),
      days: rows.map((day) => ({ date: isoInZone(timezone, day.dayAt).slice(0, 10), ...usageOf(day) })),
    },
    routes: routes.map(({ routeId, ...rolled }) => ({
      routeId: routeId === UNKNOWN_ROUTE ? null : routeId,
      shortName: names.get(routeId)?.routeShortName ?? null,
      longName: names.get(routeId)?.routeLongName ?? null,
      ...usageOf(rolled),
      service: serviceFigures(
        scheduled.get(routeId) ?? 0,
        [ofRoute.get(routeId)].flatMap((one) => one ?? []),
      ),
    })),
  }
}

/** Of a month that is not over: up to today. */
async function scheduledSoFar(
  db: FleetDatabase,
  { from, to }: { from: number; to: number },
  timezone: string,
  now: number,
): Promise<Map<string, number>> {
  return scheduledMinutes(db, dateAt(timezone, from), dateAt(timezone, Math.min(to - 1, now / 1000)))
}

/** From the first day of a month to the first day of the next, as the city's days begin. */
function monthDays(month: string, timezone: string): { from: number; to: number } {
  const [year = 0, number = 1] = month.split('-').map(Number)
  const first = (index: number) => {
    const noon = Date.UTC(year, index, 1, 12) / 1000
    return cityTime(timezone).dayOf(Math.floor((noon - zoneOffset(timezone, noon)) / 60) * 60)
  }
  return { from: first(number - 1), to: first(number) }
}
