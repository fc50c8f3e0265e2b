import type { Clock } from '../clock.ts'
import { createGnssTime } from './gnss.ts'
import { followGpsd } from './gpsd.ts'
import { createNtpState } from './ntp.ts'
import type { TimeReading } from './reading.ts'
import type { Timekeeper } from './timekeeper.ts'

export interface TimeSourcesDeps {
  time: Pick<Timekeeper, 'note'>
  /** The machine's own clocks: whether they are set right is asked of those, not of repaired ones. */
  systemClock: Clock
  builtAtMs: number
  gpsd: { host: string; port: number } | null
  /** False where the machine's NTP is none of the gateway's business: a laptop, the demo. */
  askNtp: boolean
  after: (ms: number, job: () => void) => () => void
  random: () => number
  log: (message: string) => void
}

/** The sources of wall time on the gateway itself, each of which is heard as it speaks. */
export function createTimeSources({ time, systemClock, builtAtMs, gpsd, askNtp, ...deps }: TimeSourcesDeps) {
  const { uptime, now } = systemClock
  const note = (reading: TimeReading | null) => void (reading && time.note(reading))
  const gnss = createGnssTime({ builtAtMs })
  const receiver = gpsd && followGpsd({ ...gpsd, uptime, ...deps, onFix: (tpv, at) => note(gnss(tpv, at)) })
  const ntp = askNtp ? createNtpState({ now, uptime }) : null
  return {
    /** Asks whether the system's clock is synchronised; once a minute. */
    look: async (): Promise<void> => note((await ntp?.look()) ?? null),
    stop: () => receiver?.stop(),
  }
}
