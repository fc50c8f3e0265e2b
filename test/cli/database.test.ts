import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openFleetDatabase } from '../../db/fleet/open.ts'
import { openSqliteFleet } from '../../db/fleet/sqlite.ts'
import { connectSqlite } from '../../db/open.ts'
import { until } from '../bus/until.ts'
import { contentOf, manyReports, pathOf } from '../db/fleet/copy-source.ts'
import { newerMigrations } from '../db/fleet/migrations-folder.ts'
import { smallDisk } from '../db/gateway/small-disk.ts'
import { describeWith } from '../describe-with.ts'
import { freshPostgres, freshSqlite } from '../fakes/database.ts'
import { sharedPostgres } from '../postgres/shared.ts'
import { quietPort } from '../quiet-port.ts'

const ABORDO = fileURLToPath(new URL('../../dist/abordo.js', import.meta.url))
const MINUTE = 60_000

interface Ran {
  code: number
  out: string
  err: string
}

/** Runs the built command as a user would. */
function abordo(args: string[], env: Record<string, string> = {}): Promise<Ran> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [ABORDO, ...args],
      { env: { PATH: process.env.PATH ?? '', ...env } },
      (error, out, err) => {
        resolve({ code: error === null ? 0 : Number(error.code), out, err })
      },
    )
  })
}

const migrate = (DATABASE_URL: string) => abordo(['db', 'migrate'], { DATABASE_URL })
const copy = (from: string, to: string) => abordo(['db', 'copy', '--from', from, '--to', to])

function startCopy(from: string, to: string): ChildProcess {
  const child = spawn(process.execPath, [ABORDO, 'db', 'copy', '--from', from, '--to', to], { stdio: 'ignore' })
  onTestFinished(() => void child.kill('SIGKILL'))
  return child
}

/** Rows of reports that a database which is being copied into holds so far. */
async function reportsIn(url: string): Promise<number> {
  const db = await openFleetDatabase(url)
  try {
    const [row] = (await contentOfSettings(db)).filter(({ name }) => name === 'copy')
    return row ? ((JSON.parse(row.value) as { rows: Record<string, number> }).rows.report ?? 0) : 0
  } finally {
    await db.close()
  }
}

async function contentOfSettings(db: Awaited<ReturnType<typeof openFleetDatabase>>) {
  return ((await contentOf(db)).setting ?? []).map((row) => JSON.parse(row) as { name: string; value: string })
}

describe('a database that cannot be used stops a command with one line', () => {
  it('where it was made by a newer Abordo', async () => {
    const url = freshSqlite()
    await openSqliteFleet(pathOf(url), newerMigrations('sqlite', ['CREATE TABLE added (one integer)'])).close()
    expect(await migrate(url)).toEqual({
      code: 1,
      out: '',
      err: 'abordo: This database was made by a newer Abordo than this one, which cannot read it: update Abordo, or go on with the database that belongs to this version.\n',
    })
  })

  it('where the file is none', async () => {
    const url = freshSqlite()
    writeFileSync(pathOf(url), 'this is no database, however long one looks at it: '.repeat(100))
    expect(await abordo(['fleet'], { DATABASE_URL: url })).toEqual({
      code: 1,
      out: '',
      err: 'abordo: the database is damaged, or is no database at all: put its last backup in its place\n',
    })
  })

  it('where somebody else holds it', async () => {
    const url = freshSqlite()
    const other = connectSqlite(pathOf(url))
    onTestFinished(() => void other.close())
    other.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; CREATE TABLE held (one integer)')
    expect(await migrate(url)).toEqual({
      code: 1,
      out: '',
      err: 'abordo: the database is in use by somebody else who does not let go of it: try again, or see who it is\n',
    })
  })

  it('where PostgreSQL does not answer, without the password', async () => {
    const port = await quietPort()
    expect(await migrate(`postgres://abordo:secret@127.0.0.1:${port}/fleet`)).toEqual({
      code: 1,
      out: '',
      err: `abordo: PostgreSQL cannot be reached at 127.0.0.1:${port} (ECONNREFUSED): see that it runs, and that DATABASE_URL is right\n`,
    })
  })
})

