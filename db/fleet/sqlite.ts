import { setTimeout as later } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { connectSqlite, openSqlite, type SqliteConnection } from '../open.ts'
import { troubleOf } from '../trouble.ts'
import type { FleetDatabase, FleetReads, FleetTransaction, Write } from './database.ts'
import * as schema from './schema.ts'
import { columnsOf, decoded, encoded, ruleOf } from './write-rule.ts'

/** So long another process that writes is waited for. */
const WAIT_MS = 5000
const AGAIN_MS = 20

/**
 * The fleet's database in a file. One connection writes, one transaction after another; a second one reads, and so never sees what
 * is not committed: WAL lets both work at the same time.
 */
export function openSqliteFleet(path: string, migrationsFolder: string): FleetDatabase {
  const writerDb = openSqlite({ path, schema, migrationsFolder, secureDelete: true })
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
    wipeDeleted() {
      // What is deleted is overwritten (secure_delete); what it was before is still in the log, until that is emptied.
      const mine = last.then(() => isEmptied(writer))
      last = mine.catch(() => undefined)
      return mine
    },
    async announce() {
      for (const hear of hearers) hear()
    },
    onAnnouncement(heard: () => void) {
      hearers.add(heard)
      return () => void hearers.delete(heard)
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

/** Writes the log back and cuts it off. False: somebody still reads from it. */
function isEmptied(writer: SqliteConnection): boolean {
  const [answer] = writer.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[]
  return answer?.busy === 0
}

function connectReader(path: string): SqliteConnection {
  const reader = connectSqlite(path, { readonly: true })
  reader.pragma(`busy_timeout = ${WAIT_MS}`)
  return reader
}

export function readsOf(reader: SqliteConnection): FleetReads {
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
  const places = Object.fromEntries(columnsOf(write).map(([name]) => [name, sql.placeholder(name)]))
  const rule = ruleOf(
    write,
    drizzle(connection)
      .insert(write.table)
      .values(places as never),
  )
  const statement = connection.prepare(rule.text)
  const values = (row: Record<string, unknown>) => rule.columns.map((column) => encoded(row, column))
  if (rule.returning.length === 0) {
    return {
      run(row) {
        statement.run(values(row))
        return null
      },
    }
  }
  statement.raw()
  return {
    run(row) {
      // All, not get: only then does SQLite finish the statement.
      const [found] = statement.all(values(row)) as unknown[][]
      return found ? decoded(rule, found) : null
    },
  }
}
