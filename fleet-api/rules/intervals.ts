/** A stretch of time, half open, in whatever unit its owner counts. */
export type Interval = [from: number, to: number]

/** The same time, in order and apart: what overlaps or touches is one. Empty stretches are left out. */
export function united(intervals: readonly Readonly<Interval>[]): Interval[] {
  const inOrder = intervals.filter(([from, to]) => to > from).sort((a, b) => a[0] - b[0])
  const made: Interval[] = []
  for (const [from, to] of inOrder) {
    const last = made.at(-1)
    if (last && from <= last[1]) last[1] = Math.max(last[1], to)
    else made.push([from, to])
  }
  return made
}

/** What of intervals (in order and apart) lies within [from, to). */
export function within(intervals: readonly Readonly<Interval>[], from: number, to: number): Interval[] {
  return intervals
    .filter(([start, end]) => start < to && end > from)
    .map(([start, end]): Interval => [Math.max(start, from), Math.min(end, to)])
}

/** Whether a moment lies in one of them. */
export function holds(intervals: readonly Readonly<Interval>[], at: number): boolean {
  return intervals.some(([from, to]) => from <= at && at < to)
}

/** In how many minutes of the clock some of these intervals lie (seconds since 1970; in order and apart). */
export function minutesTouched(intervals: readonly Readonly<Interval>[]): number {
  let minutes = 0
  let next = Number.MIN_SAFE_INTEGER
  for (const [from, to] of intervals) {
    const first = Math.max(Math.floor(from / 60), next)
    const end = Math.ceil(to / 60)
    minutes += Math.max(0, end - first)
    next = Math.max(next, end)
  }
  return minutes
}
