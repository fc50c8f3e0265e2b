import type { FleetDatabase } from '../../db/fleet/open.ts'
import { type PublishedEntry, publishedWithin } from '../queries/published.ts'
import { placedGateways } from '../queries/usage-days.ts'
import { cityTime } from '../rules/city-time.ts'
import { type LedgerMonth, plus } from '../rules/report/ledger.ts'
import { dateOf } from '../rules/report/period.ts'
import { amountsOf, NO_AMOUNTS } from '../rules/report/quantities.ts'
import { usageOfDay } from './usage.ts'

/** What is known and what is published of a row, by month; and by day how many entries there are and how full its fullest minute was. */
export interface LedgerOfRow {
  months: (LedgerMonth & { days: LedgerMonth['days'][number][] })[]
  entries: Map<number, number>
  peaks: Map<number, number | null>
  /** The fullest minute as it is published. */
  toldPeaks: Map<number, number | null>
}

/** Reads the ledgers of all rows, of days in order (their starts, seconds since 1970). Null: the program ends. */
export async function readLedgers(
  db: FleetDatabase,
  days: readonly number[],
  about: {
    timezone: string
    finalMonths: ReadonlySet<string>
    breathe: () => Promise<void>
    stopping: () => boolean
  },
): Promise<Map<string, LedgerOfRow> | null> {
  const { timezone, finalMonths, breathe, stopping } = about
  const placed = await placedGateways(db)
  const rows = new Map<string, LedgerOfRow>()
  for (const dayAt of days) {
    const month = dateOf(timezone, dayAt).slice(0, 7)
    const usage = new Map((await usageOfDay(db, dayAt, { placed, timezone })).map((row) => [row.rowKey, row]))
    const published = byRow(await publishedWithin(db, { from: dayAt, to: cityTime(timezone).dayOf(dayAt + 36 * 3600) }))
    for (const rowKey of new Set([...usage.keys(), ...published.keys()])) {
      const row: LedgerOfRow = rows.get(rowKey) ?? {
        months: [],
        entries: new Map(),
        peaks: new Map(),
        toldPeaks: new Map(),
      }
      rows.set(rowKey, row)
      const own = published.get(rowKey) ?? []
      const known = usage.get(rowKey)
      const before = own.map(amountsOf).reduce(plus, [...NO_AMOUNTS])
      daysOfMonth(row, month, finalMonths.has(month)).push({
        dayAt,
        known: known ? amountsOf(known) : NO_AMOUNTS,
        published: before,
      })
      row.toldPeaks.set(dayAt, before[0] === 0 ? null : (own.at(-1)?.ridersPeak ?? null))
      row.entries.set(dayAt, own.length)
      row.peaks.set(dayAt, known?.ridersPeak ?? null)
    }
    await breathe()
    if (stopping()) return null
  }
  return rows
}

function byRow(entries: PublishedEntry[]): Map<string, PublishedEntry[]> {
  const rows = new Map<string, PublishedEntry[]>()
  for (const entry of entries) {
    const known = rows.get(entry.rowKey)
    if (known) known.push(entry)
    else rows.set(entry.rowKey, [entry])
  }
  return rows
}

function daysOfMonth({ months }: LedgerOfRow, month: string, isFinal: boolean) {
  const last = months.at(-1)
  if (last?.month === month) return last.days
  const made: LedgerOfRow['months'][number] = { month, isFinal, days: [] }
  months.push(made)
  return made.days
}
