import type { FleetDatabase } from '../../db/fleet/open.ts'
import { assignedOn } from '../queries/alert-watch.ts'
import { servicesOn } from '../queries/service.ts'
import { listSites } from '../queries/sites.ts'
import { bridged, type Services } from '../rules/alerts/duty.ts'
import type { Interval } from '../rules/intervals.ts'
import { openingsOf } from '../rules/opening-hours.ts'
import { dateAt } from '../rules/service-date.ts'
import { datesAround, workOutDates } from '../service-days.ts'

/** A service date lasts into the night after it: until 3:00 yesterday's assignments count. */
const NIGHT_S = 3 * 3600

/** Works the service of the dates around now out, where nobody has yet: a fleet that has just started, or has another feed. */
export async function prepareServices(
  db: FleetDatabase,
  timezone: string,
  { now, breathe }: { now: number; breathe: () => Promise<void> },
): Promise<void> {
  const nowS = Math.floor(now / 1000)
  await workOutDates(db, datesAround(timezone, { from: nowS, to: nowS + 1 }), { timezone, nowS, breathe })
}

/** When the services of all routes and sites run around now (ms since 1970), and who is to run which. */
export async function servicesNow(db: FleetDatabase, timezone: string, now: number): Promise<Services> {
  const nowS = Math.floor(now / 1000)
  const dates = datesAround(timezone, { from: nowS, to: nowS + 1 })
  const byRoute = new Map<string, Interval[]>()
  for (const { routeId, intervals } of await servicesOn(db, dates))
    byRoute.set(routeId, [...(byRoute.get(routeId) ?? []), ...intervals])
  const sites = (await listSites(db)).map(({ siteId, openingHours }): [string, Interval[]] => [
    siteId,
    bridged(dates.flatMap((date) => openingsOf(openingHours, timezone, date))),
  ])
  return {
    routes: new Map([...byRoute].map(([routeId, intervals]) => [routeId, bridged(intervals)])),
    sites: new Map(sites),
    assigned: await assignedOn(db, dateAt(timezone, nowS - NIGHT_S)),
  }
}
