import { spawnSync } from 'node:child_process'

/** Builds dist/ once before the tests: the bus and the browser tests run what users run. */
export default function build(): void {
  const built = spawnSync('npm', ['run', '--silent', 'build'], { encoding: 'utf8', timeout: 180_000 })
  if (built.status !== 0) throw new Error(`npm run build failed:\n${built.stdout}${built.stderr}`)
}
