const FIRST_MS = 1000

/**
 * How long to wait before the next attempt: exponential with full jitter, so that a fleet that comes back is not met by every
 * bus at once, and no longer than `longestMs`. `failures` in a row, 1 or more; `random` from 0 to 1.
 */
export function backoffMs(failures: number, random: number, retryAfterMs: number | null, longestMs: number): number {
  const ceiling = Math.min(longestMs, FIRST_MS * 2 ** Math.min(failures, 20))
  return Math.max(retryAfterMs ?? 0, Math.round(random * ceiling))
}
