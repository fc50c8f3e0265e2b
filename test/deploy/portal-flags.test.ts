import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it, onTestFinished } from 'vitest'
import { bundleProgram } from '../../deploy/bundle-program.ts'

it('to fetch costs a portal no tens of megabytes to compile, which other programs are given', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'abordo-portal-flags-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  await bundleProgram('test/deploy/fetching.ts', folder, 0)
  const compiling = async (command: string) => {
    const { stdout } = await promisify(execFile)(process.execPath, [join(folder, 'abordo.js'), command])
    return Number(stdout)
  }

  expect(await compiling('portal')).toBeLessThan(12_000_000)
  expect(await compiling('fleet')).toBeGreaterThan(25_000_000)
})
