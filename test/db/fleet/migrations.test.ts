import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openPostgresFleet } from '../../../db/fleet/postgres.ts'
import { openSqliteFleet } from '../../../db/fleet/sqlite.ts'
import { NewerDatabaseError } from '../../../db/newer.ts'
import { connectSqlite } from '../../../db/open.ts'
import { until } from '../../bus/until.ts'
import { describeWith } from '../../describe-with.ts'
import { freshPostgres, freshSqlite } from '../../fakes/database.ts'
import { sharedPostgres } from '../../postgres/shared.ts'
import { MIGRATIONS, newerMigrations } from './migrations-folder.ts'

const MIGRATOR = fileURLToPath(new URL('./migrator.ts', import.meta.url))
const ADDED = 'CREATE TABLE "added" ("one" integer)'
const AT_ONCE = ['one', 'two', 'three', 'four']

function startMigrator(url: string, folder: string) {
  const child = spawn(process.execPath, ['--import', 'tsx', MIGRATOR, url, folder], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  return child
}

async function endOf(child: ReturnType<typeof startMigrator>): Promise<{ code: number | null; said: string }> {
  const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')])
  return { code: code as number | null, said }
}

async function killed(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit')
  child.kill('SIGKILL')
  await exited
}

async function emptyPostgres(): Promise<string> {
  const name = `migrated_${process.pid}_${Math.random().toString(36).slice(2)}`
  await sharedPostgres().createDatabase(name)
  return sharedPostgres().url(name)
}

async function ask(url: string, query: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(query)).rows
  } finally {
    await client.end()
  }
}

function askSqlite(url: string, query: string): unknown[] {
  const client = connectSqlite(url.slice('file:'.length), { readonly: true })
  try {
    return client.prepare(query).all()
  } finally {
    client.close()
  }
}

/** Somebody has the lock of those who write. */
function isLocked(url: string): boolean {
  const client = connectSqlite(url.slice('file:'.length))
  client.pragma('busy_timeout = 0')
  try {
    client.exec('BEGIN IMMEDIATE; ROLLBACK')
    return false
  } catch {
    return true
  } finally {
    client.close()
  }
}

describe('migrations of a SQLite database', () => {
  const pathOf = (url: string) => url.slice('file:'.length)

  it('of a newer program stop this one, and nothing is touched', async () => {
    const url = freshSqlite()
    await openSqliteFleet(pathOf(url), newerMigrations('sqlite', [ADDED])).close()
    const before = readFileSync(pathOf(url))
    expect(() => openSqliteFleet(pathOf(url), MIGRATIONS.sqlite)).toThrow(NewerDatabaseError)
    expect(readFileSync(pathOf(url)).equals(before)).toBe(true)
  })

  it('are done once by programs that start at the same moment', async () => {
    const url = freshSqlite()
    const ends = await Promise.all(AT_ONCE.map(() => endOf(startMigrator(url, MIGRATIONS.sqlite))))
    expect(ends).toEqual(AT_ONCE.map(() => ({ code: 0, said: '' })))
    expect(askSqlite(url, 'select count(*) - count(distinct hash) as twice from __drizzle_migrations')).toEqual([
      { twice: 0 },
    ])
  })

  it('that are killed half way have changed nothing, and are done by the next start', { timeout: 60_000 }, async () => {
    const url = freshSqlite()
    await openSqliteFleet(pathOf(url), MIGRATIONS.sqlite).close()
    const slow = `INSERT INTO added WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000000)
      SELECT i FROM n WHERE i % 10 = 0`
    const folder = newerMigrations('sqlite', [ADDED, slow])
    const first = startMigrator(url, folder)
    await until('the migration is under way', () => isLocked(url), 20_000)
    await killed(first)
    expect(askSqlite(url, "select name from sqlite_master where name = 'added'")).toEqual([])
    expect(await endOf(startMigrator(url, folder))).toEqual({ code: 0, said: '' })
    expect(askSqlite(url, 'select count(*) as rows from added')).toEqual([{ rows: 500_000 }])
  })
})

describeWith(['postgres'], 'migrations of a PostgreSQL database', () => {
  it('of a newer program stop this one, and nothing is touched', async () => {
    const url = await freshPostgres()
    await (await openPostgresFleet(url, newerMigrations('postgres', [ADDED]))).close()
    await expect(openPostgresFleet(url, MIGRATIONS.postgres)).rejects.toThrow(NewerDatabaseError)
    expect(await ask(url, "select to_regclass('added')::text as added")).toEqual([{ added: 'added' }])
  })

  it('are done once by programs that start at the same moment', async () => {
    const url = await emptyPostgres()
    const ends = await Promise.all(AT_ONCE.map(() => endOf(startMigrator(url, MIGRATIONS.postgres))))
    expect(ends).toEqual(AT_ONCE.map(() => ({ code: 0, said: '' })))
    expect(
      await ask(url, 'select count(*)::int - count(distinct hash)::int as twice from __drizzle_migrations'),
    ).toEqual([{ twice: 0 }])
  })

  it('that are killed half way have changed nothing, and are done by the next start', { timeout: 60_000 }, async () => {
    const url = await freshPostgres()
    const folder = newerMigrations('postgres', [ADDED, 'SELECT pg_sleep(3)', 'INSERT INTO added VALUES (1)'])
    const first = startMigrator(url, folder)
    const underWay = `select 1 from pg_stat_activity where datname = current_database() and query like '%pg_sleep%'
      and pid <> pg_backend_pid()`
    await until('the migration is under way', async () => (await ask(url, underWay)).length > 0, 20_000)
    await killed(first)
    expect(await ask(url, "select to_regclass('added') as added")).toEqual([{ added: null }])
    expect(await endOf(startMigrator(url, folder))).toEqual({ code: 0, said: '' })
    expect(await ask(url, 'select count(*)::int as rows from added')).toEqual([{ rows: 1 }])
  })
})
