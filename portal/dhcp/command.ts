import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import { readText } from '../read-text.ts'
import { dnsmasqsWith, type Process, runs, signal } from './processes.ts'

/** Calls `job` after `ms`; returns how to call that off. Only `main` makes timers. */
export type After = (ms: number, job: () => void) => () => void

/** A dnsmasq that runs. */
export interface DnsmasqProcess {
  /** How it ended, in words. Never rejects. */
  exited: Promise<string>
  /** Ends it and waits until it is gone. */
  end(): Promise<void>
  /** Looks after it no more; it runs on, and nothing waits for it. */
  letGo(): void
}

/** The files that a dnsmasq of ours is known by. */
export interface DnsmasqFiles {
  confFile: string
  pidFile: string
}

/** The dnsmasq of this machine, as the supervisor sees it. */
export interface DnsmasqCommand {
  /** Rejects with dnsmasq's own words where it would not take this file. */
  test(confFile: string): Promise<void>
  /** Starts it, resolves once it serves, and rejects where it ends before. */
  launch(files: DnsmasqFiles): Promise<DnsmasqProcess>
  /** One that an earlier portal started and left running. */
  leftBehind(files: DnsmasqFiles): DnsmasqProcess | null
}

const TEST_MS = 10_000
const READY_MS = 10_000
const END_MS = 3000
const LOOK_MS = 20
/** How often to look at one that is not our child, and so does not tell us of its end. */
const WATCH_MS = 500

/** What its exit codes mean, by its manual. */
const EXIT_CODES: Record<number, string> = {
  1: 'its configuration is wrong',
  2: 'another program holds port 53 or 67 of the riders’ interface: stop that one, or set PORTAL_DHCP=none',
  3: 'a file or folder cannot be read or written',
  4: 'no memory is left',
}

export function dnsmasqCommand(after: After): DnsmasqCommand {
  return {
    test(confFile) {
      return new Promise((resolve, reject) => {
        execFile('dnsmasq', ['--test', argumentOf(confFile)], { timeout: TEST_MS }, (error, _stdout, stderr) => {
          if (error === null) return resolve()
          reject(
            isMissing(error)
              ? new NotInstalled(error)
              : new Error(`dnsmasq refuses its configuration: ${firstLine(stderr)}`),
          )
        })
      })
    },

    async launch({ confFile, pidFile }) {
      // One that was killed leaves its children behind, which keep its ports until their TCP query has ended.
      await end(ours(confFile), 'SIGKILL')
      rmSync(pidFile, { force: true })
      // In a session of its own and without our pipes, so that it outlives the portal: riders with time left need names.
      const child = spawn('dnsmasq', ['--keep-in-foreground', argumentOf(confFile)], {
        detached: true,
        stdio: 'ignore',
        cwd: '/',
      })
      child.unref()
      let ended: string | null = null
      const exited = exitOf(child).then((how) => {
        ended = how
        return how
      })
      const ready = () => ended !== null || (child.pid !== undefined && pidIn(pidFile) === child.pid)
      const inTime = await waitUntil(ready, READY_MS)
      const started = { exited, end: () => end(ours(confFile)), letGo: () => {} }
      if (ended !== null) throw new Error(`dnsmasq does not start: ${ended}`)
      if (!inTime) {
        await started.end()
        throw new Error(`dnsmasq does not start: it has not served after ${READY_MS / 1000} s`)
      }
      return started
    },

    leftBehind({ confFile }) {
      const [left] = ours(confFile)
      if (left === undefined) return null
      let callOff = () => {}
      const exited = new Promise<string>((resolve) => {
        const look = () => {
          if (!runs(left)) return resolve('for a reason unknown')
          callOff = after(WATCH_MS, look)
        }
        look()
      })
      return { exited, end: () => end(ours(confFile)), letGo: () => callOff() }
    },
  }

  /** Resolves once all are gone and have let their ports go. */
  async function end(processes: Process[], first: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    const tell = (name: NodeJS.Signals) => processes.map((process) => signal(process, name))
    tell(first)
    const callOff = after(END_MS, () => tell('SIGKILL'))
    await waitUntil(() => !processes.some(runs), END_MS * 2)
    callOff()
  }

  /** Whether it came true within `ms`. */
  function waitUntil(condition: () => boolean, ms: number): Promise<boolean> {
    return new Promise((resolve) => {
      const look = (left: number): unknown => {
        if (condition()) return resolve(true)
        return left <= 0 ? resolve(false) : after(LOOK_MS, () => look(left - LOOK_MS))
      }
      look(ms)
    })
  }
}

class NotInstalled extends Error {
  constructor(cause: unknown) {
    super('dnsmasq is not installed: install dnsmasq-base, or set PORTAL_DHCP=none', { cause })
    this.name = 'NotInstalled'
  }
}

function exitOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.on('error', (error) => resolve(isMissing(error) ? new NotInstalled(error).message : error.message))
    child.on('exit', (code, by) => resolve(code === null ? `by ${by}` : (EXIT_CODES[code] ?? `code ${code}`)))
  })
}

/** The same text each time, by which a dnsmasq of ours is told from the machine's own. */
function argumentOf(confFile: string): string {
  return `--conf-file=${confFile}`
}

/** The one that serves first, then its children. */
function ours(confFile: string): Process[] {
  return dnsmasqsWith(argumentOf(confFile))
}

function pidIn(pidFile: string): number | null {
  const text = readText(pidFile)?.trim() ?? ''
  return /^[1-9]\d{0,9}$/.test(text) ? Number(text) : null
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT'
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0] ?? ''
}
