import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { setTimeout as later } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { quietPort } from '../../test/quiet-port.ts'

const ABORDO = fileURLToPath(new URL('../../dist/abordo.js', import.meta.url))
const BARE = fileURLToPath(new URL('bare-fleet.ts', import.meta.url))

/** Linux counts processor time in hundredths of a second. */
const TICKS_PER_SECOND = 100

const running = new Set<ChildProcess>()
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

/** `abordo fleet` as it is installed, or what it is measured against, in a process of its own. */
export class FleetProgram {
  private constructor(
    readonly port: number,
    private readonly child: ChildProcess,
  ) {}

  static async start(databaseUrl: string, flags: string[] = []): Promise<FleetProgram> {
    return FleetProgram.run([...flags, ABORDO, 'fleet'], { DATABASE_URL: databaseUrl, FLEET_HOST: '127.0.0.1' })
  }

  /** A bare server that takes reports: it keeps each request as one row of this file, and knows nothing of it. */
  static async startBare(path: string): Promise<FleetProgram> {
    return FleetProgram.run(['--import', 'tsx', BARE], { BARE_DATABASE: path })
  }

  private static async run(args: string[], more: Record<string, string>): Promise<FleetProgram> {
    const port = await quietPort()
    const env = { ...process.env, ...more, FLEET_PORT: String(port) }
    const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'ignore', 'pipe'] })
    running.add(child)
    child.once('exit', () => running.delete(child))
    let said = ''
    child.stderr?.on('data', (text) => {
      said = (said + text).slice(-2000)
    })
    for (let tries = 0; tries < 300; tries += 1) {
      const answer = await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => null)
      if (answer?.ok) return new FleetProgram(port, child)
      if (child.exitCode !== null) break
      await later(100)
    }
    child.kill('SIGKILL')
    throw new Error(`the fleet did not start: ${said}`)
  }

  /** Runs `job` with a fleet on this database. */
  static async during<T>(databaseUrl: string, job: (fleet: FleetProgram) => Promise<T>): Promise<T> {
    const fleet = await FleetProgram.start(databaseUrl)
    return job(fleet).finally(() => fleet.stop())
  }

  /** Seconds of processor time so far: its own, and the kernel's for it. */
  cpuSeconds(): { own: number; kernel: number; all: number } {
    const fields = readFileSync(`/proc/${this.child.pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ')
    const own = Number(fields[11]) / TICKS_PER_SECOND
    const kernel = Number(fields[12]) / TICKS_PER_SECOND
    return { own, kernel, all: own + kernel }
  }

  rssMegabytes(): number {
    const kibioctets = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${this.child.pid}/status`, 'utf8'))?.[1]
    return (Number(kibioctets) * 1024) / 1_000_000
  }

  async stop(): Promise<void> {
    if (!running.has(this.child)) return
    const gone = new Promise((resolve) => this.child.once('exit', resolve))
    this.child.kill('SIGTERM')
    await gone
  }
}
