import type { ReportRow, RiderFigure } from '../../../contract/city-report.ts'

/** A figure as it may be shown: its value, that it stands for fewer than ten, or that it is not known. */
export type Told<T> = { is: 'value'; value: T } | { is: 'hidden' } | { is: 'unknown' }

/** What a row tells of riders by one of its figures. */
export function toldOf<F extends RiderFigure>(row: ReportRow, figure: F): Told<NonNullable<ReportRow[F]>> {
  const value = row[figure]
  if (value !== null) return { is: 'value', value: value as NonNullable<ReportRow[F]> }
  return row.hidden.includes(figure) ? { is: 'hidden' } : { is: 'unknown' }
}
