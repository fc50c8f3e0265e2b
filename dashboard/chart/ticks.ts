import { dayStart, instantOf, offsetAt, wallAt } from './zone.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const SHORT_STEPS = [1, 2, 5, 10, 15, 30, 60]
const HOUR_STEPS = [2, 3, 6, 12]
const DAY_STEPS = [1, 2, 3, 5, 7, 14]

/** Round times of the zone's clocks from `from` up to and with `to`, as many as fit in `most`. */
export function ticksBetween(from: number, to: number, timeZone: string, most: number): number[] {
  const fits = (stepMs: number) => (to - from) / stepMs <= most
  const minutes = SHORT_STEPS.find((m) => fits(m * MINUTE))
  if (minutes !== undefined) return shortTicks(from, to, timeZone, minutes * MINUTE)
  const hours = HOUR_STEPS.find((h) => fits(h * 60 * MINUTE))
  if (hours !== undefined) return hourTicks(from, to, timeZone, hours)
  return dayTicks(from, to, timeZone, DAY_STEPS.find((d) => fits(d * DAY)) ?? 28)
}

/** Up to an hour the ticks are evenly apart in real time; only their phase is the zone's. */
function shortTicks(from: number, to: number, timeZone: string, step: number): number[] {
  const offset = offsetAt(from, timeZone)
  const ticks: number[] = []
  for (let at = Math.ceil((from + offset) / step) * step - offset; at <= to; at += step) ticks.push(at)
  return ticks
}

/** Ticks at the same hours every day, so a day of 23 or 25 hours has one gap that is narrower or wider. */
function hourTicks(from: number, to: number, timeZone: string, step: number): number[] {
  const ticks: number[] = []
  for (let day = dayStart(from, timeZone); day <= to; day = dayStart(day, timeZone, 1)) {
    const { year, month, day: date } = wallAt(day, timeZone)
    for (let hour = 0; hour < 24; hour += step) {
      const at = instantOf({ year, month, day: date, hour }, timeZone)
      // An hour that the change of clocks left out has no tick.
      if (at >= from && at <= to && wallAt(at, timeZone).hour === hour) ticks.push(at)
    }
  }
  return ticks
}

/** Counted from the last day backwards, so that today always has its tick. */
function dayTicks(from: number, to: number, timeZone: string, step: number): number[] {
  const ticks: number[] = []
  for (let day = dayStart(to, timeZone); day >= from; day = dayStart(day, timeZone, -step)) ticks.unshift(day)
  return ticks
}

/** Whether a tick stands at the start of a day of the zone. */
export function isMidnight(at: number, timeZone: string): boolean {
  return dayStart(at, timeZone) === at
}
