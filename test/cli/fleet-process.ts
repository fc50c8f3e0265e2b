import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import { PLAIN_ENV } from '../bus/command.ts'
import { until } from '../bus/until.ts'

const ABORDO = fileURLToPath(new URL('../../dist/abordo.js', import.meta.url))

export interface FleetProcess {
  url: string
  isReady(): Promise<boolean>
  /** kill -9. */
  kill(): Promise<void>
  /** The same again, after a kill. */
  start(): Promise<void>
}

/** `abordo fleet` as a process of its own on 127.0.0.1, gone with the test. */
export async function startFleetProcess(databaseUrl: string, port: number): Promise<FleetProcess> {
  let child: ChildProcess | null = null
  const url = `http://127.0.0.1:${port}`
  const isReady = () =>
    fetch(`${url}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    )
  const fleet = {
    url,
    isReady,
    async kill() {
      if (!child) return
      const exited = once(child, 'exit')
      child.kill('SIGKILL')
      await exited
      child = null
    },
    async start() {
      const env = {
        ...PLAIN_ENV,
        DATABASE_URL: databaseUrl,
        FLEET_HOST: '127.0.0.1',
        FLEET_PORT: String(port),
        FLEET_TRUSTED_PROXY: '127.0.0.1',
      }
      child = spawn(process.execPath, [ABORDO, 'fleet'], { stdio: 'ignore', env })
      await until('the fleet is ready', isReady, 30_000)
    },
  }
  onTestFinished(() => fleet.kill())
  await fleet.start()
  return fleet
}
