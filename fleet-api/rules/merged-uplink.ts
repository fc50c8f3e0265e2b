import { LONG_INTERVAL_MS, outageCauseOf } from '../../contract/outage-cause.ts'
import type { Report } from '../../contract/report.ts'
import type { OutageCause } from '../../contract/service.ts'

interface Interval {
  startedUptimeMs: number
  endedUptimeMs: number
}

/** How long the uplink was up within an interval, milliseconds, null: not told; and why it was not, or the portal did not work. */
export interface IntervalUplink {
  upMs: number | null
  outage: OutageCause | null
}

/**
 * What a report tells of the uplink in each of its intervals. Of merged ones it tells the sum: the time without internet is given to those
 * that most likely had it, and adds up to what was told. First to those in which the portal was down for a part; then to those whose last
 * fix was where the internet could not be reached; then to those of which nothing is known, a gateway without a position among them.
 */
export function uplinkOfEach(report: Report, intervals: readonly Interval[]): IntervalUplink[] {
  const outage = outageCauseOf(report)
  const { merged, uplink } = report
  if (merged === null) return intervals.map(() => ({ upMs: uplink?.upMs ?? null, outage }))
  const wholeMs = report.endedUptimeMs - report.startedUptimeMs
  const downMs = uplink === null ? null : sharedOut(Math.max(0, wholeMs - uplink.upMs), report, intervals)
  return intervals.map((interval, index) => {
    const lengthMs = lengthOf(interval)
    const upMs = downMs === null ? null : lengthMs - (downMs[index] ?? 0)
    if (outage === 'portal' || lengthMs > LONG_INTERVAL_MS) return { upMs, outage: 'portal' }
    return { upMs, outage: upMs !== null && upMs < lengthMs ? outage : null }
  })
}

/** Whole milliseconds for each interval, which add up to `totalMs`. */
function sharedOut(totalMs: number, { trace }: Report, intervals: readonly Interval[]): number[] {
  const likely = likelihoods(trace, intervals)
  const shares = intervals.map(() => 0)
  let leftMs = totalMs
  for (const rank of [3, 2, 1, 0]) {
    let roomMs = 0
    for (const [index, interval] of intervals.entries()) if (likely[index] === rank) roomMs += lengthOf(interval)
    for (const [index, interval] of intervals.entries()) {
      if (likely[index] !== rank || leftMs <= 0) continue
      const lengthMs = lengthOf(interval)
      const shareMs = Math.round(lengthMs * Math.min(1, leftMs / roomMs))
      shares[index] = shareMs
      leftMs -= shareMs
      roomMs -= lengthMs
    }
  }
  return shares
}

/** How likely each interval was without internet, 3 the most. */
function likelihoods(trace: Report['trace'], intervals: readonly Interval[]): number[] {
  return intervals.map((interval) => {
    const { startedUptimeMs, endedUptimeMs } = interval
    if (lengthOf(interval) > LONG_INTERVAL_MS) return 3
    const last = trace.findLast(([uptimeMs]) => uptimeMs > startedUptimeMs && uptimeMs <= endedUptimeMs)
    if (last === undefined || last[3] === -1) return 1
    return last[3] === null ? 2 : 0
  })
}

const lengthOf = ({ startedUptimeMs, endedUptimeMs }: Interval) => endedUptimeMs - startedUptimeMs
