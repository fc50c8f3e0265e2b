import { type Report, reportSchema } from '../../contract/report.ts'
import { holdsNul, NUL_REFUSED } from './nul.ts'

/** A clock may be ahead of the fleet's by so much; a report that ends later than that is from a wrong clock. */
const AHEAD_MS = 10 * 60_000
/** Wall time and uptime of a merged report may differ by so much: they are of one clock, rounded. */
const ROUNDED_MS = 1000

/** One report as it came: the report, or the reason why it cannot be taken, in one line. */
export type Taken = { report: Report } | { reason: string; code?: 'future' }

/**
 * Judges one item of `POST /v1/reports` by itself: a bad one harms no other. `now`: ms since 1970; `mayHoldNul`: the request is one
 * in which a NUL character may be.
 */
export function takeReport(item: unknown, now: number, mayHoldNul = false): Taken {
  if (mayHoldNul && holdsNul(item)) return { reason: `report: ${NUL_REFUSED}` }
  const parsed = reportSchema.safeParse(item)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    return { reason: `${issue?.path.join('.') || 'report'}: ${issue?.message ?? 'not valid'}` }
  }
  const report = parsed.data
  if (Date.parse(report.endedAt) - now > AHEAD_MS) {
    return { reason: "endedAt: lies in the future; the gateway's clock is ahead", code: 'future' }
  }
  // Its minutes are placed by their uptimes: they may not lead away from the hour that was just looked at.
  if (report.merged !== null && Math.abs(lengthByWall(report) - lengthByUptime(report)) > ROUNDED_MS) {
    return { reason: 'merged: uptimes and wall times are not equally far apart' }
  }
  return { report }
}

function lengthByWall({ startedAt, endedAt }: Report): number {
  return Date.parse(endedAt) - Date.parse(startedAt)
}

function lengthByUptime({ startedUptimeMs, endedUptimeMs }: Report): number {
  return endedUptimeMs - startedUptimeMs
}

/** The minute of an interval of a minute that ends at `endedAt` (ms since 1970): its start, seconds since 1970. */
export function minuteEndingAt(endedAt: number): number {
  return minuteOf({ startedAt: endedAt - 60_000, endedAt })
}

/**
 * The minute that an interval counts for (start, seconds since 1970): the one that holds its middle, so that an interval that ends a
 * moment after the minute still is that minute's. Times in ms since 1970.
 */
export function minuteOf(interval: { startedAt: number; endedAt: number }): number {
  return Math.floor((interval.startedAt + interval.endedAt) / 2 / 60_000) * 60
}
