import { statSync } from 'node:fs'
import { runProgram } from '../run-program.ts'
import { chronyUncertaintyMs } from './ntp-chrony.ts'
import { timesyncdUncertaintyMs } from './ntp-timesyncd.ts'
import { type TimeReading, UPTIME_STEP_MS } from './reading.ts'

export interface NtpDeps {
  /** The system's wall clock, ms since 1970: the one that NTP sets, as it is. */
  now: () => number
  uptime: () => number
  run?: typeof runProgram
  /** When timesyncd last set the clock, ms since 1970 by that clock; null: never in this boot. */
  setByTimesyncdMs?: () => number | null
}

/** A program that is not there is looked for so often; somebody may have installed it. */
const MISSING_MS = 15 * 60_000

const CHRONYC = ['chronyc', '-c', '-n', 'tracking'] as const
const TIMEDATECTL = ['timedatectl', 'show', '--property=NTPSynchronized', '--value'] as const

/** Asks chronyd, and where none runs systemd, whether NTP keeps the system's clock. */
export function createNtpState({ now, uptime, run = runProgram, setByTimesyncdMs = touchedMs }: NtpDeps) {
  const missingSinceMs = new Map<string, number>()

  /** What it printed; null where it could not be asked. */
  async function ask([program, ...args]: readonly [string, ...string[]]): Promise<string | null> {
    const since = missingSinceMs.get(program)
    if (since !== undefined && uptime() - since < MISSING_MS) return null
    try {
      return await run(program, args)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') missingSinceMs.set(program, uptime())
      return null
    }
  }

  async function uncertaintyMs(): Promise<number | null> {
    // Where chronyd runs, it is what sets the clock, and what it says is not improved by asking another.
    const tracking = await ask(CHRONYC)
    if (tracking !== null) return chronyUncertaintyMs(tracking)
    const printed = await ask(TIMEDATECTL)
    return timesyncdUncertaintyMs({ printed, setAtMs: setByTimesyncdMs(), nowMs: now() })
  }

  return {
    /** The system's clock now, if it is synchronised; null: it is not, or nobody here knows. Never rejects. */
    async look(): Promise<TimeReading | null> {
      const uncertainty = await uncertaintyMs()
      if (uncertainty === null) return null
      return {
        source: 'ntp',
        wallMs: now(),
        uptimeMs: uptime(),
        uncertaintyMs: Math.ceil(uncertainty) + UPTIME_STEP_MS,
      }
    },
  }
}

function touchedMs(): number | null {
  try {
    return statSync('/run/systemd/timesync/synchronized').mtimeMs
  } catch {
    return null
  }
}
