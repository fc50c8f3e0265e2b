import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import { PLAIN_ENV } from './bus/command.ts'
import { until } from './bus/until.ts'

const EXAMPLE = fileURLToPath(new URL('../deploy/examples/haproxy.cfg', import.meta.url))

/** null where this machine has HAProxy, else one plain sentence. */
export function haproxyNeeds(): string | null {
  const tried = spawnSync('haproxy', ['-v'], { env: PLAIN_ENV, timeout: 10_000 })
  return tried.status === 0 ? null : 'HAProxy is not installed (Debian package haproxy).'
}

/** HAProxy with the example's configuration, on these ports of 127.0.0.1 in the place of 8080, 8081 and 8082. Gone with the test. */
export async function startHaproxy(ports: { front: number; one: number; two: number }): Promise<{ url: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'abordo-haproxy-'))
  const file = join(folder, 'haproxy.cfg')
  const places: Record<string, number> = { '8080': ports.front, '8081': ports.one, '8082': ports.two }
  writeFileSync(
    file,
    readFileSync(EXAMPLE, 'utf8').replace(/127\.0\.0\.1:(808[012])/g, (_, port: string) => `127.0.0.1:${places[port]}`),
  )
  const child = spawn('haproxy', ['-db', '-f', file], { stdio: ['ignore', 'ignore', 'pipe'], env: PLAIN_ENV })
  let said = ''
  child.stderr.on('data', (chunk) => {
    said += String(chunk)
  })
  onTestFinished(async () => {
    await ended(child)
    rmSync(folder, { recursive: true, force: true })
  })
  const url = `http://127.0.0.1:${ports.front}`
  const answers = () =>
    fetch(`${url}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    )
  await until('HAProxy answers or has ended', () => child.exitCode !== null || answers(), 20_000)
  if (child.exitCode !== null) throw new Error(`HAProxy has ended: ${said}`)
  return { url }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill('SIGKILL')
  await exited
}
