import { hash, randomBytes } from 'node:crypto'

/** Who has asked nothing for so long begins anew, and whoever takes longer to get online is not counted. */
const LONGEST_MS = 600_000
/** More clients than any bus or station has; of more than that the first ones are forgotten. */
const MOST = 4096

export type Connecting = ReturnType<typeof createConnecting>

/**
 * How long clients take from their first request to the portal until they are online. In memory alone, each under a hash of its address whose
 * random key ends with this process, for ten minutes after it last asked (DESIGN.md, rule 4).
 */
export function createConnecting(uptime: () => number) {
  const key = randomBytes(32).toString('base64')
  const nameOf = (ip: string) => hash('sha256', key + ip, 'base64')
  const waiting = new Map<string, { firstMs: number; lastMs: number }>()
  let took: number[] = []

  return {
    /** A client that is not online has asked for something. */
    asked(ip: string): void {
      const name = nameOf(ip)
      const now = uptime()
      const known = waiting.get(name)
      if (known && now - known.lastMs <= LONGEST_MS) {
        known.lastMs = now
        return
      }
      // Taken out first, so that it stands among the newest.
      waiting.delete(name)
      if (waiting.size >= MOST) for (const oldest of waiting.keys()) if (waiting.delete(oldest)) break
      waiting.set(name, { firstMs: now, lastMs: now })
    },
    /** It is online now. */
    online(ip: string): void {
      const name = nameOf(ip)
      const known = waiting.get(name)
      waiting.delete(name)
      const tookMs = known ? uptime() - known.firstMs : null
      if (tookMs !== null && tookMs <= LONGEST_MS) took.push(tookMs)
    },
    /** What has come together since the last time, ms, given to who keeps it; what he throws leaves it here. */
    give<T>(keep: (tookMs: number[]) => T): T {
      const kept = keep(took)
      took = []
      return kept
    },
    /** Forgets who has been silent for too long. */
    tidy(): void {
      const since = uptime() - LONGEST_MS
      for (const [name, { lastMs }] of waiting) if (lastMs < since) waiting.delete(name)
    },
    /** How many are waited for. */
    size: () => waiting.size,
  }
}
