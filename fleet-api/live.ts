import type { LiveEvent } from '../contract/api.ts'

export interface LiveDeps {
  /** The state now, whole. */
  compose: () => Promise<LiveEvent>
  /** Calls `job` after so many milliseconds. */
  after: (ms: number, job: () => void) => void
  log: (message: string, error?: unknown) => void
}

export type Live = ReturnType<typeof createLive>

/** At most one event in this time, however many reports arrive. */
const SHORTEST_GAP_MS = 1000

/** Tells everyone who listens when reports have arrived: one event for many reports, composed once for all listeners. */
export function createLive({ compose, after, log }: LiveDeps) {
  const listeners = new Set<(event: LiveEvent) => void>()
  let due = false

  async function tell(): Promise<void> {
    due = false
    if (listeners.size === 0) return
    try {
      const event = await compose()
      for (const listener of listeners) listener(event)
    } catch (error) {
      log('a live event could not be made', error)
    }
  }

  return {
    /** Something has changed. */
    changed(): void {
      if (due) return
      due = true
      after(SHORTEST_GAP_MS, () => void tell())
    },
    /** Returns what ends the listening. */
    listen(listener: (event: LiveEvent) => void): () => void {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    listeners: () => listeners.size,
  }
}
