import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { getTableColumns } from 'drizzle-orm'
import { report } from '../../db/fleet/schema.ts'
import type { ReportRow } from '../../fleet-api/queries/reports.ts'
import { type Engine, type Octets, ROWS_A_TRANSACTION } from './engine.ts'

/** Files in a folder of their own. */
export function sqliteEngine(): Engine {
  const folder = mkdtempSync(join(tmpdir(), 'abordo-bench-'))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  process.once('exit', remove)
  let made = 0
  return {
    name: 'SQLite',
    async make() {
      made += 1
      return `file:${join(folder, `${made}.db`)}`
    },
    async drop(url) {
      for (const end of ['', '-wal', '-shm']) rmSync(pathOf(url) + end, { force: true })
    },
    rawInserts: async (url, rows) => using(url, (db) => insertAll(db, rows)),
    fill: async (url, statements) =>
      using(url, (db) => {
        db.pragma('journal_mode = OFF')
        db.pragma('synchronous = OFF')
        db.pragma('cache_size = -200000')
        for (const statement of statements) db.exec(statement)
      }),
    octets: async (url) => using(url, octetsOf),
    async remove() {
      remove()
    },
  }
}

const pathOf = (url: string) => url.slice('file:'.length)

function using<T>(url: string, job: (db: Database.Database) => T): T {
  const db = new Database(pathOf(url))
  try {
    return job(db)
  } finally {
    db.close()
  }
}

/** As durable as the fleet: a commit is on the disk. The values are made before the clock starts. */
function insertAll(db: Database.Database, rows: ReportRow[]): number {
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = FULL')
  const columns = Object.entries(getTableColumns(report))
  const names = columns.map(([, column]) => column.name).join(', ')
  const insert = db.prepare(`INSERT INTO report (${names}) VALUES (${columns.map(() => '?').join(', ')})`)
  const values = rows.map((row) =>
    columns.map(([key, column]) => {
      const value = row[key as keyof ReportRow]
      return value === null ? null : column.mapToDriverValue(value)
    }),
  )
  const insertSome = db.transaction((some: unknown[][]) => {
    for (const row of some) insert.run(row)
  })
  const started = performance.now()
  for (let at = 0; at < values.length; at += ROWS_A_TRANSACTION) insertSome(values.slice(at, at + ROWS_A_TRANSACTION))
  return rows.length / ((performance.now() - started) / 1000)
}

function octetsOf(db: Database.Database): Octets {
  db.pragma('wal_checkpoint(TRUNCATE)')
  const all = Number(db.pragma('page_count', { simple: true })) * Number(db.pragma('page_size', { simple: true }))
  const rows = db
    .prepare(
      `SELECT s.tbl_name AS name, sum(d.pgsize) AS octets
       FROM dbstat d JOIN sqlite_schema s ON s.name = d.name WHERE d.aggregate = TRUE GROUP BY s.tbl_name`,
    )
    .all() as { name: string; octets: number }[]
  return { all, tables: new Map(rows.map(({ name, octets }) => [name, octets])) }
}
