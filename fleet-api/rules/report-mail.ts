import type { Attempt } from './delivery-attempts.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
/** After so many attempts that came to nothing the next one waits for so long; after more, as long as after the last. */
const WAITS_MS = [MINUTE_MS, 10 * MINUTE_MS, HOUR_MS, 6 * HOUR_MS]
/** About a week: a mail server that is away for a weekend costs nobody the month's report. */
const MOST_ATTEMPTS = 30
/** What the other side refuses it refuses again, but for somebody who is mending it just now. */
const MOST_REFUSALS = 3

/** When a month's report is tried again after `attempts` that came to nothing, ms since 1970; null: not this month's any more. */
export function nextMailAt(went: Exclude<Attempt['went'], 'sent'>, attempts: number, now: number): number | null {
  if (attempts >= (went === 'refused' ? MOST_REFUSALS : MOST_ATTEMPTS)) return null
  return now + (WAITS_MS[Math.min(attempts, WAITS_MS.length) - 1] ?? MINUTE_MS)
}
