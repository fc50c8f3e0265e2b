import type { Step } from '../../contract/api.ts'
import { localDayStart, zoneOffset } from './zone.ts'

/** The start of the bucket that holds `at` (seconds since 1970): minutes and hours of the clock, days of the city's calendar. */
export function bucketStart(step: Step, timezone: string, at: number): number {
  if (step === 'minute') return Math.floor(at / 60) * 60
  if (step === 'day') return localDayStart(timezone, at)
  const offset = zoneOffset(timezone, at)
  return Math.floor((at + offset) / 3600) * 3600 - offset
}

/** The start of the bucket after the one that starts at `start`. */
export function nextBucket(step: Step, timezone: string, start: number): number {
  if (step === 'minute') return start + 60
  if (step === 'hour') return start + 3600
  // Well into the next day, whichever way the clocks change.
  return localDayStart(timezone, start + 36 * 3600)
}

/** The starts of all buckets that touch [from, to), in order. */
export function bucketStarts(step: Step, timezone: string, from: number, to: number): number[] {
  const starts: number[] = []
  for (let start = bucketStart(step, timezone, from); start < to; start = nextBucket(step, timezone, start))
    starts.push(start)
  return starts
}

/** Place in `starts` (ascending) of the bucket that holds `at`: the last start that is not after it; -1 before the first. */
export function bucketIndex(starts: number[], at: number): number {
  let low = 0
  let high = starts.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((starts[middle] ?? 0) <= at) low = middle + 1
    else high = middle
  }
  return low - 1
}
