import { statSync } from 'node:fs'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import type { SqliteConnection } from '../open.ts'
import { isDiskTrouble, troubleOf } from '../trouble.ts'
import { EnduringClient } from './enduring-client.ts'
import { buildNew, connectedOrNull, emptyLog, lacksTables, leave, openHome } from './enduring-home.ts'
import { fillMemory, intoOwnMemory } from './enduring-memory.ts'
import { hasRoom, putBackAnew, putBackInto } from './enduring-return.ts'
import { begun, inWords, lost, reasonOf } from './enduring-words.ts'
import { memoryDisk, modeOf } from './memory-disk.ts'
import type { GatewayDatabase } from './open.ts'
import { tablesOf } from './rows.ts'
import { type Salvaged, salvage } from './salvage.ts'
import * as schema from './schema.ts'
import { forgetSetAside, removeDatabase, takeThePlace } from './set-aside.ts'

export interface EnduringOptions {
  path: string
  log: (message: string, error?: unknown) => void
  /** Wall time, ms since 1970; may be wrong. */
  now: () => number
  /** How long a damaged file is kept that could not be read to the end: it holds riders' addresses. 24 hours at most. */
  keepSetAsideMs?: number
  /** Folder of a file system in memory; null: there is none. */
  memoryFolder?: string | null
  /** A larger database leaves its waiting reports on the disk when it moves into memory. */
  memoryOctets?: number
}

export interface EnduringDatabase {
  /** Stays the same object through everything, and so do statements prepared with it. */
  db: GatewayDatabase
  state(): { storage: 'disk' | 'memory'; databasesSetAside: number }
  /** To be called once a minute: goes back to the disk as soon as that takes it, and deletes what was set aside long ago. */
  settle(): void
}

const DAY_MS = 86_400_000
const MEMORY_OCTETS = 64 * 1024 * 1024

/**
 * Opens the gateway's database so that neither a full or failing disk nor a damaged file stops who uses it. In trouble with the disk
 * the content moves into memory, and what failed is done again there; a damaged file is set aside and a new one begun, with every row
 * that can still be read. Both are said, once.
 */
