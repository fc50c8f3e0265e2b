import { createHmac, randomBytes } from 'node:crypto'
import type { Client } from '../clients/client.ts'

const HOUR_MS = 3_600_000
/** Fault reports of one client in one hour. */
export const PROBLEMS_PER_HOUR = 5

/**
 * How many faults each client has reported in this hour: in memory, under a hash whose key goes with the hour, so that no address
 * is kept. `uptime`: monotonic milliseconds.
 */
export function createProblemLimit(uptime: () => number) {
  let hour = { number: -1, key: randomBytes(32), counts: new Map<string, number>() }

  function counts(): typeof hour {
    const number = Math.floor(uptime() / HOUR_MS)
    if (number !== hour.number) hour = { number, key: randomBytes(32), counts: new Map() }
    return hour
  }
  const hash = (client: Client) => createHmac('sha256', counts().key).update(client.mac).digest('base64url')

  return {
    countOf: (client: Client): number => counts().counts.get(hash(client)) ?? 0,
    /** Counts one more; false: this client has had its share of the hour. */
    take(client: Client): boolean {
      const key = hash(client)
      const before = hour.counts.get(key) ?? 0
      if (before >= PROBLEMS_PER_HOUR) return false
      hour.counts.set(key, before + 1)
      return true
    },
  }
}
