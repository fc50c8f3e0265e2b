import { CITY_ROW, isVehiclesRow, leafRowOf, UNKNOWN_ROW, VEHICLES_ROW } from '../../contract/report-rows.ts'
import type { FleetReads } from '../../db/fleet/open.ts'
import { fleetSetting } from '../fleet-settings.ts'
import { currentRoutes } from '../queries/feeds.ts'
import { type PublishedEntry, publishedProblemsWithin, publishedWithin } from '../queries/published.ts'
import {
  devicesWithin,
  fleetDaysWithin,
  gatewaysInService,
  gatewaysReporting,
  serviceDaysOf,
  serviceOfDay,
} from '../queries/report-inputs.ts'
import { scheduledMinutes } from '../queries/service.ts'
import { placedGateways } from '../queries/usage-days.ts'
import { DEFINITIONS } from '../rules/definitions.ts'
import { toldDevices } from '../rules/report/devices.ts'
import type {
  ComparedPeriod,
  PublishedCell,
  ReportedCell,
  ReportInputs,
  ServiceCell,
  VehiclesOfRow,
} from '../rules/report/inputs.ts'
import { plus } from '../rules/report/ledger.ts'
import { dateOf, monthAfter, type Period, periodOf } from '../rules/report/period.ts'
import { amountsOf, NO_AMOUNTS, quantitiesOf } from '../rules/report/quantities.ts'
import { profilesOf } from './profiles.ts'
import { countedOfDay, othersTurn, type Placed } from './usage.ts'

export interface Gathering {
  period: Period
  timezone: string
  state: ReportInputs['state']
  /** The last day that is published; null: none is. */
  publishedTo: string | null
  chain: ReportInputs['chain']
  /** ms since 1970. */
  now: number
  /** Entries of the period that are about to be published. */
  adding?: PublishedEntry[]
  /** What is told by hour and weekday already: counted anew it would tell of the few that came since. */
  profile?: ReportInputs['profile'] | null
}

/** Reads everything that the report of a period is made of. */
export async function gatherInputs(db: FleetReads, gathering: Gathering): Promise<ReportInputs> {
  const { period, timezone, state, publishedTo, chain, now, adding = [], profile = null } = gathering
  const placed = await placedGateways(db)
  const own = await comparedPeriod(db, period, { placed, timezone, adding })
  const devices = await devicesWithin(db, period)
  const isFinalMonth = state === 'final' && period.month !== null
  const compared = (months: number): Promise<ComparedPeriod> | null =>
    period.month === null
      ? null
      : comparedPeriod(db, periodOf({ month: monthAfter(period.month, months) }, timezone), {
          placed,
          timezone,
          onlyRoutes: true,
        })
  const today = dateOf(timezone, now / 1000)
  const scheduled = await scheduledMinutes(db, gtfsDate(period.fromDate), gtfsDate(earlier(period.toDate, today)))
  return {
    definitions: DEFINITIONS,
    timezone,
    period,
    state,
    publishedTo: publishedTo === null || publishedTo < period.fromDate ? null : earlier(publishedTo, period.toDate),
    ...own,
    vehicles: await vehiclesOf(db, period),
    scheduled: [...scheduled].sort().map(([routeId, minutes]) => ({ routeId, minutes })),
    devices: toldDevices(devices.map(({ dayAt, ...cell }) => ({ date: dateOf(timezone, dayAt), ...cell }))),
    profile: profile ?? (isFinalMonth ? await profilesOf(db, { period, timezone, placed }, own.published) : []),
    previousMonth: await compared(-1),
    lastYear: await compared(-12),
    problems: await problemsOf(db, period),
    routes: (await currentRoutes(db)).map(({ routeId, routeShortName, routeLongName, routeColor }) => ({
      routeId,
      shortName: routeShortName || null,
      longName: routeLongName || null,
      color: routeColor,
    })),
    assumptions: await fleetSetting(db, 'assumptions'),
    agreement: await fleetSetting(db, 'agreement'),
    chain,
  }
}

const NOWHERE: Placed = new Map()

