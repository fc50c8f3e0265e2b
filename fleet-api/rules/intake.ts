import { type Report, reportSchema } from '../../contract/report.ts'

/** A clock may be ahead of the fleet's by so much; a report that ends later than that is from a wrong clock. */
const AHEAD_MS = 10 * 60_000

/** One report as it came: the report, or the reason why it cannot be taken, in one line. */
export type Taken = { report: Report } | { reason: string }

/** Judges one item of `POST /v1/reports` by itself: a bad one harms no other. `now`: ms since 1970. */
export function takeReport(item: unknown, now: number): Taken {
  const parsed = reportSchema.safeParse(item)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    return { reason: `${issue?.path.join('.') || 'report'}: ${issue?.message ?? 'not valid'}` }
  }
  if (Date.parse(parsed.data.endedAt) - now > AHEAD_MS) {
    return { reason: "endedAt: lies in the future; the gateway's clock is ahead" }
  }
  return { report: parsed.data }
}

/**
 * The minute that a report counts for (start, seconds since 1970): the one that holds the middle of its interval, so that an
 * interval that ends a moment after the minute still is that minute's.
 */
export function reportMinute(report: Report): number {
  const middle = (Date.parse(report.startedAt) + Date.parse(report.endedAt)) / 2
  return Math.floor(middle / 60_000) * 60
}
