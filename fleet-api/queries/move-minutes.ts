import type { FleetTransaction, Write } from '../../db/fleet/open.ts'
import { report } from '../../db/fleet/schema.ts'
import { type Boot, bootKey, withMinutes } from '../rules/boot-runs.ts'
import { movedBy } from '../rules/cells.ts'
import type { CityTime } from '../rules/city-time.ts'
import { runsAround, writeRuns } from './boots.ts'
import { moveInHistograms } from './histograms.ts'
import type { ReportRow } from './reports.ts'
import { addToRollups } from './rollups.ts'
import { excluded } from './upserts.ts'

const toOtherRoutes: Write<typeof report> = {
  table: report,
  conflict: {
    target: [report.minuteAt, report.gatewayId, report.bootId, report.seq],
    set: {
      routeId: excluded(report.routeId),
      routeSource: excluded(report.routeSource),
      routeConfidence: excluded(report.routeConfidence),
    },
  },
}

/** Where a minute was spent, as it is told now. */
export type Elsewhere = Pick<ReportRow, 'routeId' | 'routeSource' | 'routeConfidence'>

/**
 * Tells of stored minutes of one gateway that they were spent elsewhere, and brings all rollups after it. `rows`: all reports of these minutes;
 * `to` null: this one stays. Returns how many were moved.
 */
export async function moveMinutes(
  tx: FleetTransaction,
  rows: ReportRow[],
  to: (row: ReportRow) => Elsewhere | null,
  time: CityTime,
): Promise<number> {
  const after = rows.map((row) => {
    const next = to(row)
    return next === null ? row : { ...row, ...next }
  })
  const written = after.filter((row, index) => row !== rows[index])
  if (written.length === 0) return 0
  await tx.writeMany(toOtherRoutes, written)
  const changed = new Set(written.filter((row) => isElsewhere(row, rows)).map(({ minuteAt }) => minuteAt))
  if (changed.size === 0) return written.length
  const inChanged = (row: ReportRow) => changed.has(row.minuteAt)
  const placed = after.filter(inChanged)
  const boots = new Map<string, Boot>(
    placed.map(({ gatewayId, bootId }) => [bootKey({ gatewayId, bootId }), { gatewayId, bootId }]),
  )
  const known = await runsAround(tx, [...boots.values()], [...changed], () => true)
  const runs = withMinutes(placed, known)
  await writeRuns(tx, runs)
  await moveInHistograms(tx, rows, after, time)
  await addToRollups(tx, movedBy(rows.filter(inChanged), placed, time), runs.owed, time)
  return written.length
}

function isElsewhere(row: ReportRow, before: ReportRow[]): boolean {
  return before.some(
    (old) =>
      old.minuteAt === row.minuteAt && old.bootId === row.bootId && old.seq === row.seq && old.routeId !== row.routeId,
  )
}
