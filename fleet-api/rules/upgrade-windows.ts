import { bridged } from './alerts/duty.ts'
import { type Interval, united, within } from './intervals.ts'
import { dateAt, daysAfter, instantOf } from './service-date.ts'

/** So far ahead a gateway is told when it may change its program. */
export const AHEAD_S = 48 * 3600
/** A shorter pause is no time to change a program and see whether it works. */
const SHORTEST_S = 15 * 60
const MOST_WINDOWS = 14
/** Where nobody knows when a gateway serves riders, or it always does: minutes after midnight in the city. */
const NIGHT = { from: 60, to: 4 * 60 + 30 }

/**
 * When a gateway may change its program: outside its service hours, within the next two days. `service`: seconds since 1970; null: not
 * known. A pause of an hour or less between two trips is service too. `nowS`: seconds since 1970.
 */
export function upgradeWindows(
  service: readonly Readonly<Interval>[] | null,
  { timezone, nowS }: { timezone: string; nowS: number },
): Interval[] {
  const end = nowS + AHEAD_S
  const free = service === null ? [] : outside(bridged(service), nowS, end).filter(longEnough)
  return (free.length > 0 ? free : nights(timezone, nowS, end)).slice(0, MOST_WINDOWS)
}

const longEnough = ([from, to]: Interval) => to - from >= SHORTEST_S

/** What of [from, to) is in none of the intervals (in order and apart). */
function outside(intervals: readonly Readonly<Interval>[], from: number, to: number): Interval[] {
  const inside = within(intervals, from, to)
  const starts = [from, ...inside.map(([, end]) => end)]
  const ends = [...inside.map(([start]) => start), to]
  return starts.map((start, index): Interval => [start, ends[index] ?? to]).filter(([start, finish]) => finish > start)
}

function nights(timezone: string, from: number, to: number): Interval[] {
  const today = dateAt(timezone, from)
  const all = [0, 1, 2].map((days): Interval => {
    const date = daysAfter(today, days)
    return [instantOf(timezone, date, NIGHT.from, 'last'), instantOf(timezone, date, NIGHT.to, 'first')]
  })
  return within(united(all), from, to)
}
