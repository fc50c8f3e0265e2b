import type { Cell, Frame } from './frame.ts'
import { bucketsOf, type Span, type Window } from './range.ts'
import { dayStart, instantOf, offsetAt, wallAt } from './zone.ts'

const DAY = 86_400_000
const WEEK = 7 * DAY

/**
 * How many weeks before a range the one lies that it is compared with: whole weeks, so that Mondays stand beside Mondays. As many as the
 * range is long, rounded, and at least one: a day and a week are compared with a week before, thirty days with four weeks before.
 */
export function weeksBefore({ from, to }: Span): number {
  return Math.max(1, Math.round((to - from) / WEEK))
}

/**
 * For each bucket of a window the start of the one that shows the same time of the clock on the same day of the week, so many weeks
 * before. null: there is none, for the change of clocks has left that hour out then, or shows it a second time now.
 */
export function bucketsBefore(window: Window, weeks: number, timeZone: string): (number | null)[] {
  const grid = bucketsOf(window, timeZone)
  if (window.step === 'day') return grid.map((at) => dayStart(at, timeZone, -7 * weeks))
  // The clocks change on few days, and asking for the time of the clock of each minute takes long.
  if (hasOneOffset({ from: window.from - weeks * WEEK, to: window.to }, timeZone)) {
    return grid.map((at) => at - weeks * WEEK)
  }
  return grid.map((at) => {
    const wall = wallAt(at, timeZone)
    if (instantOf(wall, timeZone) !== at) return null
    const before = instantOf({ ...wall, day: wall.day - 7 * weeks }, timeZone)
    const then = wallAt(before, timeZone)
    return then.hour === wall.hour && then.minute === wall.minute ? before : null
  })
}

/** Asked at midday and midnight of each day: nowhere do clocks go forth and back within hours. */
function hasOneOffset({ from, to }: Span, timeZone: string): boolean {
  const first = offsetAt(from, timeZone)
  if (offsetAt(to, timeZone) !== first) return false
  for (let at = from + DAY / 2; at < to; at += DAY / 2) if (offsetAt(at, timeZone) !== first) return false
  return true
}

/** The window to ask for, so that all of the buckets before are in it. */
export function windowBefore(window: Window, weeks: number, timeZone: string): Window {
  const starts = bucketsBefore(window, weeks, timeZone).filter((at) => at !== null)
  const [first = window.from - weeks * WEEK, last = window.to - weeks * WEEK] = [starts[0], starts.at(-1)]
  const to = window.step === 'day' ? dayStart(last, timeZone, 1) : last + (window.step === 'hour' ? 3_600_000 : 60_000)
  return { from: first, to, step: window.step }
}

/** What was some weeks before, laid beside the buckets of a frame. */
export interface Compared {
  weeks: number
  /** Start of the bucket beside each one of the frame; null: there is none. */
  grid: (number | null)[]
  /** By line, one cell a bucket of the frame. */
  cells: ReadonlyMap<string, (Cell | null)[]>
  /** In which buckets a line owed reports and none came: what all lines were together is not known there. */
  silent: readonly boolean[]
}

/** By how much a value is more (0.1: 10%) or less than the one before; null where either is not known or the one before is nobody. */
export function change(now: number | null | undefined, before: number | null | undefined): number | null {
  return now == null || before == null || before === 0 ? null : now / before - 1
}

/**
 * The means of all lines together, now and before, over the buckets in which both are known and that are over; null: there is none. What is
 * known of one of the two only would make a difference that there is not.
 */
export function changeOfAll(frame: Frame, compared: Compared, now: number): { now: number; before: number } | null {
  let [sumNow, sumBefore, buckets] = [0, 0, 0]
  frame.grid.forEach((at, i) => {
    const end = frame.grid[i + 1] ?? frame.to
    if (end > now || at >= now) return
    let known = false
    for (const { key, cells } of frame.lines) {
      const [cell, before] = [cells[i], compared.cells.get(key)?.[i]]
      if (!cell || !before) continue
      known = true
      sumNow += cell.mean
      sumBefore += before.mean
    }
    if (known) buckets += 1
  })
  return buckets === 0 ? null : { now: sumNow / buckets, before: sumBefore / buckets }
}
