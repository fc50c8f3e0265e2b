// Counts by bucket: bucket 0 holds what is at most the first bound, the last one what is more than the last bound.

/** Bounds of session lengths, seconds. */
export const LENGTH_BOUNDS_S = [
  60, 120, 300, 600, 900, 1200, 1800, 2700, 3600, 5400, 7200, 10_800, 14_400, 28_800,
] as const
/** Bounds of the time from a client's first request to the portal until it is online, milliseconds. */
export const CONNECT_BOUNDS_MS = [
  1000, 2000, 3000, 4000, 5000, 6000, 8000, 10_000, 15_000, 20_000, 30_000, 60_000, 120_000, 300_000,
] as const

/** A percentile is told where at least so many lie beyond it on each side: it is nobody's own. */
export const BEYOND_A_PERCENTILE = 10

/** The bucket of a value. */
export function bucketOf(bounds: readonly number[], value: number): number {
  const found = bounds.findIndex((bound) => value <= bound)
  return found === -1 ? bounds.length : found
}

/** One more in a value's bucket; `counts` may be empty. */
export function counted(counts: readonly number[], bounds: readonly number[], value: number): number[] {
  const next = Array.from({ length: bounds.length + 1 }, (_, bucket) => counts[bucket] ?? 0)
  const bucket = bucketOf(bounds, value)
  next[bucket] = (next[bucket] ?? 0) + 1
  return next
}

/** Histograms of the same bounds together; an empty one adds nothing. */
export function addedUp(all: Iterable<readonly number[]>): number[] {
  const sum: number[] = []
  for (const counts of all) for (const [bucket, count] of counts.entries()) sum[bucket] = (sum[bucket] ?? 0) + count
  return sum
}

/**
 * The value below which `share` (0 to 1) of what was counted lies, in the unit of the bounds, straight between a bucket's bounds. What lies
 * beyond the last bound is told as that bound. Null: too few, by BEYOND_A_PERCENTILE.
 */
export function percentileOf(counts: readonly number[], bounds: readonly number[], share: number): number | null {
  const total = counts.reduce((sum, count) => sum + count, 0)
  if (total * Math.min(share, 1 - share) < BEYOND_A_PERCENTILE) return null
  let left = share * total
  for (const [bucket, count] of counts.entries()) {
    const upper = bounds[bucket]
    if (upper === undefined) break
    const lower = bounds[bucket - 1] ?? 0
    if (left <= count && count > 0) return lower + ((upper - lower) * left) / count
    left -= count
  }
  return bounds.at(-1) ?? null
}
