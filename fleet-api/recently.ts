import type { FleetDatabase } from '../db/fleet/open.ts'

const MOST_KEPT = 200

interface Kept {
  at: number
  made: Promise<unknown>
}
const kept = new WeakMap<FleetDatabase, Map<string, Kept>>()

/** What anybody may ask for as often as he likes, made at most once in `ms` for each `key`. `now`: ms since 1970. */
export function recently<T>(
  db: FleetDatabase,
  { key, ms, now }: { key: string; ms: number; now: number },
  make: () => Promise<T>,
): Promise<T> {
  const ofDatabase = kept.get(db) ?? new Map<string, Kept>()
  kept.set(db, ofDatabase)
  const found = ofDatabase.get(key)
  if (found !== undefined && Math.abs(now - found.at) < ms) return found.made as Promise<T>
  const made = make()
  ofDatabase.delete(key)
  ofDatabase.set(key, { at: now, made })
  // One that could not be made is not kept.
  made.catch(() => ofDatabase.delete(key))
  const [oldest] = ofDatabase.keys()
  if (ofDatabase.size > MOST_KEPT && oldest !== undefined) ofDatabase.delete(oldest)
  return made
}
