import { bucketIndex } from './buckets.ts'
import { LATE_MS } from './gateway-state.ts'

/** Minutes for which a gateway owes a report: the starts of the first and the last one (seconds since 1970). */
export interface DueSpan {
  firstMinuteAt: number
  lastMinuteAt: number
}

/** A minute's report is due once the minute is over and this long has passed: it may be on its way. */
const ON_ITS_WAY_S = 90

/** Minutes due in each bucket. `starts`: bucket starts, ascending; `end`: where the last one ends. */
export function minutesDue(spans: DueSpan[], starts: number[], end: number): number[] {
  const due = starts.map(() => 0)
  for (const span of spans) {
    const last = Math.min(span.lastMinuteAt, end - 60)
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

/**
 * What a gateway owes after its last report (the start of its minute, seconds since 1970): reports for fifteen minutes more. Then its
 * power counts as off, until a later report of the same boot shows that it was not; a parked bus owes nothing. `now`: seconds.
 */
export function owedSince(lastMinuteAt: number, now: number): DueSpan {
  const lastDueMinute = Math.floor((now - ON_ITS_WAY_S) / 60) * 60 - 60
  return { firstMinuteAt: lastMinuteAt + 60, lastMinuteAt: Math.min(lastDueMinute, lastMinuteAt + LATE_MS / 1000) }
}

/** Reports received / reports due, 0 to 1. More than is due (a bus back from silence) is complete, not more. Nothing due: complete. */
export function completenessOf(received: number, due: number): number {
  const share = due <= 0 ? 1 : Math.min(1, received / due)
  return Math.round(share * 10_000) / 10_000
}
