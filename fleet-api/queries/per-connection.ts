import type { FleetDatabase } from '../../db/fleet/open.ts'

/** Prepares statements once for each connection: making them anew costs more than running them. */
export function perConnection<T>(prepare: (db: FleetDatabase) => T): (db: FleetDatabase) => T {
  const prepared = new WeakMap<FleetDatabase, { made: T }>()
  return (db) => {
    const known = prepared.get(db) ?? { made: prepare(db) }
    prepared.set(db, known)
    return known.made
  }
}
