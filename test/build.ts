import { run } from './bus/command.ts'

/** Builds dist/ once before the tests: the bus and the browser tests run what users run. */
export async function build(): Promise<void> {
  await run('npm', ['run', '--silent', 'build'], { timeoutMs: 180_000, env: process.env as Record<string, string> })
}
