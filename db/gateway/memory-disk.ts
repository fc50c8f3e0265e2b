import { createHash } from 'node:crypto'
import { copyFileSync, existsSync, lstatSync, mkdirSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { connectSqlite, type SqliteConnection } from '../open.ts'
import { openGatewayDatabase } from './open.ts'
import { removeDatabase } from './set-aside.ts'

/**
 * What a database in memory is to the one on the disk. `whole`: its successor. `partial`: the same, but some of it could not be read.
 * `without-outbox`: the same, but the reports were too many and wait on the disk. `apart`: nothing of the one on the disk could be read.
 */
export const MODES = ['whole', 'partial', 'without-outbox', 'apart'] as const
export type Mode = (typeof MODES)[number]

export type MemoryDisk = ReturnType<typeof memoryDisk>

/**
 * Room in memory for the database at `path`: a folder of its own in a file system that is kept in memory, where it outlives the
 * program, so that a restart goes on from it. Where there is none (`folder` null, missing, full), the program's own memory.
 */
export function memoryDisk(path: string, folder: string | null) {
  const name = `abordo-${createHash('sha256').update(resolve(path)).digest('hex').slice(0, 16)}`
  const own = folder === null ? null : join(folder, name)
  const file = own === null ? null : join(own, 'gateway.db')

  return {
    /** Places where a database can be made, the best first. */
    places: (): string[] => [...(file !== null && own !== null && isOurs(own) ? [file] : []), ':memory:'],

    /** The database that an earlier run of the program left there; null: none that is whole. */
    left(): SqliteConnection | null {
      if (file === null || own === null || !existsSync(own) || !isOurs(own)) return null
      try {
        const found = open(file)
        if (modeOf(found) !== null && found.pragma('quick_check', { simple: true }) === 'ok') return found
        found.close()
      } catch {
        // Then it was not whole.
      }
      this.remove()
      return null
    },

    /** Makes an empty one; in the file system, what was there goes. */
    make(place: string): SqliteConnection {
      if (place !== ':memory:') removeDatabase(place)
      return open(place)
    },

    /** Does `work` on a database as SQLite reads it from a copy of its files; null: they cannot be copied. */
    withCopy<T>(source: string, work: (copy: SqliteConnection | null) => T): T {
      const place = own !== null && isOurs(own) ? join(own, 'copy.db') : null
      const copy = place === null ? null : copied(source, place)
      try {
        return work(copy)
      } finally {
        copy?.close()
        if (place !== null) removeDatabase(place)
      }
    },

    remove(): void {
      if (own !== null && existsSync(own) && isOurs(own)) rmSync(own, { recursive: true })
    },
  }
}

/** Null: it was never filled to the end. */
export function modeOf(memory: SqliteConnection): Mode | null {
  return MODES[Number(memory.pragma('application_id', { simple: true })) - 1] ?? null
}

/** To be called in the transaction that fills it. */
export function setMode(memory: SqliteConnection, mode: Mode): void {
  memory.pragma(`application_id = ${MODES.indexOf(mode) + 1}`)
}

function open(place: string): SqliteConnection {
  const { $client } = openGatewayDatabase(place)
  // There is no disk to wait for.
  $client.pragma('synchronous = OFF')
  return $client
}

function copied(from: string, to: string): SqliteConnection | null {
  try {
    copyFileSync(from, to)
    if (existsSync(`${from}-wal`)) copyFileSync(`${from}-wal`, `${to}-wal`)
    return connectSqlite(to)
  } catch {
    return null
  }
}

/** Makes the folder where there is none, and makes sure that nobody else can look or write into it. */
function isOurs(folder: string): boolean {
  try {
    if (!existsSync(folder)) mkdirSync(folder, { mode: 0o700 })
    const found = lstatSync(folder)
    return found.isDirectory() && found.uid === process.getuid?.() && (found.mode & 0o077) === 0
  } catch {
    return false
  }
}
