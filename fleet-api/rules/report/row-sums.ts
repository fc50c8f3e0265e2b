import { CITY_ROW } from '../../../contract/report-rows.ts'
import { completenessOf } from '../completeness.ts'
import { type ServiceMinutes, serviceFigures } from '../service-figures.ts'
import type { Compared } from './change.ts'
import type { ComparedPeriod, PublishedCell, ReportedCell, ServiceCell } from './inputs.ts'
import { plus } from './ledger.ts'
import { amountsOf, NO_AMOUNTS, type Quantities, quantitiesOf } from './quantities.ts'

/** What is published, reported and in service of some leaf rows together. */
export interface RowSums {
  /** Null: nothing is published of them. */
  published: Quantities | null
  cells: PublishedCell[]
  reported: ReportedCell[]
  reports: number
  completeness: number | null
  /** Minutes over which riders have their mean; null: not known. */
  minutes: number | null
  service: ServiceCell[]
}

/** `rowKeys`: the leaf rows. Only what is of days up to `publishedTo` counts for the riders' mean. */
export function sumsOf(
  { published, reported, service }: ComparedPeriod,
  rowKeys: ReadonlySet<string>,
  publishedTo: string | null,
): RowSums {
  const cells = published.filter(({ rowKey, sessions }) => rowKeys.has(rowKey) && sessions > 0)
  const own = reported.filter(({ rowKey }) => rowKeys.has(rowKey))
  const reports = own.reduce((sum, cell) => sum + cell.reports, 0)
  const due = own.reduce((sum, cell) => sum + cell.due, 0)
  return {
    published: cells.length === 0 ? null : quantitiesOf(cells.map(amountsOf).reduce(plus, [...NO_AMOUNTS])),
    cells,
    reported: own,
    reports,
    completeness: reports === 0 && due === 0 ? null : completenessOf(reports, due),
    minutes: minutesOf(reported, rowKeys, publishedTo),
    service: service.filter(({ rowKey }) => rowKeys.has(rowKey)),
  }
}

/** Of one row whose own are known, those; else the minutes in which anybody in the city reported. */
function minutesOf(reported: ReportedCell[], rowKeys: ReadonlySet<string>, publishedTo: string | null): number | null {
  const until = (cell: ReportedCell) => publishedTo !== null && cell.date <= publishedTo
  const [only] = rowKeys.size === 1 ? rowKeys : []
  const own = reported.filter((cell) => cell.rowKey === only && until(cell))
  const isKnown = own.length > 0 && own.every(({ minutes }) => minutes !== null)
  const cells = isKnown ? own : reported.filter((cell) => cell.rowKey === CITY_ROW && until(cell))
  if (cells.length === 0 || cells.some(({ minutes }) => minutes === null)) return null
  return cells.reduce((sum, { minutes }) => sum + (minutes ?? 0), 0)
}

export function meanOf(ridersSum: number, minutes: number | null): number | null {
  return minutes ? Math.round((ridersSum / minutes) * 100) / 100 : null
}

/** Ten riders for half an hour are five. */
export function connectedHoursOf(ridersSum: number): number {
  return Math.round(ridersSum / 6) / 10
}

export function availabilityOf(service: ServiceMinutes[]): number | null {
  return serviceFigures(0, service).availability
}

/** What periods are compared by. */
export function comparedOf({ published, minutes, service }: RowSums): Compared {
  return {
    sessions: published?.sessions ?? null,
    ridersMean: published && meanOf(published.ridersSum, minutes),
    connectedHours: published && connectedHoursOf(published.ridersSum),
    outputOctets: published?.outputOctets ?? null,
    availability: availabilityOf(service),
  }
}
