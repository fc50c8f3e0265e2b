import type { Clock } from '../clock.ts'
import { runProgram } from '../run-program.ts'
import { createGnssTime } from './gnss.ts'
import { followGpsd } from './gpsd.ts'
import type { Tpv } from './gpsd-messages.ts'
import { createNtpState } from './ntp.ts'
import type { TimeReading } from './reading.ts'
import { createSystemClockKeeper } from './system-clock.ts'
import type { Timekeeper } from './timekeeper.ts'

/** Tells each TPV as it comes in, with the monotonic time, until it is stopped. */
export type Receiver = (hear: (tpv: Tpv, uptimeMs: number) => void) => { stop(): void }

export interface TimeSourcesDeps {
  time: Pick<Timekeeper, 'note' | 'clock'>
  /** The machine's own clocks: whether they are set right is asked of those, not of repaired ones. */
  systemClock: Clock
  builtAtMs: number
  gpsd: { host: string; port: number } | null
  /** In the place of gpsd: the demo's buses drive without one. */
  receiver?: Receiver | undefined
  /** False where the machine's clock is none of the gateway's business: a laptop, the demo. */
  isGateway: boolean
  /** Told each TPV of gpsd too, with the monotonic time at which it came in: one connection serves time and position. */
  onFix: (tpv: Tpv, uptimeMs: number) => void
  after: (ms: number, job: () => void) => () => void
  random: () => number
  log: (message: string, error?: unknown) => void
}

/** The sources of wall time on the gateway itself, each of which is heard as it speaks. */
export function createTimeSources(options: TimeSourcesDeps) {
  const { time, systemClock, builtAtMs, gpsd, isGateway, onFix, ...deps } = options
  const { uptime, now } = systemClock
  const note = (reading: TimeReading | null) => void (reading && time.note(reading))
  const gnss = createGnssTime({ builtAtMs })
  const hear = (tpv: Tpv, uptimeMs: number) => {
    note(gnss(tpv, uptimeMs))
    onFix(tpv, uptimeMs)
  }
  const receiver = options.receiver?.(hear) ?? (gpsd && followGpsd({ ...gpsd, uptime, ...deps, onFix: hear }))
  const ntp = isGateway ? createNtpState({ now, uptime }) : null
  const keeper = createSystemClockKeeper({
    systemClock,
    trueNow: time.clock.now,
    set: (ms) => runProgram('date', ['-u', '-s', `@${(ms / 1000).toFixed(3)}`]),
    log: deps.log,
  })
  return {
    /** Asks whether the system's clock is synchronised, and sets one that is not and is plainly wrong; once a minute. */
    async look(): Promise<void> {
      if (!ntp) return
      const reading = await ntp.look()
      note(reading)
      if (!reading) await keeper.look()
    },
    stop: () => receiver?.stop(),
  }
}
