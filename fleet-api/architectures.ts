import type { Architecture } from '../contract/release.ts'
import type { FleetDatabase } from '../db/fleet/open.ts'

/** A box may be changed for one with another processor: after so long it is asked about all versions again. */
const KNOWN_MS = 6 * 3_600_000

const memory = new WeakMap<FleetDatabase, Map<string, { architecture: Architecture; at: number }>>()

/** Remembers what a gateway says of itself when it asks for a version. A process that has not heard it yet costs one request more. `now`: ms since 1970. */
export function noteArchitecture(db: FleetDatabase, gatewayId: string, architecture: Architecture, now: number): void {
  const known = memory.get(db) ?? new Map()
  memory.set(db, known)
  known.set(gatewayId, { architecture, at: now })
}

/** Null: not known. */
export function architectureOf(db: FleetDatabase, gatewayId: string, now: number): Architecture | null {
  const known = memory.get(db)?.get(gatewayId)
  return known && now - known.at < KNOWN_MS ? known.architecture : null
}
