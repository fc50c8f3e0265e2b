import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Metafile } from 'esbuild'
import { expect, it, onTestFinished } from 'vitest'
import { bundleProgram } from '../../deploy/bundle-program.ts'

/** The source files that are in memory once these entry points have been imported. */
function loadedWith({ outputs }: Metafile, entryPoints: string[]): string[] {
  const loaded = new Set<string>()
  const load = (path: string) => {
    if (loaded.has(path)) return
    loaded.add(path)
    for (const { path: next, kind } of outputs[path]?.imports ?? []) if (kind === 'import-statement') load(next)
  }
  for (const [path, { entryPoint }] of Object.entries(outputs)) if (entryPoints.includes(entryPoint ?? '')) load(path)
  return [...loaded].flatMap((path) => Object.keys(outputs[path]?.inputs ?? {}))
}

it('a portal has none of the other commands in memory, nor what they need', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'abordo-portal-alone-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const bundled = await bundleProgram('cli/abordo.ts', folder, 0)

  const loaded = loadedWith(bundled, ['cli/abordo.ts', 'cli/commands/portal.ts', 'portal/main.ts'])

  const others = /^fleet-api\/|^db\/fleet\/|node_modules\/pg\//
  expect(loaded).toContain('portal/main.ts')
  expect(loaded).toContain('cli/commands/portal.ts')
  expect(loaded.filter((path) => others.test(path))).toEqual([])
  expect(loaded.filter((path) => path.startsWith('cli/commands/'))).toEqual(['cli/commands/portal.ts'])
})
