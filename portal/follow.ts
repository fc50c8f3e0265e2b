export interface FollowerDeps<Version> {
  /** The version that is held. */
  running: () => Version
  /** Fetches what the fleet holds there and puts it in force. True: done, or there was nothing to do. Must not reject. */
  follow: (wanted: Version) => Promise<boolean>
  /** Calls `job` after so many milliseconds; returns what calls it off. */
  after: (ms: number, job: () => void) => () => void
  random: () => number
  /** What is new is fetched within so many milliseconds of its being known: not by every bus of a city in the same second. */
  spreadMs: number
  uptime: () => number
}

/** What could not be followed is tried again so much later, or when the fleet wants another version. */
const AGAIN_MS = 15 * 60_000

/** Follows what the fleet's answers name by its version: fetched once for each, and not again and again where it fails. */
export function createFollower<Version>(deps: FollowerDeps<Version>) {
  let failed: { version: Version; atUptimeMs: number } | null = null
  let callOff: (() => void) | null = null
  let running: Promise<void> | null = null

  async function follow(wanted: Version): Promise<void> {
    failed = (await deps.follow(wanted)) ? null : { version: wanted, atUptimeMs: deps.uptime() }
  }

  return {
    /** The fleet wants this version. */
    want(version: Version): void {
      const isRunning = version === deps.running()
      if (isRunning) failed = null
      if (isRunning || callOff || running) return
      if (failed?.version === version && deps.uptime() - failed.atUptimeMs < AGAIN_MS) return
      callOff = deps.after(Math.round(deps.random() * deps.spreadMs), () => {
        callOff = null
        running = follow(version).finally(() => {
          running = null
        })
      })
    },
    /** Resolves when nothing is being fetched or put in force. */
    idle: async (): Promise<void> => running ?? undefined,
    stop: () => callOff?.(),
  }
}
