import type { Step } from '../../contract/api.ts'
import { dayStart, hourStart, minuteStart } from './zone.ts'

export const RANGES = ['1h', '6h', '24h', '7d', '30d'] as const
export type Range = (typeof RANGES)[number]

export interface Window {
  from: number
  to: number
  step: Step
}

const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** The half-open window of a range that ends with the minute, hour or day in which `now` lies. */
export function windowOf(range: Range, now: number, timeZone: string): Window {
  switch (range) {
    case '1h':
    case '6h': {
      const to = minuteStart(now) + MINUTE
      return { from: to - (range === '1h' ? 1 : 6) * HOUR, to, step: 'minute' }
    }
    case '24h':
    case '7d': {
      const to = hourStart(now, timeZone) + HOUR
      return { from: to - (range === '24h' ? 24 : 7 * 24) * HOUR, to, step: 'hour' }
    }
    case '30d':
      return { from: dayStart(now, timeZone, -29), to: dayStart(now, timeZone, 1), step: 'day' }
  }
}

/** The start of the bucket after the one that starts at `at`. */
export function nextBucket(at: number, step: Step, timeZone: string): number {
  if (step === 'minute') return at + MINUTE
  if (step === 'hour') return at + HOUR
  return dayStart(at, timeZone, 1)
}

/** The starts of all buckets of a window, with or without data. */
export function bucketsOf({ from, to, step }: Window, timeZone: string): number[] {
  const starts: number[] = []
  for (let at = from; at < to; at = nextBucket(at, step, timeZone)) starts.push(at)
  return starts
}
