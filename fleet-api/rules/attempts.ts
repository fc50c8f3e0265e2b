/** Attempts in a row, and how long one takes to be forgotten. */
const MOST = 10
const FORGOTTEN_MS = 60_000
/** Keys in memory; beyond, the one that was longest left alone is dropped. */
const MOST_KEYS = 10_000

/** Counts attempts by key, in a bucket that leaks. */
export interface Attempts {
  /** Counts one; returns null, or how many seconds are to be waited for the next. `now`: ms since 1970. */
  take(key: string, now: number): number | null
  /** It went well: what was counted is forgotten. */
  forget(key: string): void
}

export function createAttempts(): Attempts {
  const buckets = new Map<string, { level: number; at: number }>()
  return {
    take(key, now) {
      const before = buckets.get(key)
      const leaked = before ? Math.max(0, now - before.at) / FORGOTTEN_MS : 0
      const level = Math.max(0, (before?.level ?? 0) - leaked)
      const full = level + 1 > MOST
      buckets.delete(key)
      buckets.set(key, { level: full ? level : level + 1, at: now })
      if (buckets.size > MOST_KEYS) buckets.delete(buckets.keys().next().value ?? '')
      return full ? Math.ceil(((level + 1 - MOST) * FORGOTTEN_MS) / 1000) : null
    },
    forget(key) {
      buckets.delete(key)
    },
  }
}
