import type { CityReport, ReportDay, ReportRow } from '../../../contract/city-report.ts'
import {
  CITY_ROW,
  isVehiclesRow,
  routeOfRow,
  STATIONS_ROW,
  STOPS_ROW,
  UNKNOWN_ROW,
  VEHICLES_ROW,
} from '../../../contract/report-rows.ts'
import { completenessOf } from '../completeness.ts'
import { isoInZone } from '../zone.ts'
import type { DevicesCell, ReportInputs, ReportStanding } from './inputs.ts'
import { datesOf } from './period.ts'
import { type Identity, reportRow } from './row.ts'
import { availabilityOf, meanOf } from './row-sums.ts'

/** The report that is made of these inputs: of the same inputs always the same. */
export function composeReport(inputs: ReportInputs, standing: ReportStanding): CityReport {
  const { period, timezone, problems } = inputs
  const { devices } = inputs
  const leaves = leafRows(inputs)
  const row = (identity: Identity, rowKeys: string[], isScheduled: (routeId: string) => boolean) =>
    reportRow(inputs, {
      identity,
      rowKeys: new Set(rowKeys),
      isScheduled,
      profile: inputs.profile.find(({ rowKey }) => rowKey === identity.key) ?? NO_PROFILE,
      devices: devices.filter(({ rowKey }) => rowKey === identity.key),
    })
  const vehicles = leaves.filter(isVehiclesRow)
  const sites: ReportRow[] = []
  if (vehicles.length > 0) sites.push(row(siteIdentity(VEHICLES_ROW, 'vehicle'), vehicles, () => true))
  if (leaves.includes(STOPS_ROW)) sites.push(row(siteIdentity(STOPS_ROW, 'stop'), [STOPS_ROW], () => false))
  if (leaves.includes(STATIONS_ROW)) sites.push(row(siteIdentity(STATIONS_ROW, 'station'), [STATIONS_ROW], () => false))
  const hasProblems = problems.reported > 0
  return {
    month: period.month,
    fromDate: period.fromDate,
    toDate: period.toDate,
    from: isoInZone(timezone, period.from),
    to: isoInZone(timezone, period.to),
    timezone,
    state: inputs.state,
    finalAt: isoInZone(timezone, period.finalAt),
    publishedTo: inputs.publishedTo,
    definitions: inputs.definitions,
    revision: standing.revision,
    revisions: standing.revisions,
    madeAt: isoInZone(timezone, Math.floor(standing.madeAt / 1000)),
    city: row(CITY, leaves, () => true),
    sites,
    routes: routesInOrder(inputs, vehicles).map((identity) =>
      row(identity, [identity.key], (routeId) => routeId === identity.routeId),
    ),
    days: daysOf(inputs, leaves, devices),
    problems: {
      reported: hasProblems ? problems.reported : null,
      fixed: problems.fixed > 0 ? problems.fixed : null,
      daysToFix: problems.fixed > 0 ? round(problems.hoursToFix / 24 / problems.fixed, 10) : null,
    },
    assumptions: inputs.assumptions,
    agreement: inputs.agreement,
    inputsDigest: standing.inputsDigest,
    chain: inputs.chain,
  }
}

const NO_PROFILE = { hours: null, weekdays: null }
const NO_ROUTE = { routeId: null, shortName: null, longName: null, color: null }
const CITY: Identity = { key: CITY_ROW, kind: 'city', site: null, ...NO_ROUTE }

function siteIdentity(key: string, site: 'vehicle' | 'stop' | 'station'): Identity {
  return { key, kind: 'site', site, ...NO_ROUTE }
}

/** The leaf rows of which anything is known. */
function leafRows({ published, reported, service }: ReportInputs): string[] {
  const all = [...published, ...reported, ...service].map(({ rowKey }) => rowKey)
  return [...new Set(all)].filter((rowKey) => rowKey !== CITY_ROW).sort()
}

const collator = new Intl.Collator('en', { numeric: true })

/** As people count: 2 before 10. Vehicles on no known route come last. */
function routesInOrder({ routes }: ReportInputs, rowKeys: string[]): Identity[] {
  const names = new Map(routes.map((route) => [route.routeId, route]))
  const identities = rowKeys.map((key): Identity => {
    const routeId = routeOfRow(key)
    const name = routeId === null ? undefined : names.get(routeId)
    const { shortName = null, longName = null, color = null } = name ?? {}
    return { key, kind: 'route', site: 'vehicle', routeId, shortName, longName, color }
  })
  const shown = ({ shortName, longName, routeId }: Identity) => shortName || longName || routeId || ''
  return identities.sort(
    (a, b) =>
      Number(a.key === UNKNOWN_ROW) - Number(b.key === UNKNOWN_ROW) ||
      collator.compare(shown(a), shown(b)) ||
      collator.compare(a.key, b.key),
  )
}

function daysOf(inputs: ReportInputs, leaves: string[], devices: DevicesCell[]): ReportDay[] {
  const { publishedTo } = inputs
  const isLeaf = new Set(leaves)
  const published = byDate(inputs.published.filter(({ rowKey }) => isLeaf.has(rowKey)))
  const reported = byDate(inputs.reported.filter(({ rowKey }) => rowKey === CITY_ROW))
  const estimates = byDate(devices.filter(({ rowKey }) => rowKey === CITY_ROW))
  const service = byDate(inputs.service)
  return datesOf(inputs.period).flatMap((date): ReportDay[] => {
    const [city] = reported.get(date) ?? []
    const isPublished = publishedTo !== null && date <= publishedTo
    if (!city && !isPublished) return []
    const cells = published.get(date) ?? []
    const sum = (of: 'sessions' | 'ridersSum' | 'outputOctets') => cells.reduce((all, cell) => all + cell[of], 0)
    const isTold = isPublished && sum('sessions') > 0
    return [
      {
        date,
        completeness: city && (city.reports > 0 || city.due > 0) ? completenessOf(city.reports, city.due) : null,
        sessions: isTold ? sum('sessions') : null,
        ridersMean: isTold ? meanOf(sum('ridersSum'), city?.minutes ?? null) : null,
        outputOctets: isTold ? sum('outputOctets') : null,
        devices: estimates.get(date)?.[0]?.estimate ?? null,
        availability: availabilityOf(service.get(date) ?? []),
      },
    ]
  })
}

function byDate<T extends { date: string }>(cells: readonly T[]): Map<string, T[]> {
  const dates = new Map<string, T[]>()
  for (const cell of cells) {
    const known = dates.get(cell.date)
    if (known) known.push(cell)
    else dates.set(cell.date, [cell])
  }
  return dates
}

const round = (value: number, parts: number) => Math.round(value * parts) / parts
