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
  /** When all that was counted under a key is forgotten. */
  const forgottenAt = new Map<string, number>()
  return {
    take(key, now) {
      const from = Math.max(forgottenAt.get(key) ?? 0, now)
      const wait = from + FORGOTTEN_MS - now - MOST * FORGOTTEN_MS
      forgottenAt.delete(key)
      forgottenAt.set(key, wait > 0 ? from : from + FORGOTTEN_MS)
      if (forgottenAt.size > MOST_KEYS) forgottenAt.delete(forgottenAt.keys().next().value ?? '')
      return wait > 0 ? Math.ceil(wait / 1000) : null
    },
    forget(key) {
      forgottenAt.delete(key)
    },
  }
}
