import { LATE_WINDOW_S } from '../../../contract/steps.ts'
import { cityTime } from '../city-time.ts'
import { isoInZone, zoneOffset } from '../zone.ts'

/** Of what a report is: a month, or any range of the city's days. */
export type Asked = { month: string } | { from: string; to: string }

export interface Period {
  /** YYYY-MM; null: it is no whole month. */
  month: string | null
  /** YYYY-MM-DD, both included. */
  fromDate: string
  toDate: string
  /** Starts of days, half open, seconds since 1970. */
  from: number
  to: number
  /** From when late reports no longer change it: its last month is final then. Seconds since 1970. */
  finalAt: number
}

const DAY_MS = 86_400_000

/** A range that is a month is that month: it may not say anything else. */
export function periodOf(asked: Asked, timezone: string): Period {
  const [fromDate, toDate] = 'month' in asked ? [`${asked.month}-01`, lastDateOf(asked.month)] : [asked.from, asked.to]
  const month = toDate.slice(0, 7)
  const isMonth = fromDate === `${month}-01` && toDate === lastDateOf(month)
  return {
    month: isMonth ? month : null,
    fromDate,
    toDate,
    from: dayStart(timezone, fromDate),
    to: dayStart(timezone, dateAfter(toDate, 1)),
    finalAt: dayStart(timezone, dateAfter(lastDateOf(month), 1)) + LATE_WINDOW_S,
  }
}

/** The start of a date of the city, seconds since 1970. */
export function dayStart(timezone: string, date: string): number {
  const noon = Date.parse(`${date}T12:00:00Z`) / 1000
  return cityTime(timezone).dayOf(Math.floor((noon - zoneOffset(timezone, noon)) / 60) * 60)
}

/** The city's date of a moment (seconds since 1970). */
export function dateOf(timezone: string, at: number): string {
  return isoInZone(timezone, at).slice(0, 10)
}

export function dateAfter(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)
}

/** The month so many months later, or earlier. */
export function monthAfter(month: string, months: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return new Date(Date.UTC(year, number - 1 + months, 1)).toISOString().slice(0, 7)
}

function lastDateOf(month: string): string {
  return dateAfter(`${monthAfter(month, 1)}-01`, -1)
}

/** All dates of a period, in order. */
export function datesOf({ fromDate, toDate }: Pick<Period, 'fromDate' | 'toDate'>): string[] {
  const dates: string[] = []
  for (let date = fromDate; date <= toDate; date = dateAfter(date, 1)) dates.push(date)
  return dates
}

/** So long after its end a day is published: what is on its way then is in. */
const AFTER_THE_DAY_S = 3 * 3600

/** The last day (its start, seconds since 1970) that may be published by now. */
export function lastPublishable(timezone: string, nowS: number): number {
  const { dayOf } = cityTime(timezone)
  return dayOf(dayOf(Math.floor((nowS - AFTER_THE_DAY_S) / 60) * 60) - 60)
}
