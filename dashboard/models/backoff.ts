/**
 * How long to wait before the nth try (from 0), in ms: 1 s doubling to 30 s, less up to half by `random` (0 to 1), so that
 * a thousand open pages do not come back in the same second after the fleet restarts.
 */
export function backoff(attempt: number, random: number): number {
  const most = Math.min(30_000, 1000 * 2 ** attempt)
  return Math.round(most * (1 - random / 2))
}
