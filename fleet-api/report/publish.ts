import { FEWEST_TOLD } from '../../contract/city-report.ts'
import { CITY_ROW } from '../../contract/report-rows.ts'
import { cityTimezone } from '../queries/feeds.ts'
import { finalMonths } from '../queries/final-reports.ts'
import { type PublishedEntry, publish } from '../queries/published.ts'
import {
  endPublishingTurn,
  lockPublishing,
  reattributionsSoFar,
  takePublishingTurn,
} from '../queries/publishing-turn.ts'
import { reportedDays } from '../queries/usage-days.ts'
import { entriesByMonth } from '../rules/report/ledger.ts'
import { dateOf, lastPublishable } from '../rules/report/period.ts'
import { HISTOGRAMS, quantitiesOf } from '../rules/report/quantities.ts'
import { correctMonth, finishMonths } from './final.ts'
import { type LedgerOfRow, readLedgers } from './ledgers.ts'
import { publishProblemsDue } from './problems.ts'
import { LOOKED_AT_S, type Publishing, readStart, type Start, writePublishedTo, writeStart } from './publishing.ts'

/**
 * Publishes what there is to say of riders of the days that are over, corrects months that are final where late reports make it necessary,
 * and makes months final whose time has come. Once a day from three in the morning, and once an hour where late reports have come.
 */
export async function publishDue(publishing: Publishing): Promise<void> {
  const { db, now } = publishing
  const timezone = await cityTimezone(db)
  const lastDay = lastPublishable(timezone, now / 1000)
  const days = await reportedDays(db, lastDay)
  const reports = days.reduce((sum, day) => sum + day.reports, 0)
  const look = { stamp: `${days.length} ${reports} ${await reattributionsSoFar(db)}`, lastDay, now }
  if (await takePublishingTurn(db, look)) {
    const isDone = await publishUpTo(publishing, days, timezone)
    if (!isDone) return
    if (!(await publishProblemsDue(publishing, { timezone, lastDay }))) return
    await db.transaction((tx) => endPublishingTurn(tx, look))
  }
  await finishMonths(publishing, timezone)
}

type Day = Awaited<ReturnType<typeof reportedDays>>[number]

/** False: it has to be done again, for the program ends or another process was faster. */
async function publishUpTo(publishing: Publishing, all: Day[], timezone: string): Promise<boolean> {
  const { db, now, breathe, stopping, fewest = FEWEST_TOLD } = publishing
  const start = await readStart(db)
  const lastDay = lastPublishable(timezone, now / 1000)
  const days = all.filter(({ dayAt }) => start === null || dateOf(timezone, dayAt) >= `${start.month}-01`)
  const final = await finalMonths(db)
  const starts = days.map(({ dayAt }) => dayAt)
  const ledgers = await readLedgers(db, starts, { timezone, finalMonths: new Set(final), breathe, stopping })
  if (ledgers === null) return false
  const next = dateOf(timezone, now / 1000 - LOOKED_AT_S).slice(0, 7)
  const added = new Map<string, PublishedEntry[]>()
  const carried: Start['carried'] = {}
  for (const [rowKey, row] of ledgers) {
    if (rowKey === CITY_ROW) continue
    const before = start?.carried[rowKey] ?? []
    for (const due of entriesByMonth(row.months, before, fewest, HISTOGRAMS)) {
      const entries = due.entries.map(({ dayAt, amounts }) => entryOf(rowKey, row, { dayAt, amounts }, now, fewest))
      added.set(due.month, [...(added.get(due.month) ?? []), ...entries])
      if (due.month < next) carried[rowKey] = due.carried
    }
  }
  const peaks = new Map(days.map(({ dayAt, ridersPeak }) => [dayAt, ridersPeak]))
  const withCity = (entries: PublishedEntry[]) => [...entries, ...cityPeaks(entries, { peaks, ledgers, now, fewest })]
  for (const month of final) {
    const entries = withCity(added.get(month) ?? [])
    if (!(await correctMonth(publishing, { month, timezone, entries }))) return false
    added.delete(month)
    if (stopping()) return false
  }
  return db.transaction(async (tx) => {
    await lockPublishing(tx)
    // What another process has made final meanwhile is corrected with the next look, and never added to in silence.
    if ((await finalMonths(tx)).length !== final.length) return false
    await publish(tx, withCity([...added.values()].flat()))
    await writePublishedTo(tx, lastDay)
    if (start === null || start.month < next)
      await writeStart(tx, { month: next, carried: { ...start?.carried, ...carried } })
    return true
  })
}

function entryOf(
  rowKey: string,
  { entries, peaks }: LedgerOfRow,
  { dayAt, amounts }: { dayAt: number; amounts: number[] },
  now: number,
  fewest: number,
): PublishedEntry {
  const ridersPeak = told(peaks.get(dayAt) ?? null, fewest)
  return { dayAt, rowKey, entry: entries.get(dayAt) ?? 0, ...quantitiesOf(amounts), ridersPeak, publishedAt: now }
}

function told(peak: number | null, fewest: number): number | null {
  return peak !== null && peak >= fewest ? peak : null
}

/**
 * The fullest minute of the whole city is no row's: a day's is published with the rows' entries, in an entry of the city's own that stands
 * for as many sessions as those together and adds nothing to them. Not where it is one to nine more than the rows' own fullest minutes that
 * are told: so many at least were in the rows that are hidden.
 */
function cityPeaks(
  added: PublishedEntry[],
  about: {
    peaks: Map<number, number | null>
    ledgers: ReadonlyMap<string, LedgerOfRow>
    now: number
    fewest: number
  },
): PublishedEntry[] {
  const { peaks, ledgers, now, fewest } = about
  const sessions = new Map<number, number>()
  for (const entry of added) sessions.set(entry.dayAt, (sessions.get(entry.dayAt) ?? 0) + entry.sessions)
  const anew = new Map(added.map(({ rowKey, dayAt, ridersPeak }) => [`${rowKey} ${dayAt}`, ridersPeak]))
  const rowsPeak = ([rowKey, { toldPeaks }]: [string, LedgerOfRow], dayAt: number) =>
    rowKey === CITY_ROW ? 0 : (anew.get(`${rowKey} ${dayAt}`) ?? toldPeaks.get(dayAt)) || 0
  const isOfFew = (dayAt: number) => {
    const rest = (peaks.get(dayAt) ?? 0) - [...ledgers].reduce((sum, row) => sum + rowsPeak(row, dayAt), 0)
    return rest > 0 && rest < fewest
  }
  return [...sessions]
    .filter(([, count]) => Math.abs(count) >= fewest)
    .map(([dayAt, count]) => ({
      dayAt,
      rowKey: CITY_ROW,
      entry: ledgers.get(CITY_ROW)?.entries.get(dayAt) ?? 0,
      ...quantitiesOf([count]),
      ridersPeak: isOfFew(dayAt) ? null : told(peaks.get(dayAt) ?? null, fewest),
      publishedAt: now,
    }))
}
