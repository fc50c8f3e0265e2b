import { closeSync, fsyncSync, openSync, rmSync } from 'node:fs'
import { setImmediate as turn } from 'node:timers/promises'
import { getTableName } from 'drizzle-orm'
import { newestIn, refuseNewerSqlite } from '../migrate.ts'
import { connectSqlite, type SqliteConnection } from '../open.ts'
import { troubleOf } from '../trouble.ts'
import { CopyRefusedError, refuseUnfinishedCopy } from './copy-marker.ts'
import { allSums, written } from './copy-sums.ts'
import { deviceSketch, roamingDay, roamingPart } from './schema.ts'
import { readsOf } from './sqlite.ts'
import { type FleetTable, fleetTables } from './tables.ts'

/** What may stand in no copy that is kept: sketches of days that are open, who has accepted today, and the keys of both. */
export const NEVER_KEPT = [deviceSketch, roamingDay, roamingPart]
const neverKept = new Set<string>(NEVER_KEPT.map(getTableName))

/** 4 MB, after which others have a turn. */
const PAGES_A_STEP = 1024

export interface FileCopyOptions {
  /** Paths of SQLite files. There may be nothing at `to`. */
  from: string
  to: string
  migrationsFolder: string
  onProgress?: (done: number, total: number) => void
  signal?: AbortSignal
}

export interface FileCopied {
  tables: number
  rows: number
  octets: number
}

/**
 * Copies a fleet's database, which may be written to meanwhile, as it was in one moment; leaves out what may stand in no copy; and
 * compares counts and sums of all the rest. What fails leaves nothing behind. Throws CopyRefusedError where `from` is no fleet's
 * database, is damaged, or is itself a copy that is not complete; NewerDatabaseError; SQLite's errors.
 */
export async function copyFile(options: FileCopyOptions): Promise<FileCopied> {
  const { from, to } = options
  // Closed to others from its first octet on.
  closeSync(openSync(to, 'wx', 0o600))
  try {
    const copied = await copyInto(options)
    syncFile(to)
    return copied
  } catch (error) {
    for (const end of ['', '-journal', '-wal', '-shm']) rmSync(to + end, { force: true })
    if (troubleOf(error) === 'damaged')
      throw new CopyRefusedError(`${from} is damaged, or is no database at all: there is nothing in it to be copied.`)
    throw error
  }
}

async function copyInto(options: FileCopyOptions): Promise<FileCopied> {
  const { from, to, signal } = options
  const { tables, sums } = await taken(options)
  // Whoever asks this to stop is heard only between two turns.
  await turn()
  signal?.throwIfAborted()
  const target = connectSqlite(to)
  try {
    clean(target)
    const [wrong] = target.pragma('integrity_check(1)') as { integrity_check: string }[]
    if (wrong?.integrity_check !== 'ok')
      throw new CopyRefusedError(`${from} is damaged (${wrong?.integrity_check}): put its last backup in its place.`)
    await turn()
    signal?.throwIfAborted()
    if (written(sums) !== written(await allSums(readsOf(target), tables)))
      throw new CopyRefusedError(`What was copied of ${from} is not what stands there: see whether the disk is sound.`)
    const rows = [...sums.values()].reduce((sum, each) => sum + Number(each.get('rows') ?? 0), 0)
    return { tables: tables.length, rows, octets: octetsOf(target) }
  } finally {
    target.close()
  }
}

/** Copies all of it, and says which tables it is to be compared in, and what they hold. */
async function taken({ from, to, migrationsFolder, onProgress, signal }: FileCopyOptions) {
  const source = connectSqlite(from, { readonly: true })
  try {
    source.pragma('busy_timeout = 5000')
    // From here on one moment: without it a write of the fleet's would have the copy begin again, for ever. Until it is let go, what is
    // written stays in the log, so no longer than it has to be.
    source.exec('BEGIN')
    refuseNewerSqlite(source, migrationsFolder)
    if (newestIn(source) === 0) throw new CopyRefusedError(`${from} is no database of a fleet.`)
    const reads = readsOf(source)
    await refuseUnfinishedCopy(reads)
    await source.backup(to, {
      progress({ totalPages, remainingPages }) {
        signal?.throwIfAborted()
        onProgress?.(totalPages - remainingPages, totalPages)
        return PAGES_A_STEP
      },
    })
    const tables = tablesIn(source).filter(({ name }) => !neverKept.has(name))
    return { tables, sums: await allSums(reads, tables) }
  } finally {
    source.close()
  }
}

/** Deletes and overwrites what may stand in no copy. The file is then complete without others beside it. */
function clean(target: SqliteConnection): void {
  target.pragma('journal_mode = DELETE')
  // What is deleted would stand once more in a journal on the disk.
  target.pragma('journal_mode = MEMORY')
  target.pragma('secure_delete = ON')
  forgetPrivate(target)
}

/** Deletes it in one transaction; overwrites it where `secure_delete` is on. */
export function forgetPrivate(connection: SqliteConnection): void {
  const there = tablesIn(connection).filter(({ name }) => neverKept.has(name))
  connection.transaction(() => {
    for (const { name } of there) connection.exec(`DELETE FROM ${name}`)
  })()
}

/** The tables, and of each the columns, that a database has: one of an older program has fewer. */
function tablesIn(connection: SqliteConnection): FleetTable[] {
  return fleetTables().flatMap((table) => {
    const there = new Set(
      (connection.pragma(`table_info(${table.name})`) as { name: string }[]).map(({ name }) => name),
    )
    if (there.size === 0) return []
    const columns = Object.fromEntries(Object.entries(table.columns).filter(([, column]) => there.has(column.name)))
    return [{ ...table, columns }]
  })
}

function octetsOf(connection: SqliteConnection): number {
  const pragma = (name: string) => Number(connection.pragma(name, { simple: true }))
  return pragma('page_count') * pragma('page_size')
}

function syncFile(path: string): void {
  const file = openSync(path, 'r+')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}
