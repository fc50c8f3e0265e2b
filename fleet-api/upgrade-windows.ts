import type { FleetDatabase } from '../db/fleet/open.ts'
import { assignedOn } from './queries/alert-watch.ts'
import { cityTimezone } from './queries/feeds.ts'
import type { GatewayRow } from './queries/gateways.ts'
import { findSite } from './queries/sites.ts'
import { recently } from './recently.ts'
import { type Interval, united } from './rules/intervals.ts'
import { openingsOf } from './rules/opening-hours.ts'
import { AHEAD_S, upgradeWindows } from './rules/upgrade-windows.ts'
import { datesAround, serviceOn } from './service-days.ts'

/** Timetables do not change by the minute, and all gateways ask for the same days. */
const SERVICE_MS = 10 * 60_000

type Place = Pick<GatewayRow, 'gatewayId' | 'site' | 'siteId' | 'routeId' | 'lastRouteId'>

/** When a gateway may change its program in the next two days, seconds since 1970. `now`: ms since 1970. */
export async function upgradeWindowsOf(db: FleetDatabase, gateway: Place, now: number): Promise<Interval[]> {
  const nowS = Math.floor(now / 1000)
  const timezone = await cityTimezone(db)
  const dates = datesAround(timezone, { from: nowS, to: nowS + AHEAD_S })
  const service =
    gateway.site === 'vehicle'
      ? await serviceOfVehicle(db, gateway, { dates, timezone, now })
      : await openingsOfPlace(db, gateway.siteId, { dates, timezone })
  return upgradeWindows(service, { timezone, nowS })
}

interface Days {
  dates: string[]
  timezone: string
}

/** When the routes run that the vehicle is to run on these dates; null: nobody knows of one of them. */
async function serviceOfVehicle(
  db: FleetDatabase,
  { gatewayId, routeId, lastRouteId }: Place,
  { dates, timezone, now }: Days & { now: number },
): Promise<Interval[] | null> {
  const service: Interval[] = []
  for (const date of dates) {
    const assigned = (
      await recently(db, { key: `assigned ${date}`, ms: SERVICE_MS, now }, () => assignedOn(db, date))
    ).get(gatewayId)
    const runs = (assigned === undefined ? routeId : assigned) ?? lastRouteId
    const routes = await recently(db, { key: `service ${date}`, ms: SERVICE_MS, now }, async () => {
      const found = await serviceOn(db, date, timezone)
      return new Map(found.map((route) => [route.routeId, route.intervals]))
    })
    const intervals = routes.get(runs ?? '')
    if (intervals === undefined) return null
    service.push(...intervals)
  }
  return united(service)
}

async function openingsOfPlace(
  db: FleetDatabase,
  siteId: string | null,
  { dates, timezone }: Days,
): Promise<Interval[] | null> {
  const site = siteId === null ? null : await findSite(db, siteId)
  if (site === null) return null
  return united(dates.flatMap((date) => openingsOf(site.openingHours, timezone, date)))
}