export function openEnduringDatabase(options: EnduringOptions): EnduringDatabase {
  const { path, log, now, memoryFolder = '/dev/shm', memoryOctets = MEMORY_OCTETS } = options
  const keepMs = Math.min(options.keepSetAsideMs ?? DAY_MS, DAY_MS)
  const ram = memoryDisk(path, memoryFolder)
  let storage: 'disk' | 'memory' = 'disk'
  let databasesSetAside = 0
  /** The file that the connection has open. */
  let inode: bigint | null = null
  let tables: string[] = []
  /** Since when the file on the disk has been waiting to be replaced. */
  let damagedSince: number | null = null
  let lastSaid = ''

  const left = ram.left()
  if (left) storage = 'memory'
  const client = new EnduringClient(left ?? begin(), endure, end)
  if (left) {
    goHome()
    if (storage === 'memory') log('the database is still in memory: the disk does not take it')
  }

  return {
    db: drizzle(client as unknown as SqliteConnection, { schema }),
    state: () => ({ storage, databasesSetAside }),
    settle() {
      try {
        forgetSetAside(path, keepMs, now())
        if (storage === 'memory') goHome()
        else if (isReplaced()) client.exchange(beginAnew('the database file is gone', client.connection))
        else emptyLog(client.connection)
      } catch (error) {
        // A log that cannot be written back is no harm yet. What is, the next statement meets.
        if (!isDiskTrouble(error)) once('the database could not be looked after', error)
      }
    },
  }

  function once(message: string, error: unknown): void {
    const said = `${message}: ${reasonOf(error)}`
    if (said !== lastSaid) log(message, error)
    lastSaid = said
  }

  function opened(home = openHome(path, now())): SqliteConnection {
    tables = tablesOf(home).map(({ name }) => name)
    inode = statSync(path, { bigint: true }).ino
    return home
  }

  function isReplaced(): boolean {
    return inode !== statSync(path, { bigint: true, throwIfNoEntry: false })?.ino
  }

  /** The first connection, whatever the disk is like. */
  function begin(): SqliteConnection {
    try {
      return opened()
    } catch (error) {
      const trouble = troubleOf(error)
      if (trouble === null || trouble === 'busy') throw error
      // One that cannot be read is as good as damaged, if only the disk takes another.
      if (trouble === 'damaged' || trouble === 'failing') return beginAnew(inWords(error), null)
      return intoMemory(inWords(error), null)
    }
  }

  /** Before the connection is closed. A file in memory is found again by the next program, the program's own memory is not. */
  function end(): void {
    if (storage === 'memory') goHome()
    if (storage === 'memory' && client.memory)
      log('the disk did not take the database back: what was in memory is lost')
  }

  /** What is done about trouble with a statement or transaction; false: nothing can be. */
  function endure(error: unknown): boolean {
    const { connection } = client
    const trouble = troubleOf(error)
    try {
      if (storage === 'memory') {
        if (trouble === null || trouble === 'busy' || connection.memory) return false
        client.exchange(intoOwnMemory(ram, connection))
        leave(connection)
        ram.remove()
        return true
      }
      if (trouble === 'damaged' || lacksTables(connection, tables, error)) {
        client.exchange(beginAnew(inWords(error), connection))
        return true
      }
      if (!isDiskTrouble(error)) return false
      // What is kept of a damaged file is worth less than room.
      if (trouble === 'full' && forgetSetAside(path, 0, now()) > 0) return true
      client.exchange(intoMemory(inWords(error), connection))
      return true
    } catch (failed) {
      once('the database could not be moved', failed)
      return false
    }
  }

  function intoMemory(reason: string, connection: SqliteConnection | null): SqliteConnection {
    const { memory, salvaged } = fillMemory({ ram, path, memoryOctets, now }, connection)
    leave(connection)
    storage = 'memory'
    log(`the database is in memory, where a power cut would lose it: ${reason}${lost(salvaged)}`)
    return memory
  }

  /** A new file in the place of the damaged one, with every row that can still be read. */
  function beginAnew(reason: string, old: SqliteConnection | null): SqliteConnection {
    const connection = old ?? connectedOrNull(path)
    const there = old !== null && isReplaced() ? null : path
    let salvaged: Salvaged
    try {
      salvaged = buildNew(path, (into) => salvage({ connection, path: there }, into))
    } catch (error) {
      if (!isDiskTrouble(error)) throw error
      damagedSince = now()
      return intoMemory(`${reason}, and there is no room for another`, connection)
    }
    leave(connection)
    try {
      const aside = takeThePlace(path, !salvaged.complete || there === null, now())
      databasesSetAside += 1
      log(`${reason}: ${begun(salvaged, aside)}`)
      return opened()
    } catch (error) {
      // The old connection is closed: what was built is taken from where it lies.
      return intoMemory(inWords(error), null)
    }
  }

  /** Puts what is in memory back on the disk, if that takes it. */
  function goHome(): void {
    const memory = client.connection
    const mode = modeOf(memory)
    try {
      // It holds riders' addresses, and may take the room that a new one needs.
      if (damagedSince !== null && Math.abs(now() - damagedSince) >= keepMs) removeDatabase(path)
      if (mode === null || !hasRoom(path, memory)) return
      const back = putBackInto(path, memory, mode, now())
      let home: SqliteConnection
      if ('home' in back) home = opened(back.home)
      else {
        if (back.trouble === 'damaged') damagedSince ??= now()
        const aside = putBackAnew(path, memory, mode, now())
        home = opened()
        databasesSetAside += 1
        const kept = aside === null ? '' : `; it is set aside as ${aside}`
        log(`the database file was damaged, and a new one has begun${kept}`)
      }
      client.exchange(home)
      leave(memory)
      ram.remove()
      storage = 'disk'
      damagedSince = null
      log('the database is back on the disk')
    } catch (error) {
      if (!isDiskTrouble(error)) once('the database could not go back to the disk', error)
    }
  }
}
