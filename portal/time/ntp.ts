import { execFile } from 'node:child_process'
import { statSync } from 'node:fs'
import { chronyUncertaintyMs } from './ntp-chrony.ts'
import { timesyncdUncertaintyMs } from './ntp-timesyncd.ts'
import type { TimeReading } from './reading.ts'

/** Runs a program of the machine, without a shell; rejects where it is missing, fails, or takes too long. */
export type RunProgram = (program: string, args: string[]) => Promise<string>

export interface NtpDeps {
  /** The system's wall clock, ms since 1970: the one that NTP sets, as it is. */
  now: () => number
  uptime: () => number
  run?: RunProgram
  /** When timesyncd last set the clock, ms since 1970 by that clock; null: never in this boot. */
  setByTimesyncdMs?: () => number | null
}

const LIMIT_MS = 3000
/** A program that is not there is looked for so often; somebody may have installed it. */
const MISSING_MS = 15 * 60_000
/** /proc/uptime counts hundredths of a second. */
const UPTIME_STEP_MS = 10

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

export function runProgram(program: string, args: string[], limitMs = LIMIT_MS): Promise<string> {
  return new Promise((resolve, reject) => {
    // A program that hangs may not listen to SIGTERM either.
    const options = { timeout: limitMs, killSignal: 'SIGKILL', maxBuffer: 65_536, encoding: 'utf8' } as const
    execFile(program, args, options, (error, stdout) => (error === null ? resolve(stdout) : reject(error)))
  })
}

function touchedMs(): number | null {
  try {
    return statSync('/run/systemd/timesync/synchronized').mtimeMs
  } catch {
    return null
  }
}
