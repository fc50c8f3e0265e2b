import type { Clock } from '../../portal/clock.ts'

/** A clock that stands still until it is told to go on. */
export interface FakeClock extends Clock {
  /** Both clocks go on by so many seconds. */
  pass(seconds: number): void
  /** The wall clock alone jumps by so many seconds. */
  jump(seconds: number): void
  /** The power was off for so many seconds: another boot begins, 5 seconds old when the portal looks at it. */
  reboot(kernelBootId: string, secondsOff: number): void
}

export function fakeClock(start = '2026-11-24T14:00:00Z', kernelBootId = 'boot-a'): FakeClock {
  let wall = Date.parse(start)
  let up = 100_000
  const clock: FakeClock = {
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
    reboot(next, secondsOff) {
      clock.kernelBootId = next
      wall += (secondsOff + 5) * 1000
      up = 5000
    },
  }
  return clock
}
