import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

/** DESIGN.md, section 2: what the files of a folder may import, of the project's own folders and of packages. */
const MAY_IMPORT: Record<string, { folders: string[]; packages?: RegExp }> = {
  contract: { folders: [], packages: /^zod$/ },
  db: { folders: ['contract'], packages: /^(drizzle-orm(\/.*)?|better-sqlite3|pg|node:.*)$/ },
  portal: { folders: ['contract', 'db/gateway'] },
  'fleet-api': { folders: ['contract', 'db/fleet'] },
  dashboard: {
    folders: ['contract'],
    packages:
      /^(preact(\/.*)?|@preact\/signals|chart\.js(\/.*)?|hono\/client|zod|leaflet(\/.*)?|pmtiles|protomaps-leaflet|uqr)$/,
  },
}

interface Import {
  file: string
  target: string
  typeOnly: boolean
}

function importsOf(folder: string): Import[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .flatMap((entry) => {
      const file = join(entry.parentPath, entry.name)
      const text = readFileSync(file, 'utf8')
      const found = [
        ...text.matchAll(/^\s*(?:import|export)\s+(type\s)?(?:[^'"]*?from\s+)?'([^']+)'/gm),
        ...text.matchAll(/()\bimport\('([^']+)'\)/g),
      ]
      return found.map(([, type, target]) => ({
        file: file.slice(ROOT.length),
        target: target?.startsWith('.') ? normalize(join(dirname(file), target)).slice(ROOT.length) : (target ?? ''),
        typeOnly: Boolean(type),
      }))
    })
}

function isOwn(target: string): boolean {
  return /^(contract|db|portal|fleet-api|dashboard|cli|test|bench|deploy)\//.test(target)
}

function isAllowed(folder: string, { target, typeOnly }: Import): boolean {
  const rule = MAY_IMPORT[folder]
  if (!rule) return false
  if (!isOwn(target)) return target.startsWith('.') || target.endsWith('.css') || (rule.packages?.test(target) ?? true)
  if (target.startsWith(`${folder}/`)) return true
  if (folder === 'dashboard' && typeOnly && target.startsWith('fleet-api/')) return true
  return rule.folders.some((allowed) => target.startsWith(`${allowed}/`))
}

/** Lines that begin a statement with a query that nobody waits for. */
function forgotten(text: string): string[] {
  const lines = text.split('\n').map((line) => line.trim())
  return lines.filter((line, index) => {
    if (!/^(tx|db|deps\.db|fleet\.db)(\.(insert|update|delete|select|writeMany|transaction)\b|$)/.test(line))
      return false
    const before = lines.slice(0, index).findLast((earlier) => earlier !== '' && !/^(\/\/|\*|\/\*)/.test(earlier)) ?? ''
    return !/(=>|[=(,[?:&|]|\bawait|\breturn)$/.test(before)
  })
}

describe('the import arrows', () => {
  it.each(Object.keys(MAY_IMPORT))('of %s point only where DESIGN.md lets them', (folder) => {
    const imports = importsOf(folder)
    expect(imports.length).toBeGreaterThan(0)
    expect(imports.filter((one) => !isAllowed(folder, one))).toEqual([])
  })

  it('keep SQL in queries/, and the environment in main and config', () => {
    const sources = ['portal', 'fleet-api'].flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.ts'))
        .map((name) => ({ name: `${folder}/${name}`, text: readFileSync(join(ROOT, folder, name), 'utf8') })),
    )
    const holding = (pattern: RegExp, allowed: RegExp) =>
      sources.filter(({ name, text }) => pattern.test(text) && !allowed.test(name)).map(({ name }) => name)
    expect(holding(/from 'drizzle-orm'/, /\/queries\//)).toEqual([])
    expect(holding(/process\.env/, /\/(main|config)\.ts$/)).toEqual([])
    expect(holding(/\b(setTimeout|setInterval|Date\.now)\(/, /\/(main|clock)\.ts$/)).toEqual([])
  })

  it('leave no query of the fleet un-awaited: it would never run, and neither types nor lint would say so', () => {
    const queries = readdirSync(join(ROOT, 'fleet-api'), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .flatMap((name) =>
        forgotten(readFileSync(join(ROOT, 'fleet-api', name), 'utf8')).map((line) => `${name}: ${line}`),
      )
    expect(queries).toEqual([])
    expect(forgotten('async () => {\n  tx.insert(setting)\n}')).toEqual(['tx.insert(setting)'])
    expect(forgotten('  await one\n  tx\n    .delete(setting)')).toEqual(['tx'])
    expect(forgotten('  await db.transaction((tx) =>\n    tx.insert(setting),\n  )')).toEqual([])
  })

  it('would notice a wrong one', () => {
    expect(isAllowed('portal', { file: 'portal/x.ts', target: 'fleet-api/app.ts', typeOnly: true })).toBe(false)
    expect(isAllowed('portal', { file: 'portal/x.ts', target: 'db/fleet/open.ts', typeOnly: false })).toBe(false)
    expect(isAllowed('dashboard', { file: 'dashboard/x.ts', target: 'fleet-api/app.ts', typeOnly: false })).toBe(false)
    expect(isAllowed('dashboard', { file: 'dashboard/x.ts', target: 'fleet-api/app.ts', typeOnly: true })).toBe(true)
    expect(isAllowed('contract', { file: 'contract/x.ts', target: 'hono', typeOnly: false })).toBe(false)
  })

  it('leave no file above 250 lines, and none named utils', () => {
    const files = [...Object.keys(MAY_IMPORT), 'cli'].flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.tsx?$/.test(name))
        .map((name) => join(folder, name)),
    )
    expect(files.filter((name) => /utils/.test(name))).toEqual([])
    expect(files.filter((name) => readFileSync(join(ROOT, name), 'utf8').split('\n').length > 260)).toEqual([])
  })
})
