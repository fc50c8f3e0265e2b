import type { FleetDatabase } from '../db/fleet/open.ts'
import { UNKNOWN_ROUTE } from '../db/fleet/schema.ts'
import { type GatewayPlace, saidWithin, someGateways, writeAvailability } from './queries/availability.ts'
import { endTurn, takeTurn } from './queries/availability-turn.ts'
import { runsWithin } from './queries/boots.ts'
import { listSites } from './queries/sites.ts'
import {
  availabilityOf,
  LONGEST_POWER_CUT_OF_A_PLACE_S,
  LONGEST_POWER_CUT_S,
  type RouteAvailability,
} from './rules/availability.ts'
import { cityTime } from './rules/city-time.ts'
import { type Interval, united } from './rules/intervals.ts'
import { openingsOf } from './rules/opening-hours.ts'
import { edgesOf, type Said } from './rules/said-intervals.ts'
import { dateAt, daysAfter } from './rules/service-date.ts'
import { datesAround, servicesWithin, workOutDates } from './service-days.ts'

export interface ServiceUpkeep {
  db: FleetDatabase
  timezone: string
  /** ms since 1970. */
  now: number
  /** Minutes are kept since then, seconds since 1970. */
  minutesSince: number
  breathe: () => Promise<void>
  stopping: () => boolean
}

/** So much around a day is looked at too: the longest report, the longest power cut, and the minutes by which a bus is parked. */
const AROUND_S = 3600 + LONGEST_POWER_CUT_S
/** So many days are worked out in one go: what is left over is for the next one. */
const MOST_DAYS = 2

/** Keeps scheduled service, from yesterday to tomorrow, and availability by the day as they are to be. */
export async function keepService(upkeep: ServiceUpkeep): Promise<void> {
  const { db, timezone, now, minutesSince, breathe, stopping } = upkeep
  const nowS = now / 1000
  const today = dateAt(timezone, nowS)
  const dates = [-1, 0, 1].map((days) => daysAfter(today, days))
  await workOutDates(db, dates, { timezone, nowS, breathe })
  const todayAt = cityTime(timezone).dayOf(nowS)
  for (let done = 0; done < MOST_DAYS && !stopping(); done += 1) {
    const turn = await takeTurn(db, { since: minutesSince, today: todayAt, now })
    if (turn === null || !(await workOutDay(upkeep, turn.dayAt))) return
    await endTurn(db, turn)
  }
}

interface Day {
  from: number
  to: number
  /** The day and what is around it. */
  window: { from: number; to: number }
  services: ReadonlyMap<string, Interval[]>
  /** Opening hours within the window, by site. */
  openings: ReadonlyMap<string, Interval[]>
}

/** False: the program ends, and the day is not worked out. */
async function workOutDay(upkeep: ServiceUpkeep, dayAt: number): Promise<boolean> {
  const { db, breathe, stopping } = upkeep
  const day = await readDay(upkeep, dayAt)
  for (let after = ''; ; ) {
    const gateways = await someGateways(db, after)
    const last = gateways.at(-1)
    if (!last) return true
    const said = await saidBy(
      upkeep,
      day,
      gateways.map(({ gatewayId }) => gatewayId),
    )
    if (said === null) return false
    const made: { gatewayId: string; routes: RouteAvailability[] }[] = []
    for (const gateway of gateways) {
      const rows = said.get(gateway.gatewayId) ?? []
      made.push({ gatewayId: gateway.gatewayId, routes: await availabilityBy(db, gateway, day, rows) })
      if (rows.length > 0) await breathe()
    }
    await writeAvailability(db, dayAt, made)
    await breathe()
    if (stopping()) return false
    after = last.gatewayId
  }
}

async function readDay({ db, timezone, now, breathe }: ServiceUpkeep, dayAt: number): Promise<Day> {
  const to = cityTime(timezone).dayOf(dayAt + 36 * 3600)
  const window = { from: dayAt - AROUND_S, to: to + AROUND_S }
  const dates = datesAround(timezone, window)
  await workOutDates(db, dates, { timezone, nowS: now / 1000, breathe })
  const places = await listSites(db)
  const openings = places.map(({ siteId, openingHours }): [string, Interval[]] => [
    siteId,
    united(dates.flatMap((date) => openingsOf(openingHours, timezone, date))),
  ])
  return { from: dayAt, to, window, services: await servicesWithin(db, dates, window), openings: new Map(openings) }
}

/** What some gateways said. Null: the program ends. */
async function saidBy(
  { db, breathe, stopping }: ServiceUpkeep,
  { window }: Day,
  gatewayIds: string[],
): Promise<Map<string, Said[]> | null> {
  const said = new Map<string, Said[]>()
  for await (const piece of saidWithin(db, gatewayIds, window)) {
    for (const row of piece) {
      const rows = said.get(row.gatewayId)
      if (rows) rows.push(row)
      else said.set(row.gatewayId, [row])
    }
    await breathe()
    if (stopping()) return null
  }
  return said
}

async function availabilityBy(
  db: FleetDatabase,
  { gatewayId, site, siteId }: GatewayPlace,
  { from, to, window, services, openings }: Day,
  said: Said[],
): Promise<RouteAvailability[]> {
  if (site === 'vehicle') return availabilityOf({ said, from, to, services, fixed: false })
  const open = openings.get(siteId ?? '') ?? []
  if (open.length === 0) return []
  const far = LONGEST_POWER_CUT_OF_A_PLACE_S
  const runs = await runsWithin(db, gatewayId, { from: window.from - far, to: window.to + far })
  const edges = edgesOf(runs, window)
  const all = said.length === 0 && edges.length < 2 ? [] : [...edges, ...said]
  return availabilityOf({ said: all, from, to, services: new Map([[UNKNOWN_ROUTE, open]]), fixed: true })
}
