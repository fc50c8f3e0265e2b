const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS

/** After so many attempts that came to nothing the next one waits for so long; after more of them, as long as after the last. */
const WAITS_MS = [
  10 * SECOND_MS,
  30 * SECOND_MS,
  MINUTE_MS,
  2 * MINUTE_MS,
  5 * MINUTE_MS,
  10 * MINUTE_MS,
  15 * MINUTE_MS,
]
/** A message that could not be sent for so long is of no use any more. */
export const KEEP_TRYING_MS = 24 * 60 * MINUTE_MS
/** What the other side refuses is tried so often: whoever set it up may be mending it just now. */
export const MOST_REFUSALS = 3

/**
 * How an attempt went. refused: the other side says that this message will never do; failed: it could not be reached, or asks to come
 * again. `failure`: one line, without addresses and secrets.
 */
export type Attempt =
  | { went: 'sent' }
  | { went: 'refused'; failure: string }
  | { went: 'failed'; failure: string; retryAfterMs?: number | null }

export interface Tried {
  /** With this one. */
  attempts: number
  /** Of all that waits for this channel, the most: it is the channel that cannot be reached, whatever it is told. */
  mostAttempts: number
  madeAt: number
}

/** When a message is tried again after an attempt that came to nothing, ms since 1970; null: never. */
export function nextAttemptAt(attempt: Exclude<Attempt, { went: 'sent' }>, tried: Tried, now: number): number | null {
  if (attempt.went === 'refused' && tried.attempts >= MOST_REFUSALS) return null
  const turn = Math.min(tried.mostAttempts, WAITS_MS.length) - 1
  const waitMs = WAITS_MS[Math.max(0, turn)] ?? MINUTE_MS
  const asked = attempt.went === 'failed' ? (attempt.retryAfterMs ?? 0) : 0
  const next = now + Math.max(waitMs, asked)
  return next > tried.madeAt + KEEP_TRYING_MS ? null : next
}

/** RFC 9110, section 10.2.3: seconds, or a date; null: it says nothing that can be understood. */
export function retryAfterMs(header: string | null, now: number): number | null {
  const text = header?.trim() ?? ''
  if (/^\d{1,9}$/.test(text)) return Number(text) * SECOND_MS
  const at = Date.parse(text)
  return Number.isNaN(at) || !/[A-Za-z]{3}/.test(text) ? null : Math.max(0, at - now)
}
