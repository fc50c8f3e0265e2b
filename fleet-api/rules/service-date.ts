import { isoInZone, zoneOffset } from './zone.ts'

// Service dates are written as GTFS does, YYYYMMDD.

const DAY_MS = 86_400_000

/** Midnight of the date in UTC, ms since 1970: a place to count from, not a moment of the city. */
function utcOf(date: string): number {
  return Date.UTC(Number(date.slice(0, 4)), Number(date.slice(4, 6)) - 1, Number(date.slice(6, 8)))
}

/** The date so many days later, or earlier. */
export function daysAfter(date: string, days: number): string {
  return new Date(utcOf(date) + days * DAY_MS).toISOString().slice(0, 10).replaceAll('-', '')
}

/** 0 for Monday to 6 for Sunday. */
export function weekdayOf(date: string): number {
  return (new Date(utcOf(date)).getUTCDay() + 6) % 7
}

/** The city's date at an instant (seconds since 1970). */
export function dateAt(timezone: string, at: number): string {
  return isoInZone(timezone, at).slice(0, 10).replaceAll('-', '')
}

/** `20261124` as `2026-11-24`. */
export function isoDate(date: string): string {
  return `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6, 8)}`
}

/** From where times of a service day count: noon of the date less 12 h, seconds since 1970 (GTFS Schedule reference, field type Time). */
export function serviceDayStart(timezone: string, date: string): number {
  const noon = utcOf(date) / 1000 + 43_200
  const guess = noon - zoneOffset(timezone, noon)
  return noon - zoneOffset(timezone, guess) - 43_200
}

/**
 * The instant (seconds since 1970) at which the city's clocks show so many minutes after midnight of the date. A time that the clocks skip is
 * told by the clock before; of one that comes twice `which` says whether the first or the last is meant.
 */
export function instantOf(timezone: string, date: string, minutes: number, which: 'first' | 'last'): number {
  const local = utcOf(date) / 1000 + minutes * 60
  const before = local - zoneOffset(timezone, local - 86_400)
  const after = local - zoneOffset(timezone, local + 86_400)
  const right = [before, after].filter((at) => at + zoneOffset(timezone, at) === local)
  if (right.length === 0) return before
  return which === 'first' ? Math.min(...right) : Math.max(...right)
}
