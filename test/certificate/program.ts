import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { PLAIN_ENV } from '../bus/command.ts'
import { until } from '../bus/until.ts'

/** A program that a test needs, once it has said that it serves. */
export interface Served {
  said: () => string
  stop: () => Promise<void>
}

export async function served(
  command: string,
  args: string[],
  { ready, env = {} }: { ready: RegExp; env?: Record<string, string> },
): Promise<Served> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...PLAIN_ENV, ...env } })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      said += String(chunk)
    })
  await until(`${command} serves`, () => ready.test(said) || child.exitCode !== null, 20_000)
  if (child.exitCode !== null) throw new Error(`${command} has ended: ${said}`)
  return { said: () => said, stop: () => ended(child) }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill('SIGKILL')
  await exited
}
