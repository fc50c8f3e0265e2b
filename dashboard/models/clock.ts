import { type ReadonlySignal, signal } from '@preact/signals'
import type { Timers } from './timers.ts'

export interface Clock {
  /** The fleet's time now, ticking each second. */
  now: ReadonlySignal<number>
  /** Reads the fleet's time at once. */
  read(): number
  /** Tells the clock what the fleet says it is: this machine's own clock may be wrong. */
  set(asOf: string): void
  start(): void
}

export function createClock(timers: Timers): Clock {
  let offset = 0
  const now = signal(timers.now())
  const read = () => timers.now() + offset
  return {
    now,
    read,
    set: (asOf) => {
      const fleet = Date.parse(asOf)
      if (Number.isFinite(fleet)) offset = fleet - timers.now()
    },
    start: () => {
      timers.every(1000, () => {
        now.value = read()
      })
    },
  }
}
