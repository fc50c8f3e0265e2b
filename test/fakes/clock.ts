import type { Clock } from '../../portal/clock.ts'

/** A clock that stands still until it is told to go on. */
export interface FakeClock extends Clock {
  /** Both clocks go on by so many seconds. */
  pass(seconds: number): void
  /** The wall clock alone jumps by so many seconds. */
  jump(seconds: number): void
}

export function fakeClock(start = '2026-11-24T14:00:00Z', kernelBootId = 'boot-a'): FakeClock {
  let wall = Date.parse(start)
  let up = 100_000
  return {
    kernelBootId,
    now: () => wall,
    uptime: () => up,
    pass(seconds) {
      wall += seconds * 1000
      up += seconds * 1000
    },
    jump(seconds) {
      wall += seconds * 1000
    },
  }
}
