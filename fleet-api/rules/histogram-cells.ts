import type { Site } from '../../contract/enrolment.ts'
import { leafRowOf } from '../../contract/report-rows.ts'
import type { usageHistogram } from '../../db/fleet/schema.ts'
import type { ReportRow } from '../queries/reports.ts'
import type { CityTime } from './city-time.ts'

export type HistogramCell = typeof usageHistogram.$inferSelect

/** Of a report row, what histograms are made of. */
export type Counted = Pick<ReportRow, 'minuteAt' | 'routeId' | 'sessionLengths' | 'connectTimes'>

type Counts = Record<HistogramCell['measure'], number[]>

/** Adds up what rows count, by day of the city, row of the report, measure and bucket. */
export function histogramCells(time: CityTime) {
  const days = new Map<string, { dayAt: number; rowKey: string; counts: Counts }>()

  return {
    /** `sign` -1: they are counted there no more. */
    count(row: Counted, site: Site, sign: 1 | -1 = 1): void {
      if (row.sessionLengths === null && row.connectTimes === null) return
      const [dayAt, rowKey] = [time.dayOf(row.minuteAt), leafRowOf(site, row.routeId)]
      const key = `${dayAt} ${rowKey}`
      const day = days.get(key) ?? { dayAt, rowKey, counts: { length: [], connect: [] } }
      days.set(key, day)
      addTo(day.counts.length, row.sessionLengths, sign)
      addTo(day.counts.connect, row.connectTimes, sign)
    },
    /** Those that come to anything, in a fixed order: those who write at the same time wait for one another in turn. */
    all: (): HistogramCell[] =>
      [...days.values()]
        .flatMap(({ dayAt, rowKey, counts }) =>
          (['length', 'connect'] as const).flatMap((measure) =>
            counts[measure].map((count, bucket): HistogramCell => ({ dayAt, rowKey, measure, bucket, count })),
          ),
        )
        .filter(({ count }) => count !== 0)
        .sort(inOrder),
  }
}

/** In place and index by index: thousands of rows a second come along here. */
function addTo(sum: number[], counts: number[] | null, sign: 1 | -1): void {
  if (counts === null) return
  for (let bucket = 0; bucket < counts.length; bucket += 1)
    sum[bucket] = (sum[bucket] ?? 0) + sign * (counts[bucket] ?? 0)
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
