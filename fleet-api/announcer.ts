export interface AnnouncerDeps {
  /** Tells every process of the fleet. */
  announce: () => Promise<void>
  /** Calls `job` after so many milliseconds. */
  after: (ms: number, job: () => void) => void
  log: (message: string, error?: unknown) => void
}

/** At most one announcement in this time: each one wakes all processes. */
const SHORTEST_GAP_MS = 250

/** Returns what says that something has changed here: the fleet's processes are told once of all that has within a moment. */
export function createAnnouncer({ announce, after, log }: AnnouncerDeps): () => void {
  let due = false
  return () => {
    if (due) return
    due = true
    after(SHORTEST_GAP_MS, () => {
      due = false
      // What is missed so is only shown later: with the next change, or when somebody looks.
      announce().catch((error: unknown) => log('the other processes could not be told of a change', error))
    })
  }
}
