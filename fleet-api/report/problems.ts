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
/** Reported, fixed, hours to fix. */
const NOTHING: Amounts = [0, 0, 0]

/**
 * Publishes riders' problem reports of the days up to `lastDay`, of months that are not final, by the same ledger as sessions: those that are
 * fixed and those that are not each by themselves, so that of neither fewer than ten are told, nor of both less one. False: another process has
 * made a month final meanwhile, so nothing was published.
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
    known.set(dayAt, plus(known.get(dayAt) ?? NOTHING, [1, Number(fixedAt !== null), hours]))
  }
  const published = new Map<number, PublishedProblems[]>()
  for (const entry of await publishedProblemsWithin(db, { from: firstDay, to }))
    published.set(entry.dayAt, [...(published.get(entry.dayAt) ?? []), entry])
  const days = [...new Set([...known.keys(), ...published.keys()])].sort((a, b) => a - b)
  const isFinal = (dayAt: number) => final.has(dateOf(timezone, dayAt).slice(0, 7))
  const publishedOn = (dayAt: number) =>
    (published.get(dayAt) ?? []).reduce((sum, one) => plus(sum, [one.reported, one.fixed, one.hoursToFix]), NOTHING)
  const left = await problemsLeft(db, firstDay)
  const dueOf = (kind: (amounts: Amounts) => Amounts) => {
    const asDay = (dayAt: number) => ({
      dayAt,
      known: kind(known.get(dayAt) ?? NOTHING),
      published: kind(publishedOn(dayAt)),
    })
    const { carried } = entriesDue(days.filter(isFinal).map(asDay), kind(left), Number.POSITIVE_INFINITY)
    const open = days.filter((dayAt) => !isFinal(dayAt))
    return new Map(entriesDue(open.map(asDay), carried, fewest).entries.map(({ dayAt, amounts }) => [dayAt, amounts]))
  }
  const open = dueOf(([reported = 0, fixed = 0]) => [reported - fixed])
  const fixed = dueOf(([, count = 0, hours = 0]) => [count, hours])
  const rows = days
    .filter((dayAt) => open.has(dayAt) || fixed.has(dayAt))
    .map((dayAt) => {
      const [count = 0, hoursToFix = 0] = fixed.get(dayAt) ?? []
      const reported = count + (open.get(dayAt)?.[0] ?? 0)
      const entry = (published.get(dayAt) ?? []).length
      return { dayAt, entry, reported, fixed: count, hoursToFix, publishedAt: now }
    })
  return db.transaction(async (tx) => {
    await lockPublishing(tx)
    if ((await finalMonths(tx)).length !== final.size) return false
    await publishProblems(tx, rows)
    return true
  })
}
