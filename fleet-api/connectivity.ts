import type { CityReport, ReportRow } from '../contract/city-report.ts'
import type { Connectivity } from '../contract/connectivity.ts'
import { CITY_ROW } from '../contract/report-rows.ts'
import type { FleetDatabase } from '../db/fleet/open.ts'
import { publishedWithin } from './queries/published.ts'
import { fleetDaysWithin } from './queries/report-inputs.ts'
import { cityReport } from './report/city-report.ts'
import { cellsOf } from './report/gather.ts'
import { completenessOf } from './rules/completeness.ts'
import type { PublishedCell } from './rules/report/inputs.ts'
import { dateOf, periodOf } from './rules/report/period.ts'
import { connectedHoursOf, meanOf } from './rules/report/row-sums.ts'

type Usage = Omit<Connectivity['city'], 'days' | 'service'>

/** What the riders of each route got in a month (YYYY-MM) of the city's calendar: what the city's report says. `now`: ms since 1970. */
export async function monthOfConnectivity(db: FleetDatabase, month: string, now: number): Promise<Connectivity> {
  const report = await cityReport(db, { month }, now)
  const { from, to, timezone, definitions, state, city, routes } = report
  return {
    month,
    from,
    to,
    timezone,
    definitions,
    provisional: state !== 'final',
    city: { ...usageOf(city), service: city.service, days: await daysOf(db, report, month) },
    routes: routes.map((row) => ({
      routeId: row.routeId,
      shortName: row.shortName,
      longName: row.longName,
      ...usageOf(row),
      service: row.service,
    })),
  }
}

function usageOf(row: ReportRow): Usage {
  const { sessions, inputOctets, outputOctets, connectedHours, ridersMean, ridersPeak, completeness } = row
  return {
    sessionsStarted: sessions,
    inputOctets,
    outputOctets,
    riderHours: connectedHours,
    ridersMean,
    ridersPeak,
    completeness,
  }
}

async function daysOf(
  db: FleetDatabase,
  { timezone }: CityReport,
  month: string,
): Promise<Connectivity['city']['days']> {
  const period = periodOf({ month }, timezone)
  const cells = new Map<string, PublishedCell[]>()
  for (const cell of cellsOf(await publishedWithin(db, period), timezone))
    if (cell.sessions > 0) cells.set(cell.date, [...(cells.get(cell.date) ?? []), cell])
  return (await fleetDaysWithin(db, period)).map(({ dayAt, minutes, reports, due }) => {
    const date = dateOf(timezone, dayAt)
    const own = cells.get(date) ?? []
    const rows = own.filter(({ rowKey }) => rowKey !== CITY_ROW)
    const sum = (of: 'sessions' | 'inputOctets' | 'outputOctets' | 'ridersSum') =>
      rows.length === 0 ? null : rows.reduce((all, cell) => all + cell[of], 0)
    const ridersSum = sum('ridersSum')
    return {
      date,
      sessionsStarted: sum('sessions'),
      inputOctets: sum('inputOctets'),
      outputOctets: sum('outputOctets'),
      riderHours: ridersSum === null ? null : connectedHoursOf(ridersSum),
      ridersMean: ridersSum === null ? null : meanOf(ridersSum, minutes),
      ridersPeak: own.find(({ rowKey }) => rowKey === CITY_ROW)?.ridersPeak ?? null,
      completeness: reports === 0 && due === 0 ? null : completenessOf(reports, due),
    }
  })
}
