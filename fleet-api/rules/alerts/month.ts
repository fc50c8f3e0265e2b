import { dateAt, daysAfter, instantOf } from '../service-date.ts'
import type { Month } from './sim-quota.ts'

/** The month of the city that holds `now` (ms since 1970). */
export function monthOf(timezone: string, now: number): Month {
  const first = `${dateAt(timezone, Math.floor(now / 1000)).slice(0, 6)}01`
  // 32 days after its first a month is over, and the next one is not.
  const next = `${daysAfter(first, 32).slice(0, 6)}01`
  return { from: instantOf(timezone, first, 0, 'first') * 1000, to: instantOf(timezone, next, 0, 'first') * 1000 }
}
