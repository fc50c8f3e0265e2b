import { type OpeningHours, WEEKDAYS } from '../../contract/service.ts'
import { type Interval, united } from './intervals.ts'
import { instantOf, isoDate, weekdayOf } from './service-date.ts'

/**
 * When a stop or station is open by what is written of a date (YYYYMMDD): seconds since 1970, half open. A span past 24:00 reaches into
 * the day after, whose own hours are not among these. Where the clocks are put back a place closes at the later of two equal times.
 */
export function openingsOf(hours: OpeningHours, timezone: string, date: string): Interval[] {
  const weekday = WEEKDAYS[weekdayOf(date)] ?? 'monday'
  const spans = hours.exceptions[isoDate(date)] ?? hours[weekday]
  return united(
    spans.map(([from, to]) => [
      instantOf(timezone, date, minutesOf(from), 'first'),
      instantOf(timezone, date, minutesOf(to), 'last'),
    ]),
  )
}

/** `25:30` → 1530 */
function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))
}
