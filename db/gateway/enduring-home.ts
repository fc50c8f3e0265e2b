import { existsSync, statSync } from 'node:fs'
import { connectSqlite, type SqliteConnection } from '../open.ts'
import { troubleOf } from '../trouble.ts'
import { reasonOf } from './enduring-words.ts'
import { openGatewayDatabase } from './open.ts'
import { tablesOf } from './rows.ts'
import { hasBrokenText, isTorn } from './salvage.ts'
import { buildingAt, declareWhole, removeDatabase, takeThePlace } from './set-aside.ts'

/** The database file is damaged; the message says how, without a word of what is in it. */
class DamagedDatabase extends Error {
  readonly code = 'SQLITE_CORRUPT'
}

/** Opens the database on the disk, looking through all of it first. Damage, and tables that cannot be migrated, are thrown. */
export function openHome(path: string, now: number): SqliteConnection {
  takeThePlace(path, true, now)
  const found = statSync(path, { throwIfNoEntry: false })
  if (found && !found.isFile()) throw Object.assign(new Error('it is no file'), { code: 'EISDIR' })
  const isNew = !found || found.size === 0
  if (!isNew) lookThrough(path)
  const home = migrated(path, isNew)
  if (!hasBrokenText(home)) return home
  leave(home)
  throw new DamagedDatabase('a text in it cannot be read')
}

function migrated(path: string, isNew: boolean): SqliteConnection {
  try {
    return openGatewayDatabase(path).$client
  } catch (error) {
    if (isNew || troubleOf(error) !== null) throw error
    throw new DamagedDatabase(`its tables cannot be brought up to date: ${reasonOf(error)}`, { cause: error })
  }
}

function lookThrough(path: string): void {
  rollBack(path)
  if (isTorn(path)) throw new DamagedDatabase('its last page is cut off')
  const connection = connectSqlite(path)
  try {
    const found = String(connection.pragma('quick_check(1)', { simple: true }))
    if (found !== 'ok')
      throw new DamagedDatabase(found.replace('*** in database main ***', '').replace(/\s+/g, ' ').trim())
  } finally {
    connection.close()
  }
}

/**
 * The power went while SQLite still kept the pages of before in a journal, as it does when a database is made: they come back first,
 * and nothing is damaged.
 */
function rollBack(path: string): void {
  if (!existsSync(`${path}-journal`)) return
  const connection = connectSqlite(path)
  try {
    connection.pragma('schema_version')
  } finally {
    connection.close()
  }
}

/** Makes a new database for `path` with what `fill` puts into it, whole and durable; `takeThePlace` puts it there. */
export function buildNew<T>(path: string, fill: (into: SqliteConnection) => T): T {
  const building = buildingAt(path)
  try {
    removeDatabase(building)
    const made = openGatewayDatabase(building).$client
    let result: T
    try {
      result = made.transaction(() => fill(made))()
      // Then it is one file.
      made.pragma('wal_checkpoint(TRUNCATE)')
    } finally {
      made.close()
    }
    declareWhole(path)
    return result
  } catch (error) {
    removeDatabase(building)
    throw error
  }
}

/** A connection to what is there, for what it will still give; null: not even that. */
export function connectedOrNull(path: string): SqliteConnection | null {
  try {
    return existsSync(path) ? connectSqlite(path) : null
  } catch {
    return null
  }
}

/** Closes a connection that nobody needs any more, in whatever state it is. */
export function leave(connection: SqliteConnection | null): void {
  try {
    connection?.close()
  } catch {
    // It is given up either way.
  }
}

/** What was deleted stands in the log until that is begun again. Somebody who reads just now is not waited for. */
export function emptyLog(connection: SqliteConnection): void {
  connection.pragma('busy_timeout = 0')
  try {
    connection.pragma('wal_checkpoint(TRUNCATE)')
  } finally {
    connection.pragma('busy_timeout = 5000')
  }
}

/** Whether an error tells that the file was emptied or exchanged: SQLite finds a database there, but not all `tables` of this one. */
export function lacksTables(connection: SqliteConnection, tables: string[], error: unknown): boolean {
  if (!(error instanceof Error && 'code' in error && error.code === 'SQLITE_ERROR')) return false
  const there = tablesOf(connection).map(({ name }) => name)
  return tables.some((name) => !there.includes(name))
}
