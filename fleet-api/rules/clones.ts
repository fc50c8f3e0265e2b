/** What one boot of a gateway says that it was awake for, ms since 1970. */
export interface Interval {
  startedAt: number
  endedAt: number
}

/** A clock that is off by no more than this is near enough to the truth to be held against another. */
export const SURE_MS = 60_000
/** Two boots of one gateway that ran at the same time for longer than this are two gateways: as much as two sure clocks may be off. */
const LONGEST_OVERLAP_MS = 2 * SURE_MS

/** Whether two boots were awake at the same time, by intervals of sure clocks only. A boot may pause while another database is used. */
export function ranTogether(one: Interval[], other: Interval[]): boolean {
  return overlapMs(one, other) > LONGEST_OVERLAP_MS
}

function overlapMs(one: Interval[], other: Interval[]): number {
  const a = inOrder(one)
  const b = inOrder(other)
  let total = 0
  let i = 0
  let j = 0
  for (let x = a[i], y = b[j]; x && y; x = a[i], y = b[j]) {
    total += Math.max(0, Math.min(x.endedAt, y.endedAt) - Math.max(x.startedAt, y.startedAt))
    if (x.endedAt < y.endedAt) i += 1
    else j += 1
  }
  return total
}

function inOrder(intervals: Interval[]): Interval[] {
  return [...intervals].sort((a, b) => a.startedAt - b.startedAt)
}
