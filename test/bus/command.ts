import { execFile, spawnSync } from 'node:child_process'

export interface CommandOptions {
  input?: string
  timeoutMs?: number
  env?: Record<string, string>
}

/** What every started program gets, and nothing of the test runner's own environment. */
export const PLAIN_ENV: Record<string, string> = {
  PATH: `/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:${process.env.PATH ?? ''}`,
  HOME: process.env.HOME ?? '/root',
  LANG: 'C.UTF-8',
}

export class CommandFailed extends Error {
  override readonly name = 'CommandFailed'
  constructor(
    readonly command: string,
    readonly how: string,
    readonly stdout: string,
    readonly stderr: string,
    input?: string,
  ) {
    super(`${command}: ${how}${failedLine(stderr, input)}\n${stderr.trim() || stdout.trim() || '(it printed nothing)'}`)
  }
}

/** Runs a command to its end and returns its standard output; throws CommandFailed unless it exits 0. */
export function run(command: string, args: string[], options: CommandOptions = {}): Promise<string> {
  const { input, timeoutMs = 20_000, env } = options
  return new Promise((resolve, reject) => {
    const child = execFile(
      command,
      args,
      {
        timeout: timeoutMs,
        killSignal: 'SIGKILL',
        maxBuffer: 64 * 1024 * 1024,
        encoding: 'utf8',
        env: { ...PLAIN_ENV, ...env },
      },
      (error, stdout, stderr) => {
        if (error === null) return resolve(stdout)
        const how = error.killed ? `still running after ${timeoutMs} ms` : `failed (${error.code ?? error.signal})`
        reject(new CommandFailed([command, ...args].join(' '), how, stdout, stderr || error.message, input))
      },
    )
    child.stdin?.on('error', () => undefined) // a command that ends early closes its standard input
    child.stdin?.end(input ?? '')
  })
}

/** The same without waiting for the event loop, for the clean-up at exit. Never throws. */
export function runSync(command: string, args: string[], input = ''): { ok: boolean; stderr: string } {
  const done = spawnSync(command, args, { input, encoding: 'utf8', timeout: 20_000, env: PLAIN_ENV })
  return { ok: done.status === 0, stderr: done.error?.message ?? done.stderr }
}

/** `ip -batch` says only the number of the line that failed; this adds the line itself. */
function failedLine(stderr: string, input: string | undefined): string {
  const line = /Command failed -:(\d+)/.exec(stderr)?.[1]
  return line === undefined || input === undefined ? '' : ` at "${input.split('\n')[Number(line) - 1] ?? ''}"`
}