describeWith(['postgres'], 'a PostgreSQL', () => {
  it('without that database says so in one line', async () => {
    expect(await migrate(sharedPostgres().url('nowhere'))).toEqual({
      code: 1,
      out: '',
      err: 'abordo: database "nowhere" does not exist\n',
    })
  })
})

describeWith(['bus'], 'a disk that is full', () => {
  it('stops a command with one line', async () => {
    const disk = smallDisk(1024 * 1024)
    disk.fill()
    expect(await migrate(`file:${join(disk.folder, 'fleet.db')}`)).toEqual({
      code: 1,
      out: '',
      err: "abordo: the database's disk is full: make room\n",
    })
  })
})

describeWith(['postgres'], 'abordo db copy', () => {
  it.each([
    ['to PostgreSQL', freshPostgres],
    ['to SQLite', async () => freshSqlite()],
  ])(
    '%s goes on after a kill -9 where it was, and says that both sides are the same',
    { timeout: 4 * MINUTE },
    async (_, fresh) => {
      const [from, to] = [await manyReports(60_000), await fresh()]
      const first = startCopy(from, to)
      const exited = once(first, 'exit')
      await until('it has copied some of it', async () => (await reportsIn(to)) >= 10_000, MINUTE)
      first.kill('SIGKILL')
      expect(await exited).toEqual([null, 'SIGKILL'])
      const refused = await abordo(['fleet'], { DATABASE_URL: to })
      expect(refused).toMatchObject({
        code: 1,
        err: expect.stringContaining('that is not complete: run "abordo db copy"'),
      })
      const { code, out, err } = await copy(from, to)
      expect({ code, last: err.split('\n').at(-2) }).toMatchObject({
        code: 0,
        last: expect.stringMatching(/^Copied: \d+ tables, [\d,]+ rows, the same on both sides\.$/),
      })
      expect(out).toMatch(/^report\.rows +60,001 +60,001$/m)
      expect(out).toMatch(/^report\.input_octets +6,000,100 +6,000,100$/m)
    },
  )
})

describe('abordo db copy', () => {
  it('exits 1 with one line where a fleet goes on writing to the source', { timeout: 2 * MINUTE }, async () => {
    const [from, to] = [await manyReports(40_000), freshSqlite()]
    const running = copy(from, to)
    await until('it has copied some of it', async () => (await reportsIn(to)) >= 5000, MINUTE)
    const fleet = connectSqlite(pathOf(from))
    fleet.exec("insert into setting values ('written', 'meanwhile')")
    fleet.close()
    const { code, out, err } = await running
    expect({ code, last: err.split('\n').at(-2) }).toEqual({
      code: 1,
      last: `abordo: ${from} was written to while it was copied, by a fleet that still runs: stop it, and copy into an empty database.`,
    })
    expect(out).toMatch(/^setting\.rows +2 +1 +DIFFERENT$/m)
  })

  it.each([
    [
      'a file that is not there',
      1,
      ['--from', 'file:nowhere.db', '--to', 'file:other.db'],
      /^abordo: There is no database \/.*nowhere\.db\.\n$/,
    ],
    [
      'one and the same',
      1,
      ['--from', 'file:a.db', '--to', 'file:./a.db'],
      /^abordo: Both are the same database: name another one\.\n$/,
    ],
    [
      'something else',
      2,
      ['--from', 'mysql://x', '--to', 'file:a.db'],
      /^abordo: option '--from <url>' argument 'mysql:\/\/x' is invalid\. write a file, such as/,
    ],
    ['a source without a name', 2, ['--to', 'file:a.db'], /^abordo: required option '--from <url>' not specified/],
  ])('refuses %s', async (_, expected, args, line) => {
    const { code, err } = await abordo(['db', 'copy', ...args])
    expect(code).toBe(expected)
    expect(err).toMatch(line)
  })

  it('refuses a database that is not empty', async () => {
    const [from, to] = [freshSqlite(), await manyReports(1)]
    await (await openFleetDatabase(from)).close()
    expect(await copy(from, to)).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining(
        'abordo: The target is not empty (table agency): copy into a database that nobody has used yet.\n',
      ),
    })
  })
})
