import { FEWEST_TOLD } from '../../contract/city-report.ts'
import { CITY_ROW } from '../../contract/report-rows.ts'
import type { FleetDatabase, FleetReads } from '../../db/fleet/open.ts'
import { cityTimezone } from '../queries/feeds.ts'
import { type PublishedEntry, publish, publishedWithin } from '../queries/published.ts'
import { readSetting, writeSetting } from '../queries/settings.ts'
import { placedGateways, reportedDays } from '../queries/usage-days.ts'
import { cityTime } from '../rules/city-time.ts'
import { type DueEntry, entriesDue, type LedgerDay, plus } from '../rules/report/ledger.ts'
import { dateOf, lastPublishable } from '../rules/report/period.ts'
import { amountsOf, NO_AMOUNTS, quantitiesOf } from '../rules/report/quantities.ts'
import { usageOfDay } from './usage.ts'

export interface Publishing {
  db: FleetDatabase
  /** ms since 1970. */
  now: number
  breathe: () => Promise<void>
  stopping: () => boolean
  /** What an entry has to stand for; tests show what happens without. */
  fewest?: number
}

interface LedgerOfRow {
  days: LedgerDay[]
  /** Entries there are, and the fullest minute if it is known, by day. */
  entries: Map<number, number>
  peaks: Map<number, number | null>
}

/** Publishes what there is to say of riders of the days that are over. */
export async function publishDays(publishing: Publishing): Promise<void> {
  const { db, now, stopping, fewest = FEWEST_TOLD } = publishing
  const last = lastPublishable(await cityTimezone(db), now / 1000)
  const days = await reportedDays(db, last)
  const ledgers = await readLedgers(
    publishing,
    days.map(({ dayAt }) => dayAt),
  )
  const added: PublishedEntry[] = []
  for (const [rowKey, row] of ledgers) {
    if (rowKey === CITY_ROW || stopping()) continue
    const { entries } = entriesDue(row.days, [], fewest)
    added.push(...entries.map((entry) => asPublished(rowKey, row, entry, now, fewest)))
  }
  if (stopping()) return
  const peaks = new Map(days.map(({ dayAt, ridersPeak }) => [dayAt, ridersPeak]))
  const all = [...added, ...cityPeaks(added, { peaks, city: ledgers.get(CITY_ROW), now, fewest })]
  await db.transaction(async (tx) => {
    await publish(tx, all)
    await writeSetting(tx, PUBLISHED_TO, String(last))
  })
}

/** The setting that tells which is the last day that has been published: its start, seconds since 1970. */
const PUBLISHED_TO = 'published-to'

/** The last date whose riders are published; null: none is. */
export async function publishedTo(db: FleetReads, timezone: string): Promise<string | null> {
  const last = await readSetting(db, PUBLISHED_TO)
  return last === null ? null : dateOf(timezone, Number(last))
}

async function readLedgers(publishing: Publishing, days: number[]): Promise<Map<string, LedgerOfRow>> {
  const { db, breathe } = publishing
  const timezone = await cityTimezone(db)
  const placed = await placedGateways(db)
  const rows = new Map<string, LedgerOfRow>()
  for (const dayAt of days) {
    const usage = new Map((await usageOfDay(db, dayAt, { placed, timezone })).map((row) => [row.rowKey, row]))
    const published = await publishedWithin(db, { from: dayAt, to: cityTime(timezone).dayOf(dayAt + 36 * 3600) })
    for (const rowKey of new Set([...usage.keys(), ...published.map((entry) => entry.rowKey)])) {
      const row: LedgerOfRow = rows.get(rowKey) ?? { days: [], entries: new Map(), peaks: new Map() }
      rows.set(rowKey, row)
      const own = published.filter((entry) => entry.rowKey === rowKey)
      const known = usage.get(rowKey)
      row.days.push({
        dayAt,
        known: known ? amountsOf(known) : NO_AMOUNTS,
        published: own.map(amountsOf).reduce(plus, [...NO_AMOUNTS]),
        open: true,
      })
      row.entries.set(dayAt, own.length)
      row.peaks.set(dayAt, known?.ridersPeak ?? null)
    }
    await breathe()
  }
  return rows
}

function asPublished(
  rowKey: string,
  { entries, peaks }: LedgerOfRow,
  { dayAt, amounts }: DueEntry,
  now: number,
  fewest: number,
): PublishedEntry {
  const entry = entries.get(dayAt) ?? 0
  const ridersPeak = told(peaks.get(dayAt) ?? null, fewest)
  return { dayAt, rowKey, entry, ...quantitiesOf(amounts), ridersPeak, publishedAt: now }
}

function told(peak: number | null, fewest: number): number | null {
  return peak !== null && peak >= fewest ? peak : null
}

/**
 * The fullest minute of the whole city is no row's: a day's is published with the rows' entries, in an entry of the city's own that stands
 * for as many sessions as those together and adds nothing to them.
 */
function cityPeaks(
  added: PublishedEntry[],
  about: { peaks: Map<number, number | null>; city: LedgerOfRow | undefined; now: number; fewest: number },
): PublishedEntry[] {
  const { peaks, city, now, fewest } = about
  const sessions = new Map<number, number>()
  for (const entry of added) sessions.set(entry.dayAt, (sessions.get(entry.dayAt) ?? 0) + entry.sessions)
  return [...sessions]
    .filter(([, count]) => Math.abs(count) >= fewest)
    .map(([dayAt, count]) => ({
      dayAt,
      rowKey: CITY_ROW,
      entry: city?.entries.get(dayAt) ?? 0,
      ...quantitiesOf([count]),
      ridersPeak: told(peaks.get(dayAt) ?? null, fewest),
      publishedAt: now,
    }))
}
