import { FEWEST_TOLD } from '../../contract/city-report.ts'
import { finalMonths } from '../queries/final-reports.ts'
import { problemsLeft, problemsWithin } from '../queries/problems-days.ts'
import { type PublishedProblems, publishedProblemsWithin, publishProblems } from '../queries/published.ts'
import { lockPublishing } from '../queries/publishing-turn.ts'
import { cityTime } from '../rules/city-time.ts'
import { type Amounts, entriesDue, plus } from '../rules/report/ledger.ts'
import { dateOf } from '../rules/report/period.ts'
import type { Publishing } from './publishing.ts'

/** What was reported longer ago is carried on as it is. */
const LOOKED_AT_S = 92 * 86_400
const HOUR_MS = 3_600_000

/**
 * Publishes riders' problem reports of the days up to `lastDay`, of months that are not final, by the same ledger as sessions. False: another
 * process has made a month final meanwhile, so nothing was published.
 */
export async function publishProblemsDue(
  { db, now, fewest = FEWEST_TOLD }: Publishing,
  { timezone, lastDay }: { timezone: string; lastDay: number },
): Promise<boolean> {
  const { dayOf } = cityTime(timezone)
  const final = new Set(await finalMonths(db))
  const firstDay = dayOf(lastDay - LOOKED_AT_S)
  const to = dayOf(lastDay + 36 * 3600)
  const known = new Map<number, Amounts>()
  for (const { reportedAt, fixedAt } of await problemsWithin(db, { from: firstDay * 1000, to: to * 1000 })) {
    const dayAt = dayOf(Math.floor(reportedAt / 60_000) * 60)
    const hours = fixedAt === null ? 0 : Math.max(0, Math.floor((fixedAt - reportedAt) / HOUR_MS))
    known.set(dayAt, plus(known.get(dayAt) ?? [0, 0, 0], [1, Number(fixedAt !== null), hours]))
  }
  const published = new Map<number, PublishedProblems[]>()
  for (const entry of await publishedProblemsWithin(db, { from: firstDay, to }))
    published.set(entry.dayAt, [...(published.get(entry.dayAt) ?? []), entry])
  const days = [...new Set([...known.keys(), ...published.keys()])].sort((a, b) => a - b)
  const isFinal = (dayAt: number) => final.has(dateOf(timezone, dayAt).slice(0, 7))
  const amountsOn = (dayAt: number) =>
    (published.get(dayAt) ?? []).reduce((sum, one) => plus(sum, [one.reported, one.fixed, one.hoursToFix]), [0, 0, 0])
  const asDay = (dayAt: number) => ({ dayAt, known: known.get(dayAt) ?? [0, 0, 0], published: amountsOn(dayAt) })
  const closed = days.filter(isFinal).map(asDay)
  const { carried } = entriesDue(closed, await problemsLeft(db, firstDay), Number.POSITIVE_INFINITY)
  const open = days.filter((dayAt) => !isFinal(dayAt)).map(asDay)
  const { entries } = entriesDue(open, carried, fewest)
  const rows = entries.map(({ dayAt, amounts: [reported = 0, fixed = 0, hoursToFix = 0] }) => ({
    dayAt,
    entry: (published.get(dayAt) ?? []).length,
    reported,
    fixed,
    hoursToFix,
    publishedAt: now,
  }))
  return db.transaction(async (tx) => {
    await lockPublishing(tx)
    if ((await finalMonths(tx)).length !== final.size) return false
    await publishProblems(tx, rows)
    return true
  })
}
