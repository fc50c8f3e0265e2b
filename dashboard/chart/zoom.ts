import type { Step } from '../../contract/api.ts'
import { nextBucket, type Span } from './range.ts'

/** A part that is looked at more closely holds at least so many buckets or minutes: fewer make no line. */
const FEWEST = 3
const SHORTEST = 5 * 60_000
/** By how much one step goes closer or further away. */
const FACTOR = 2

/** From the first to the last of the buckets between two, both included; null: too few to look at more closely. */
export function spanOfBuckets(
  grid: readonly number[],
  a: number,
  b: number,
  step: Step,
  timeZone: string,
): Span | null {
  const [first, last] = [grid[Math.min(a, b)], grid[Math.max(a, b)]]
  if (first === undefined || last === undefined) return null
  const span = { from: first, to: nextBucket(last, step, timeZone) }
  return Math.abs(b - a) + 1 < FEWEST && step === 'minute' ? null : longEnough(span)
}

/** Half of what is in sight, about a moment in it, as far as that goes; null: closer is not possible. */
export function closer({ from, to }: Span, about: number): Span | null {
  const length = minutes((to - from) / FACTOR)
  const start = Math.min(Math.max(about - length / 2, from), to - length)
  return longEnough({ from: minutes(start), to: minutes(start) + length })
}

/** Twice of what is in sight, kept within `whole` where it lies within; null: that is all of it, so there is no part any more. */
export function furtherAway({ from, to }: Span, whole: Span): Span | null {
  const length = FACTOR * (to - from)
  if (length >= whole.to - whole.from) return null
  const start = (from + to - length) / 2
  const isWithin = from >= whole.from && to <= whole.to
  const kept = isWithin ? Math.min(Math.max(start, whole.from), whole.to - length) : start
  return { from: minutes(kept), to: minutes(kept) + length }
}

const minutes = (ms: number) => Math.floor(ms / 60_000) * 60_000

const longEnough = (span: Span) => (span.to - span.from >= SHORTEST ? span : null)
