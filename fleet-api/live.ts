import type { LiveEvent } from '../contract/api.ts'

export interface LiveDeps {
  /** The state now, whole. */
  compose: () => Promise<LiveEvent>
  /** Calls `job` after so many milliseconds. */
  after: (ms: number, job: () => void) => void
  log: (message: string, error?: unknown) => void
}

export type Live = ReturnType<typeof createLive>

export interface Listener {
  hear: (event: LiveEvent) => void
  /** There will be no more: the program stops. */
  end: () => void
}

/** At most one event in this time, however many reports arrive. */
const SHORTEST_GAP_MS = 1000

/** Tells everyone who listens when reports have arrived: one event for many reports, composed once for all listeners. */
export function createLive({ compose, after, log }: LiveDeps) {
  const listeners = new Set<Listener>()
  let due = false

  async function tell(): Promise<void> {
    due = false
    if (listeners.size === 0) return
    try {
      const event = await compose()
      for (const listener of listeners) listener.hear(event)
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
    listen(listener: Listener): () => void {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    /** Ends all streams: browsers come again, to whoever serves then. */
    end(): void {
      for (const listener of [...listeners]) listener.end()
    },
    listeners: () => listeners.size,
  }
}
