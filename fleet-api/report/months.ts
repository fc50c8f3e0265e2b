import type { CityReport, ReportMonths } from '../../contract/city-report.ts'
import type { FleetDatabase } from '../../db/fleet/open.ts'
import { cityTimezone } from '../queries/feeds.ts'
import { reportedDays } from '../queries/usage-days.ts'
import { dateOf, monthAfter } from '../rules/report/period.ts'
import { cityReport } from './city-report.ts'

/** The months that there are, newest first: from the first that was reported to the one that is on. `now`: ms since 1970. */
export async function reportMonths(db: FleetDatabase, now: number): Promise<ReportMonths> {
  const timezone = await cityTimezone(db)
  const [first] = await reportedDays(db, Math.floor(now / 1000))
  if (!first) return { months: [] }
  const months: ReportMonths['months'] = []
  const oldest = dateOf(timezone, first.dayAt).slice(0, 7)
  for (let month = dateOf(timezone, now / 1000).slice(0, 7); month >= oldest; month = monthAfter(month, -1))
    months.push(asListed(month, await cityReport(db, { month }, now)))
  return { months }
}

function asListed(month: string, { state, revision, city }: CityReport): ReportMonths['months'][number] {
  const { sessions, completeness } = city
  return { month, state, revision, sessions, availability: city.service.availability, completeness }
}
