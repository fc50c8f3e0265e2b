import type { Site } from '../../contract/enrolment.ts'
import { leafRowOf } from '../../contract/report-rows.ts'
import type { usageHistogram } from '../../db/fleet/schema.ts'
import type { ReportRow } from '../queries/reports.ts'
import type { CityTime } from './city-time.ts'

export type HistogramCell = typeof usageHistogram.$inferSelect

/** Of a report row, what histograms are made of. */
export type Counted = Pick<ReportRow, 'minuteAt' | 'routeId' | 'sessionLengths' | 'connectTimes'>

/** Adds up what rows count, by day of the city, row of the report, measure and bucket. */
export function histogramCells(time: CityTime) {
  const cells = new Map<string, HistogramCell>()

  function add(cell: Omit<HistogramCell, 'count'>, count: number): void {
    const key = `${cell.dayAt} ${cell.rowKey} ${cell.measure} ${cell.bucket}`
    const known = cells.get(key)
    if (known) known.count += count
    else cells.set(key, { ...cell, count })
  }

  return {
    /** `sign` -1: they are counted there no more. */
    count(row: Counted, site: Site, sign: 1 | -1 = 1): void {
      if (row.sessionLengths === null && row.connectTimes === null) return
      const of = { dayAt: time.dayOf(row.minuteAt), rowKey: leafRowOf(site, row.routeId) }
      const measures = { length: row.sessionLengths, connect: row.connectTimes }
      for (const measure of ['length', 'connect'] as const)
        for (const [bucket, count] of measures[measure]?.entries() ?? [])
          if (count !== 0) add({ ...of, measure, bucket }, sign * count)
    },
    /** Those that come to anything, in a fixed order: those who write at the same time wait for one another in turn. */
    all: (): HistogramCell[] => [...cells.values()].filter(({ count }) => count !== 0).sort(inOrder),
  }
}

function inOrder(a: HistogramCell, b: HistogramCell): number {
  const [one, other] = [`${a.rowKey} ${a.measure}`, `${b.rowKey} ${b.measure}`]
  return a.dayAt - b.dayAt || (one < other ? -1 : one > other ? 1 : a.bucket - b.bucket)
}

/** What reports add. */
export function usageCells(
  added: readonly { site: Site; rows: readonly Counted[] }[],
  time: CityTime,
): HistogramCell[] {
  const cells = histogramCells(time)
  for (const { site, rows } of added) for (const row of rows) cells.count(row, site)
  return cells.all()
}

/** What changes where minutes of one gateway are told to have been spent elsewhere. Both lists are of the same rows. */
export function movedCells(before: readonly Counted[], after: readonly Counted[], site: Site, time: CityTime) {
  const cells = histogramCells(time)
  for (const row of before) cells.count(row, site, -1)
  for (const row of after) cells.count(row, site)
  return cells.all()
}