async function comparedPeriod(
  db: FleetReads,
  period: Period,
  about: {
    placed: Placed
    timezone: string
    adding?: PublishedEntry[]
    /** How much was reported of stops and stations is not asked: nothing is compared by it, and it takes the longest. */
    onlyRoutes?: boolean
  },
): Promise<ComparedPeriod> {
  const { placed, timezone, adding = [], onlyRoutes = false } = about
  const fleet = await fleetDaysWithin(db, period)
  const reported: ReportedCell[] = fleet.map(({ dayAt, minutes, reports, due }) => ({
    date: dateOf(timezone, dayAt),
    rowKey: CITY_ROW,
    minutes,
    reports,
    due,
  }))
  for (const { dayAt } of fleet) {
    const date = dateOf(timezone, dayAt)
    const counted = await countedOfDay(db, dayAt, { placed: onlyRoutes ? NOWHERE : placed, timezone })
    for (const { rowKey, minutes, reports, due } of counted) {
      const isKnown = rowKey !== UNKNOWN_ROW || placed.size === 0
      reported.push({ date, rowKey, minutes: isKnown ? minutes : null, reports, due })
    }
    await othersTurn()
  }
  const published = cellsOf([...(await publishedWithin(db, period)), ...adding], timezone)
  return { published, reported, service: await serviceWithin(db, period, timezone) }
}

/** Availability of each leaf row, day by day. */
export async function serviceWithin(db: FleetReads, period: Period, timezone: string): Promise<ServiceCell[]> {
  const cells: ServiceCell[] = []
  // Of most days that are asked for in a small or a new city there is none: asking for each would take the longest of all.
  for (const dayAt of await serviceDaysOf(db, period)) {
    cells.push(...(await serviceCells(db, dateOf(timezone, dayAt), dayAt)))
    await othersTurn()
  }
  return cells
}

async function serviceCells(db: FleetReads, date: string, dayAt: number): Promise<ServiceCell[]> {
  const rows = new Map<string, ServiceCell>()
  for (const { site, routeId, ...minutes } of await serviceOfDay(db, dayAt)) {
    const rowKey = leafRowOf(site, routeId)
    const cell = rows.get(rowKey)
    const parts = Object.entries(minutes) as [keyof typeof minutes, number][]
    if (cell) for (const [name, value] of parts) cell[name] += value
    else rows.set(rowKey, { date, rowKey, ...minutes })
  }
  return [...rows.values()]
}

/** The entries of each day and row together; the peak is the last one's. */
export function cellsOf(entries: PublishedEntry[], timezone: string): PublishedCell[] {
  const cells = new Map<string, PublishedEntry[]>()
  for (const entry of entries) {
    const key = `${entry.dayAt} ${entry.rowKey}`
    const known = cells.get(key)
    if (known) known.push(entry)
    else cells.set(key, [entry])
  }
  return [...cells.values()].flatMap((own): PublishedCell[] => {
    const last = own.at(-1)
    if (!last) return []
    const quantities = quantitiesOf(own.map(amountsOf).reduce(plus, [...NO_AMOUNTS]))
    return [{ date: dateOf(timezone, last.dayAt), rowKey: last.rowKey, ...quantities, ridersPeak: last.ridersPeak }]
  })
}

async function vehiclesOf(db: FleetReads, period: Period): Promise<VehiclesOfRow[]> {
  const rows = new Map<string, { inService: Set<string>; reporting: Set<string> }>()
  const add = (rowKey: string, as: 'inService' | 'reporting', gatewayId: string) => {
    const row = rows.get(rowKey) ?? { inService: new Set(), reporting: new Set() }
    rows.set(rowKey, row)
    row[as].add(gatewayId)
  }
  for (const [as, found] of [
    ['inService', await gatewaysInService(db, period)],
    ['reporting', await gatewaysReporting(db, period)],
  ] as const) {
    for (const { gatewayId, site, routeId } of found) {
      const rowKey = leafRowOf(site, routeId)
      add(rowKey, as, gatewayId)
      add(CITY_ROW, as, gatewayId)
      if (isVehiclesRow(rowKey)) add(VEHICLES_ROW, as, gatewayId)
    }
  }
  return [...rows]
    .map(([rowKey, { inService, reporting }]) => ({ rowKey, inService: inService.size, reporting: reporting.size }))
    .sort((a, b) => (a.rowKey < b.rowKey ? -1 : 1))
}

async function problemsOf(db: FleetReads, period: Period): Promise<ReportInputs['problems']> {
  const sums = { reported: 0, fixed: 0, hoursToFix: 0 }
  for (const { reported, fixed, hoursToFix } of await publishedProblemsWithin(db, period)) {
    sums.reported += reported
    sums.fixed += fixed
    sums.hoursToFix += hoursToFix
  }
  return sums
}

const gtfsDate = (date: string) => date.replaceAll('-', '')
const earlier = (a: string, b: string) => (a < b ? a : b)
