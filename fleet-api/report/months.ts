import type { ReportMonths } from '../../contract/city-report.ts'
import type { FleetDatabase } from '../../db/fleet/open.ts'
import { cityTimezone } from '../queries/feeds.ts'
import { finalReport } from '../queries/final-reports.ts'
import { publishedSessions } from '../queries/published.ts'
import { fleetDaysWithin } from '../queries/report-inputs.ts'
import { reportedDays } from '../queries/usage-days.ts'
import { completenessOf } from '../rules/completeness.ts'
import { dateOf, monthAfter, periodOf } from '../rules/report/period.ts'
import { availabilityOf } from '../rules/report/row-sums.ts'
import { serviceWithin } from './gather.ts'

type Month = ReportMonths['months'][number]

/** The months that there are, newest first: from the first that was reported to the one that is on. `now`: ms since 1970. */
export async function reportMonths(db: FleetDatabase, now: number): Promise<ReportMonths> {
  const timezone = await cityTimezone(db)
  const [first] = await reportedDays(db, Math.floor(now / 1000))
  if (!first) return { months: [] }
  const months: Month[] = []
  const oldest = dateOf(timezone, first.dayAt).slice(0, 7)
  for (let month = dateOf(timezone, now / 1000).slice(0, 7); month >= oldest; month = monthAfter(month, -1))
    months.push((await finalMonth(db, month)) ?? (await openMonth(db, month, timezone)))
  return { months }
}

async function finalMonth(db: FleetDatabase, month: string): Promise<Month | null> {
  const kept = await finalReport(db, month)
  if (kept === null) return null
  const { sessions, completeness, service } = kept.body.city
  return { month, state: 'final', revision: kept.revision, sessions, availability: service.availability, completeness }
}

/** What the report of it says, without making all of it. */
async function openMonth(db: FleetDatabase, month: string, timezone: string): Promise<Month> {
  const period = periodOf({ month }, timezone)
  const days = await fleetDaysWithin(db, period)
  const total = (of: 'reports' | 'due') => days.reduce((sum, day) => sum + day[of], 0)
  const [reports, due] = [total('reports'), total('due')]
  return {
    month,
    state: 'provisional',
    revision: null,
    // Nothing, or ten and more.
    sessions: (await publishedSessions(db, period)) || null,
    availability: availabilityOf(await serviceWithin(db, period, timezone)),
    completeness: reports === 0 && due === 0 ? null : completenessOf(reports, due),
  }
}
