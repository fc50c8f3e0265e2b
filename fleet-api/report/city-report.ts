import type { CityReport } from '../../contract/city-report.ts'
import { AbordoError } from '../../contract/problem.ts'
import type { FleetDatabase, FleetReads } from '../../db/fleet/open.ts'
import { cityTimezone } from '../queries/feeds.ts'
import { finalReport, revisionsOf } from '../queries/final-reports.ts'
import { composeReport } from '../rules/report/compose.ts'
import { type Asked, type Period, periodOf } from '../rules/report/period.ts'
import { isoInZone } from '../rules/zone.ts'
import { gatherInputs } from './gather.ts'
import { publishedTo } from './publishing.ts'

/** The longest period of which a report is made, days. */
const LONGEST_DAYS = 3 * 366

/**
 * The report of a month (YYYY-MM) or of any range of the city's dates (both included): what everything else that tells of riders reads. A
 * month that is final is told as it was kept: its newest revision, or the one that is asked for. `now`: ms since 1970. Throws AbordoError:
 * bad-request where the range is too long; not-found where there is no such revision.
 */
export async function cityReport(
  db: FleetDatabase,
  asked: Asked,
  now: number,
  revision: number | null = null,
): Promise<CityReport> {
  const timezone = await cityTimezone(db)
  const period = periodOf(asked, timezone)
  if (period.to - period.from > LONGEST_DAYS * 86_400)
    throw new AbordoError('bad-request', 'to: ask for three years at most')
  const final = period.month === null ? null : await keptReport(db, period.month, revision, timezone)
  if (final !== null) return final
  if (revision !== null) throw new AbordoError('not-found', 'There is no such revision of this report.')
  return db.snapshot(async (reads) => {
    const inputs = await gatherInputs(reads, {
      period,
      timezone,
      state: await stateOf(reads, period),
      publishedTo: await publishedTo(reads, timezone),
      chain: null,
      now,
    })
    return composeReport(inputs, { madeAt: now, revision: null, revisions: [], inputsDigest: null })
  })
}

async function keptReport(
  db: FleetReads,
  month: string,
  revision: number | null,
  timezone: string,
): Promise<CityReport | null> {
  const kept = await finalReport(db, month, revision)
  if (kept === null) return null
  const revisions = await revisionsOf(db, month)
  const at = (madeAt: number) => isoInZone(timezone, Math.floor(madeAt / 1000))
  return { ...kept.body, revisions: revisions.map((one) => ({ ...one, madeAt: at(one.madeAt) })) }
}

/** Of any other range: final when the month in which it ends is, for nothing is added to its days from then on. */
async function stateOf(db: FleetReads, { month, toDate }: Period): Promise<CityReport['state']> {
  if (month !== null) return 'provisional'
  return (await finalReport(db, toDate.slice(0, 7))) === null ? 'provisional' : 'final'
}
