import type { Clock } from '../clock.ts'

export interface SystemClockDeps {
  /** The machine's own clocks. */
  systemClock: Clock
  /** The true time as far as it is known, and never below what it cannot be. */
  trueNow: () => number
  /** Sets the machine's clock, ms since 1970. */
  set: (ms: number) => Promise<unknown>
  log: (message: string, error?: unknown) => void
}

/** What a clock may be wrong by: certificates and logs do not mind. */
const TOLERATED_MS = 60_000

/**
 * Sets a machine's clock that is plainly wrong and that nobody else looks after. Without it a bus whose battery is empty would take
 * the fleet's certificate for one of the future, and could never ask the fleet for the time.
 */
export function createSystemClockKeeper({ systemClock, trueNow, set, log }: SystemClockDeps) {
  let hasFailed = false
  return {
    async look(): Promise<void> {
      const wrongByMs = systemClock.now() - trueNow()
      if (hasFailed || Math.abs(wrongByMs) <= TOLERATED_MS) return
      try {
        await set(trueNow())
        log(`the machine’s clock was wrong by ${Math.round(wrongByMs / 1000)} s; it is set`)
      } catch (error) {
        hasFailed = true
        log('the machine’s clock is wrong and could not be set; reports have their true time all the same', error)
      }
    },
  }
}
