import type { FleetReads } from '../../db/fleet/open.ts'
import { cityTimezone } from '../queries/feeds.ts'
import { finalMonths } from '../queries/report-archive.ts'
import { reportedDays } from '../queries/usage-days.ts'
import { dateOf } from '../rules/report/period.ts'
import type { PackageFacts } from './package.ts'

/** The months of which there is anything to say, newest first. `now`: ms since 1970. */
export async function openMonths(db: FleetReads, now: number): Promise<PackageFacts['months']> {
  const timezone = await cityTimezone(db)
  const days = await reportedDays(db, Math.floor(now / 1000))
  const final = new Map((await finalMonths(db)).map(({ month, revision }) => [month, revision]))
  const months = new Set(days.map(({ dayAt }) => dateOf(timezone, dayAt).slice(0, 7)))
  return [...months]
    .sort()
    .reverse()
    .map((month) => {
      const revision = final.get(month) ?? null
      return { month, state: revision === null ? 'provisional' : 'final', revision }
    })
}
