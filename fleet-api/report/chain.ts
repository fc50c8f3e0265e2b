import { AbordoError } from '../../contract/problem.ts'
import { LATE_WINDOW_S } from '../../contract/steps.ts'
import type { FleetDatabase, FleetReads } from '../../db/fleet/open.ts'
import { fleetSetting } from '../fleet-settings.ts'
import { chainAnchors } from '../queries/chain.ts'
import { reportsOf } from '../queries/evidence.ts'
import { minutesKept } from '../queries/rebuild.ts'
import type { ReportRow } from '../queries/reports.ts'
import { type ChainVerdict, judgeChain } from '../rules/chain.ts'
import { keptSince } from '../rules/retention.ts'

/** Minutes of a gateway that are read at once. */
const MINUTES_AT_ONCE = 1440

/**
 * Whether the minutes that are kept of a gateway are the reports that were accepted from it, each of them and no other. `now`: ms since
 * 1970. A report that came more than a week late is deleted with the minutes of its time, and is told as missing until those of its receipt
 * go too. Throws AbordoError: not-found.
 */
export async function verifyChain(db: FleetDatabase, gatewayId: string, now: number): Promise<ChainVerdict> {
  const { minutes } = keptSince(await fleetSetting(db, 'retention'), now)
  // In one moment: reports come in meanwhile.
  return db.snapshot(async (reads) => {
    const anchors = await chainAnchors(reads, gatewayId)
    if (!anchors) throw new AbordoError('not-found', 'There is no gateway of this id.')
    return judgeChain(await allReportsOf(reads, gatewayId), anchors, minutes + LATE_WINDOW_S)
  })
}

/** By the minute, as the table is ordered: a gateway has no order of its own in it. */
async function allReportsOf(reads: FleetReads, gatewayId: string): Promise<ReportRow[]> {
  const kept = await minutesKept(reads)
  const rows: ReportRow[] = []
  for (let from = kept?.first ?? 0; kept && from <= kept.last; from += MINUTES_AT_ONCE * 60) {
    const minutes = Array.from({ length: MINUTES_AT_ONCE }, (_, minute) => from + minute * 60)
    rows.push(...(await reportsOf(reads, gatewayId, minutes)))
  }
  return rows
}
