import { and, eq, gte, isNotNull, lt, ne, or } from 'drizzle-orm'
import type { AnySQLiteColumn } from 'drizzle-orm/sqlite-core'
import type { Site } from '../../contract/enrolment.ts'
import type { FleetDatabase, FleetTransaction, Write } from '../../db/fleet/open.ts'
import { gateway, report, usageHistogram } from '../../db/fleet/schema.ts'
import type { CityTime } from '../rules/city-time.ts'
import { type Counted, type HistogramCell, histogramCells, movedCells } from '../rules/histogram-cells.ts'
import { plus } from './upserts.ts'

const { dayAt, rowKey, measure, bucket, count } = usageHistogram

const conflict = { target: [dayAt, rowKey, measure, bucket], set: { count: plus(count) } }
const added: Write<typeof usageHistogram> = { table: usageHistogram, conflict }
const moved = {
  table: usageHistogram,
  conflict,
  returning: { dayAt, rowKey, measure, bucket, count },
} satisfies Write<typeof usageHistogram, Record<string, AnySQLiteColumn>>

/** Adds what reports count to the histograms. */
export async function addToHistograms(tx: FleetTransaction, cells: HistogramCell[]): Promise<void> {
  if (cells.length > 0) await tx.writeMany(added, cells)
}

/** The same where some of it is taken away: what comes to nothing goes. */
async function moveBetweenHistograms(tx: FleetTransaction, cells: HistogramCell[]): Promise<void> {
  if (cells.length === 0) return
  for (const cell of await tx.writeMany(moved, cells)) {
    if (cell.count !== 0) continue
    const isMeasure = eq(measure, cell.measure as HistogramCell['measure'])
    await tx
      .delete(usageHistogram)
      .where(and(eq(dayAt, cell.dayAt), eq(rowKey, cell.rowKey), isMeasure, eq(bucket, cell.bucket)))
  }
}

/** Minutes of one gateway were spent elsewhere: the histograms follow. `before`, `after`: the same rows. */
export async function moveInHistograms(
  tx: FleetTransaction,
  before: readonly (Counted & { gatewayId: string })[],
  after: readonly Counted[],
  time: CityTime,
): Promise<void> {
  const gatewayId = before.find((row) => row.sessionLengths !== null || row.connectTimes !== null)?.gatewayId
  if (gatewayId === undefined) return
  const [known] = await tx.select({ site: gateway.site }).from(gateway).where(eq(gateway.gatewayId, gatewayId))
  await moveBetweenHistograms(tx, movedCells(before, after, known?.site ?? 'vehicle', time))
}

/** Forgets the histograms of days that begin at or after `from` (seconds since 1970): they are to be made anew. */
export async function forgetHistograms(db: FleetDatabase, from: number): Promise<void> {
  await db.transaction((tx) => tx.delete(usageHistogram).where(gte(dayAt, from)))
}

/** Makes the histograms of the day of the city that begins at `from` and ends at `to` anew from the reports of it that are kept. */
export async function rebuildHistograms(db: FleetDatabase, from: number, to: number, time: CityTime): Promise<void> {
  const places = await db
    .select({ id: gateway.gatewayId, site: gateway.site })
    .from(gateway)
    .where(ne(gateway.site, 'vehicle'))
  const sites = new Map<string, Site>(places.map(({ id, site }) => [id, site]))
  await db.transaction(async (tx) => {
    await tx.delete(usageHistogram).where(and(gte(dayAt, from), lt(dayAt, to)))
    const cells = histogramCells(time)
    // Hour by hour: a day of a large fleet is too much at once.
    for (let hour = from; hour < to; hour += 3600) {
      const { gatewayId, minuteAt, routeId, sessionLengths, connectTimes } = report
      const rows = await tx
        .select({ gatewayId, minuteAt, routeId, sessionLengths, connectTimes })
        .from(report)
        .where(
          and(
            gte(minuteAt, hour),
            lt(minuteAt, Math.min(hour + 3600, to)),
            or(isNotNull(sessionLengths), isNotNull(connectTimes)),
          ),
        )
      for (const row of rows) cells.count(row, sites.get(row.gatewayId) ?? 'vehicle')
    }
    await addToHistograms(tx, cells.all())
  })
}
