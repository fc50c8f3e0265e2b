import type { Step } from '../../contract/api.ts'
import { LONGEST_RANGE_S } from '../../contract/steps.ts'
import { dayStart, hourStart, minuteStart } from './zone.ts'

export const RANGES = ['1h', '6h', '24h', '7d', '30d'] as const
export type Range = (typeof RANGES)[number]

/** From when to when, half open, ms since 1970. */
export interface Span {
  from: number
  to: number
}

export interface Window extends Span {
  step: Step
}

/** What is looked at: a part of something (`zoom`), from one moment to another (`span`), else a range that ends now. */
export interface Looked {
  range: Range
  span: Span | null
  zoom: Span | null
  /** null: what suits the length. */
  step: Step | null
}

export const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const LENGTHS: Record<Step, number> = { minute: MINUTE, hour: HOUR, day: DAY }
const RANGE_LENGTHS: Record<Range, number> = { '1h': HOUR, '6h': 6 * HOUR, '24h': DAY, '7d': 7 * DAY, '30d': 30 * DAY }
/** Up to so long a range is shown by the minute, by the hour; each is still a line and not a carpet. */
const MOST_BY_MINUTE = 6 * HOUR
const MOST_BY_HOUR = 15 * DAY
/** Minutes are kept for so long where nobody has set it otherwise: before that, hours suit a short range. */
const MINUTES_KEPT = 30 * DAY

/** The steps that a range of this length can be shown by: at least two of them, and not more than one answer carries. */
export function stepsFor(lengthMs: number): Step[] {
  return (Object.keys(LENGTHS) as Step[]).filter(
    (step) => lengthMs >= 2 * LENGTHS[step] && lengthMs <= LONGEST_RANGE_S[step] * 1000,
  )
}

/** The step that suits a range. */
function suiting({ from, to }: Span, now: number): Step {
  const length = to - from
  const fits = stepsFor(length)
  const wanted: Step =
    length <= MOST_BY_MINUTE && from > now - MINUTES_KEPT ? 'minute' : length <= MOST_BY_HOUR ? 'hour' : 'day'
  return fits.includes(wanted) ? wanted : (fits[0] ?? 'minute')
}

/** How long what is looked at is, in ms. */
export function lengthOf({ range, span, zoom }: Omit<Looked, 'step'>): number {
  const some = zoom ?? span
  return some ? some.to - some.from : RANGE_LENGTHS[range]
}

/** The window to ask for and to draw: whole steps of the zone's clocks, with the step that was chosen where the length allows it. */
export function windowOf(looked: Looked, now: number, timeZone: string): Window {
  const some = looked.zoom ?? looked.span
  const length = lengthOf(looked)
  const ofItsOwn = some ? suiting(some, now) : suiting({ from: now - length, to: now }, now)
  const step = looked.step && stepsFor(length).includes(looked.step) ? looked.step : ofItsOwn
  return some ? wholeSteps(some, step, timeZone) : upToNow(length, step, now, timeZone)
}

/** Widened to whole steps. */
function wholeSteps({ from, to }: Span, step: Step, timeZone: string): Window {
  const last = bucketStart(to - 1, step, timeZone)
  return { from: bucketStart(from, step, timeZone), to: nextBucket(last, step, timeZone), step }
}

/** It ends with the minute, hour or day in which `now` lies. */
function upToNow(length: number, step: Step, now: number, timeZone: string): Window {
  const to = nextBucket(bucketStart(now, step, timeZone), step, timeZone)
  if (step === 'day') return { from: dayStart(now, timeZone, 1 - Math.round(length / DAY)), to, step }
  return { from: to - length, to, step }
}

/** The start of the bucket that holds `at`. */
export function bucketStart(at: number, step: Step, timeZone: string): number {
  if (step === 'minute') return minuteStart(at)
  return step === 'hour' ? hourStart(at, timeZone) : dayStart(at, timeZone)
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
