import { existsSync, linkSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { syncFolderOf } from '../gateway/sync-folder.ts'
import { connectSqlite, type SqliteConnection } from '../open.ts'
import { troubleOf } from '../trouble.ts'
import { stampOf } from './backup.ts'
import { CopyRefusedError } from './copy-marker.ts'
import { copyFile, type FileCopied, type FileCopyOptions, forgetPrivate } from './file-copy.ts'

export interface RestoreOptions extends FileCopyOptions {
  /** Whether a database that is there may be put aside. */
  replace: boolean
  /** ms since 1970. */
  now: number
}

export interface Restored extends FileCopied {
  /** Where the database is now that was there; null: there was none. */
  aside: string | null
  /** False: what was put aside could not be read, so that it may hold the day's sketches and keys. */
  asideIsClean: boolean
}

/**
 * Puts a copy of a backup in the place of a fleet's database, which no fleet may have open; what was there is kept beside it. Until
 * the very end nothing has changed. Throws what copyFile throws, and CopyRefusedError where a database is there that may not be
 * replaced, or that somebody uses.
 */
export async function restoreFleet({ replace, now, ...options }: RestoreOptions): Promise<Restored> {
  const { to } = options
  if (existsSync(to) && !replace)
    throw new CopyRefusedError(
      `There is a database ${to}: add --replace to put this backup in its place; the old one is kept beside it.`,
    )
  mkdirSync(dirname(to), { recursive: true })
  const part = `${to}.part`
  for (const end of ['', '-journal', '-wal', '-shm']) rmSync(part + end, { force: true })
  const copied = await copyFile({ ...options, to: part })
  let held: Held | null = null
  try {
    held = existsSync(to) ? hold(to) : null
    const old = `.before-${stampOf(now)}`
    // Those first: beside a database that is not theirs SQLite would play them into it.
    for (const end of ['-wal', '-shm', '-journal']) if (existsSync(to + end)) renameSync(to + end, to + old + end)
    // A second name, not another one: a fleet that finds none here would begin an empty database.
    if (held !== null) linkSync(to, to + old)
    renameSync(part, to)
    syncFolderOf(to)
    return { ...copied, aside: held === null ? null : to + old, asideIsClean: held?.isClean ?? true }
  } catch (error) {
    rmSync(part, { force: true })
    throw error
  } finally {
    held?.connection?.close()
  }
}

interface Held {
  /** Keeps everybody else away until it is closed; null: what is there can be opened by nobody. */
  connection: SqliteConnection | null
  isClean: boolean
}

/** Takes a database for itself alone, forgets what may stand in no copy, and leaves it in one file. */
function hold(path: string): Held {
  const connection = connectSqlite(path)
  try {
    connection.pragma('busy_timeout = 0')
    connection.pragma('locking_mode = EXCLUSIVE')
    connection.exec('BEGIN EXCLUSIVE; COMMIT')
    // In this mode SQLite asks for the file to be nobody else's, readers' neither.
    connection.pragma('journal_mode = DELETE')
    connection.pragma('secure_delete = ON')
    forgetPrivate(connection)
    return { connection, isClean: true }
  } catch (error) {
    connection.close()
    if (troubleOf(error) === 'busy')
      throw new CopyRefusedError(`${path} is in use: stop the fleet first ("systemctl stop abordo-fleet").`)
    if (troubleOf(error) === 'damaged') return { connection: null, isClean: false }
    throw error
  }
}
