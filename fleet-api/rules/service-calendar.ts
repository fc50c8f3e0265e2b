import { weekdayOf } from './service-date.ts'

/** When a service of a feed runs: GTFS calendar.txt and calendar_dates.txt. Dates are YYYYMMDD. */
export interface ServiceCalendar {
  weekdays: string
  startDate: string | null
  endDate: string | null
  added: readonly string[]
  removed: readonly string[]
}

/**
 * Whether a service runs on a date: an exception of calendar_dates.txt before the weekdays of calendar.txt, whose start_date and end_date
 * are both included. Of a date that is both added and removed, which GTFS forbids, nothing is promised to riders: it does not run.
 */
export function runsOn({ weekdays, startDate, endDate, added, removed }: ServiceCalendar, date: string): boolean {
  if (removed.includes(date)) return false
  if (added.includes(date)) return true
  if (startDate === null || endDate === null) return false
  return startDate <= date && date <= endDate && weekdays[weekdayOf(date)] === '1'
}
