import { bucketIndex } from './buckets.ts'
import { LATE_MS } from './gateway-state.ts'

/** One boot of a gateway on one route, by the starts of its first and last reported minute (seconds since 1970). */
export interface BootSpan {
  gatewayId: string
  firstMinuteAt: number
  lastMinuteAt: number
}

/** A minute's report is due once the minute is over and this long has passed: it may be on its way. */
const ON_ITS_WAY_S = 90

/**
 * Reports due in each bucket: one for each minute between a gateway's first and last report of one boot. A gateway that has fallen
 * silent owes reports for 15 more minutes; after that its power counts as off, until a later report of the same boot shows that it
 * was not. A parked bus owes nothing.
 * `starts`: bucket starts, ascending; `end`: where the last one ends; `now`: seconds since 1970.
 */
export function reportsDue(spans: BootSpan[], starts: number[], end: number, now: number): number[] {
  const due = starts.map(() => 0)
  const newest = new Map<string, number>()
  for (const span of spans) newest.set(span.gatewayId, Math.max(newest.get(span.gatewayId) ?? 0, span.lastMinuteAt))
  const lastDueMinute = Math.floor((now - ON_ITS_WAY_S) / 60) * 60 - 60
  for (const span of spans) {
    const open = newest.get(span.gatewayId) === span.lastMinuteAt
    const tail = open ? Math.min(lastDueMinute, span.lastMinuteAt + LATE_MS / 1000) : span.lastMinuteAt
    const last = Math.min(Math.max(span.lastMinuteAt, tail), end - 60)
    let minute = Math.max(span.firstMinuteAt, starts[0] ?? 0)
    // Bucket by bucket, not minute by minute: a day is one step.
    for (let index = bucketIndex(starts, minute); minute <= last && index < starts.length; index++) {
      const bucketEnd = starts[index + 1] ?? end
      const lastHere = Math.min(last, bucketEnd - 60)
      if (lastHere >= minute) due[index] = (due[index] ?? 0) + (lastHere - minute) / 60 + 1
      minute = bucketEnd
    }
  }
  return due
}

/** Reports received / reports due, 0 to 1. More than is due (a bus back from silence) is complete, not more. Nothing due: complete. */
export function completenessOf(received: number, due: number): number {
  const share = due <= 0 ? 1 : Math.min(1, received / due)
  return Math.round(share * 10_000) / 10_000
}
