import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

// `npm test`: vitest, then what was left out and why, then a closing line of our own from the reporter's counts.
const folder = mkdtempSync(join(tmpdir(), 'abordo-test-'))
const file = join(folder, 'counts.json')
const vitest = spawn('npx', ['vitest', 'run', ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: { ...process.env, ABORDO_TEST_COUNTS: file },
})
const code: number = await new Promise((resolve) => vitest.on('exit', (exit) => resolve(exit ?? 1)))
const counts = read()
rmSync(folder, { recursive: true, force: true })

if (counts === null) {
  process.stdout.write('\nThe tests did not run to their end.\n0 passed, 1 failed\n')
  process.exit(1)
}
if (counts.leftOut.length > 0) {
  process.stdout.write(
    `\nLeft out on this machine (${counts.skipped} tests):\n${counts.leftOut.map((l) => `  - ${l}\n`).join('')}`,
  )
}
const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : ''
process.stdout.write(`\n${counts.passed} passed, ${counts.failed} failed${skipped}\n`)
if (process.env.CI === 'true' && counts.skipped > 0) {
  process.stderr.write('In CI nothing may be left out.\n')
  process.exit(1)
}
process.exit(code !== 0 || counts.failed > 0 || counts.passed === 0 ? 1 : 0)

function read(): { passed: number; failed: number; skipped: number; leftOut: string[] } | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}
