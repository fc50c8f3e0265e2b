import { bucketStart } from './buckets.ts'

export interface CityTime {
  /** Start of the city's hour that holds a minute, seconds since 1970. */
  hourOf: (minuteAt: number) => number
  /** Start of the city's day that holds a minute, seconds since 1970. */
  dayOf: (minuteAt: number) => number
}

/** Clocks are changed at quarters of an hour, and every zone's hours begin at one. */
const QUARTER_S = 900
const MOST_REMEMBERED = 50_000

const known = new Map<string, CityTime>()

/** Hours and days of a time zone (IANA). What was worked out once is remembered: every report asks. */
export function cityTime(timezone: string): CityTime {
  const found = known.get(timezone)
  if (found) return found
  const made = { hourOf: remembered('hour', timezone), dayOf: remembered('day', timezone) }
  known.set(timezone, made)
  return made
}

function remembered(step: 'hour' | 'day', timezone: string): (minuteAt: number) => number {
  const starts = new Map<number, number>()
  return (minuteAt) => {
    const quarter = Math.floor(minuteAt / QUARTER_S)
    const found = starts.get(quarter)
    if (found !== undefined) return found
    if (starts.size >= MOST_REMEMBERED) starts.clear()
    // Of the quarter itself: where somebody asks in the middle of a second, the start would be remembered with that part of it.
    const start = bucketStart(step, timezone, quarter * QUARTER_S)
    starts.set(quarter, start)
    return start
  }
}
