import { AbordoError } from '../../../contract/problem.ts'
import type { FleetReads } from '../../../db/fleet/open.ts'
import type { Days } from '../../queries/connectivity.ts'
import { finalReport, packedInputs } from '../../queries/final-reports.ts'
import {
  chainHeadsOf,
  gatewayHoursWithin,
  publishedBy,
  routeDaysWithin,
  routeHoursWithin,
  serviceDaysWithin,
} from '../../queries/report-archive.ts'
import { unpackInputs } from './kept-inputs.ts'
import type { ReportSource, Rows } from './source.ts'

/** Hours of many gateways are read so many at a time. */
const PART_S = 6 * 3600

/**
 * A final report and what it can be recomputed from, by the fleet's database. Without a revision: the last one. Throws AbordoError: not-found
 * where the month is not final.
 */
export async function databaseSource(
  db: FleetReads,
  month: string,
  {
    revision = null,
    onProgress,
  }: { revision?: number | null; onProgress?: (done: number, total: number) => void } = {},
): Promise<ReportSource> {
  const kept = await finalReport(db, month, revision)
  if (kept === null) {
    const what =
      revision === null ? `The report of ${month} is not final yet` : `There is no revision ${revision} of ${month}`
    throw new AbordoError('not-found', `${what}: it is seven days after the month has ended.`)
  }
  const inputs = await unpackInputs(await packedInputs(db, month, kept.revision))
  const days: Days = { from: inputs.period.from, to: inputs.period.to }
  async function* byParts<T>(read: (part: Days) => Promise<T[]>, tell = false): Rows<T> {
    for (let from = days.from; from < days.to; from += PART_S) {
      yield await read({ from, to: Math.min(from + PART_S, days.to) })
      if (tell) onProgress?.(Math.min(from + PART_S, days.to) - days.from, days.to - days.from)
    }
  }
  async function* once<T>(rows: Promise<T[]>): Rows<T> {
    yield await rows
  }
  return {
    report: kept.body,
    inputs,
    gatewayHours: () => byParts((part) => gatewayHoursWithin(db, part), true),
    routeHours: () => byParts((part) => routeHoursWithin(db, part)),
    routeDays: () => once(routeDaysWithin(db, days)),
    serviceDays: () => byParts((part) => serviceDaysWithin(db, part)),
    published: () => once(publishedBy(db, days, kept.madeAt)),
    chainHeads: () => once(chainHeadsOf(db, month, kept.revision)),
  }
}
