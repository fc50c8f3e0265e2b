import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

/** The fleet's own migrations for an engine. */
export const MIGRATIONS = {
  sqlite: fileURLToPath(new URL('../../../db/fleet/migrations', import.meta.url)),
  postgres: fileURLToPath(new URL('../../../db/fleet/postgres-migrations', import.meta.url)),
}

/** Those of a newer program: one more, of these statements. Gone with the test. */
export function newerMigrations(engine: keyof typeof MIGRATIONS, statements: string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'abordo-migrations-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  cpSync(MIGRATIONS[engine], folder, { recursive: true })
  const path = join(folder, 'meta', '_journal.json')
  const journal = JSON.parse(readFileSync(path, 'utf8')) as { entries: { idx: number; when: number }[] }
  const last = journal.entries.at(-1) ?? { idx: -1, when: 0 }
  const entry = { ...last, idx: last.idx + 1, when: last.when + 1, tag: '9999_newer' }
  writeFileSync(path, JSON.stringify({ ...journal, entries: [...journal.entries, entry] }))
  writeFileSync(join(folder, '9999_newer.sql'), statements.join('--> statement-breakpoint\n'))
  return folder
}
