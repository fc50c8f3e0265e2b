import { setTimeout as later } from 'node:timers/promises'
import { getTableColumns, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import type { AnySQLiteColumn } from 'drizzle-orm/sqlite-core'
import { connectSqlite, openSqlite, type SqliteConnection } from '../open.ts'
import { troubleOf } from '../trouble.ts'
import type { FleetDatabase, FleetReads, FleetTransaction, Write } from './database.ts'
import * as schema from './schema.ts'

/** So long another process that writes is waited for. */
const WAIT_MS = 5000
const AGAIN_MS = 20

/**
 * The fleet's database in a file. One connection writes, one transaction after another; a second one reads, and so never sees what
 * is not committed: WAL lets both work at the same time.
 */
export function openSqliteFleet(path: string, migrationsFolder: string): FleetDatabase {
  const writerDb = openSqlite({ path, schema, migrationsFolder })
  const writer = writerDb.$client
  writer.pragma('busy_timeout = 0')
  let reader: SqliteConnection
  try {
    reader = connectReader(path)
  } catch (error) {
    writer.close()
    throw error
  }
  const reads = readsOf(reader)
  const tx = Object.assign(writerDb, {
    engine: 'sqlite' as const,
    writeMany: async (write: Write<never, never>, rows: Record<string, unknown>[]) => writeEach(writer, write, rows),
  }) as unknown as FleetTransaction
  const hearers = new Set<() => void>()
  let last: Promise<unknown> = Promise.resolve()

  /**
   * Immediate: another process that writes is waited for here, not in the middle. SQLite's own way of waiting would stop this
   * process altogether, those too who only want to read.
   */
  async function begin(): Promise<void> {
    for (let left = WAIT_MS; ; left -= AGAIN_MS) {
      try {
        writer.exec('BEGIN IMMEDIATE')
        return
      } catch (error) {
        if (left <= 0 || troubleOf(error) !== 'busy') throw error
      }
      await later(AGAIN_MS)
    }
  }

  async function inTransaction<T>(work: (tx: FleetTransaction) => Promise<T>): Promise<T> {
    await begin()
    try {
      const result = await work(tx)
      writer.exec('COMMIT')
      return result
    } catch (error) {
      // Some errors of the disk have rolled it back already.
      if (writer.inTransaction) writer.exec('ROLLBACK')
      throw error
    }
  }

  return Object.assign(reads, {
    lanes: 1,
    keepsMonths: false,
    transaction<T>(work: (tx: FleetTransaction) => Promise<T>): Promise<T> {
      const mine = last.then(() => inTransaction(work))
      last = mine.catch(() => undefined)
      return mine
    },
    async snapshot<T>(work: (reads: FleetReads) => Promise<T>): Promise<T> {
      const own = connectReader(path)
      try {
        own.exec('BEGIN')
        return await work(readsOf(own))
      } finally {
        own.close()
      }
    },
    async prepareMinutes() {},
    async dropMonths() {},
    // SQLite goes on after the greatest number that ever was.
    async settleCopied() {},
    async announce() {
      for (const hear of hearers) hear()
    },
    onAnnouncement(heard: () => void) {
      hearers.add(heard)
      return () => void hearers.delete(heard)
    },
    async ping() {
      reader.prepare('SELECT 1 FROM setting LIMIT 1').get()
    },
    async size() {
      return (
        Number(reader.pragma('page_count', { simple: true })) * Number(reader.pragma('page_size', { simple: true }))
      )
    },
    async close() {
      await last
      reader.close()
      writer.close()
    },
  })
}

function connectReader(path: string): SqliteConnection {
  const reader = connectSqlite(path, { readonly: true })
  reader.pragma(`busy_timeout = ${WAIT_MS}`)
  return reader
}

function readsOf(reader: SqliteConnection): FleetReads {
  return Object.assign(drizzle(reader, { schema }), { engine: 'sqlite' as const }) as unknown as FleetReads
}

interface Prepared {
  run: (row: Record<string, unknown>) => Record<string, unknown> | null
}
const preparedOf = new WeakMap<SqliteConnection, WeakMap<object, Prepared>>()

/** A statement for each row, prepared once: within the process a call costs less than the text of a long statement. */
function writeEach(connection: SqliteConnection, write: Write<never, never>, rows: Record<string, unknown>[]) {
  const known = preparedOf.get(connection) ?? new WeakMap<object, Prepared>()
  preparedOf.set(connection, known)
  const prepared = known.get(write) ?? prepare(connection, write)
  known.set(write, prepared)
  return rows.flatMap((row) => prepared.run(row) ?? [])
}

function prepare(connection: SqliteConnection, write: Write<never, never>): Prepared {
  const { table, conflict, returning } = write as unknown as Write<
    typeof schema.report,
    Record<string, AnySQLiteColumn>
  >
  const columns: Record<string, AnySQLiteColumn> = getTableColumns(table)
  const names = Object.keys(columns)
  const places = Object.fromEntries(names.map((name) => [name, sql.placeholder(name)]))
  const insert = drizzle(connection)
    .insert(table)
    .values(places as unknown as typeof schema.report.$inferInsert)
  if (conflict === 'ignore') insert.onConflictDoNothing()
  else if (conflict) insert.onConflictDoUpdate(conflict)
  const built = returning ? insert.returning(returning) : insert
  const { sql: text, params } = built.toSQL()
  if (params.length !== names.length) throw new Error('a rule for writing rows may have no parameters but the rows')
  const statement = connection.prepare(text)
  const encode = Object.entries(columns).map(([name, column]) => ({ name, column }))
  const values = (row: Record<string, unknown>) =>
    encode.map(({ name, column }) => {
      const value = row[name]
      return value === null || value === undefined ? null : column.mapToDriverValue(value)
    })
  if (!returning) {
    return {
      run(row) {
        statement.run(values(row))
        return null
      },
    }
  }
  const decode = Object.entries(returning)
  statement.raw()
  return {
    run(row) {
      // All, not get: only then does SQLite finish the statement.
      const [found] = statement.all(values(row)) as unknown[][]
      return found
        ? Object.fromEntries(decode.map(([key, column], index) => [key, column.mapFromDriverValue(found[index])]))
        : null
    },
  }
}
