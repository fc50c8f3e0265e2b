import type { CityReport } from '../../contract/city-report.ts'
import { REPORT_DAYS } from './columns/days.ts'
import { REPORT_ROWS } from './columns/rows.ts'
import { columnsFor, csvOf } from './columns/table.ts'

/** A report as CSV: the city, its kinds of sites, its routes; a row each. `money`: with the columns of money. */
export function reportCsv(report: CityReport, reader: { money: boolean } = { money: true }): string {
  const rows = [report.city, ...report.sites, ...report.routes].map((row) => ({ report, row }))
  return csvOf(columnsFor(REPORT_ROWS, reader), rows)
}

/** A report's days as CSV, of the city as a whole. */
export function daysCsv(report: CityReport): string {
  return csvOf(
    REPORT_DAYS.columns,
    report.days.map((day) => ({ report, day })),
  )
}
