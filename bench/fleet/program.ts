import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { setTimeout as later } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { quietPort } from '../../test/postgres/port.ts'

const ABORDO = fileURLToPath(new URL('../../dist/abordo.js', import.meta.url))

/** `abordo fleet` as it is installed, in a process of its own. */
export class FleetProgram {
  private constructor(
    readonly port: number,
    private readonly child: ChildProcess,
  ) {}

  static async start(databaseUrl: string, flags: string[] = []): Promise<FleetProgram> {
    const port = await quietPort()
    const env = { ...process.env, DATABASE_URL: databaseUrl, FLEET_PORT: String(port), FLEET_HOST: '127.0.0.1' }
    const child = spawn(process.execPath, [...flags, ABORDO, 'fleet'], { env, stdio: ['ignore', 'ignore', 'pipe'] })
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

  /** Seconds of processor time so far. */
  cpuSeconds(): number {
    const fields = readFileSync(`/proc/${this.child.pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ')
    return (Number(fields[11]) + Number(fields[12])) / 100
  }

  rssMegabytes(): number {
    const kibioctets = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${this.child.pid}/status`, 'utf8'))?.[1]
    return (Number(kibioctets) * 1024) / 1_000_000
  }

  async stop(): Promise<void> {
    const gone = new Promise((resolve) => this.child.once('exit', resolve))
    this.child.kill('SIGTERM')
    await gone
  }
}
