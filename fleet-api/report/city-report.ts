import type { CityReport } from '../../contract/city-report.ts'
import { AbordoError } from '../../contract/problem.ts'
import type { FleetDatabase } from '../../db/fleet/open.ts'
import { cityTimezone } from '../queries/feeds.ts'
import { composeReport } from '../rules/report/compose.ts'
import { type Asked, type Period, periodOf } from '../rules/report/period.ts'
import { gatherInputs } from './gather.ts'
import { publishedTo } from './publish.ts'

/** The longest period of which a report is made, days. */
const LONGEST_DAYS = 3 * 366

/**
 * The report of a month (YYYY-MM) or of any range of the city's dates (both included): what everything else that tells of riders reads.
 * `now`: ms since 1970. Throws AbordoError: bad-request where the range is too long.
 */
export async function cityReport(db: FleetDatabase, asked: Asked, now: number): Promise<CityReport> {
  const timezone = await cityTimezone(db)
  const period = sensible(periodOf(asked, timezone))
  const state = now / 1000 >= period.finalAt ? 'final' : 'provisional'
  return db.snapshot(async (reads) => {
    const inputs = await gatherInputs(reads, {
      period,
      timezone,
      state,
      publishedTo: await publishedTo(reads, timezone),
      chain: null,
      now,
    })
    return composeReport(inputs, { madeAt: now, revision: null, revisions: [], inputsDigest: null })
  })
}

function sensible(period: Period): Period {
  if (period.to - period.from > LONGEST_DAYS * 86_400)
    throw new AbordoError('bad-request', 'to: ask for three years at most')
  return period
}
