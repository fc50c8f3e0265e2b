import type { FleetDatabase } from '../../db/fleet/open.ts'
import type { Remembered } from './follow-shapes.ts'

/** More gateways than this one process does not remember: of the others what is stored is read again. */
const MOST = 10_000

const memories = new WeakMap<FleetDatabase, Map<string, Remembered>>()

/** How far the way of each gateway has been followed by this process; by gateway. What is lost of it can be read again. */
export function wayMemory(db: FleetDatabase) {
  const known = memories.get(db) ?? new Map<string, Remembered>()
  memories.set(db, known)
  return {
    known,
    /** Only what is committed may be kept. */
    keep(remembered: ReadonlyMap<string, Remembered>): void {
      for (const [gatewayId, one] of remembered) {
        known.delete(gatewayId)
        known.set(gatewayId, one)
      }
      for (const gatewayId of known.keys()) {
        if (known.size <= MOST) break
        known.delete(gatewayId)
      }
    },
    forget: (gatewayId: string) => void known.delete(gatewayId),
  }
}
