import { existsSync, statSync } from 'node:fs'
import { connectSqlite, type SqliteConnection } from '../open.ts'
import { epochOf } from './enduring-return.ts'
import { type MemoryDisk, type Mode, modeOf, setMode } from './memory-disk.ts'
import { copyRows, octetsOf, raiseSequence, tablesOf } from './rows.ts'
import { type Salvaged, salvage, type Wreck } from './salvage.ts'
import { wholeAt } from './set-aside.ts'

interface FillOptions {
  ram: MemoryDisk
  path: string
  memoryOctets: number
  now: () => number
}

export interface Filled {
  memory: SqliteConnection
  salvaged: Salvaged
}

/** Takes what can be read of the database on the disk into memory. `connection`: open on it; null: it could not be opened. */
export function fillMemory(options: FillOptions, connection: SqliteConnection | null): Filled {
  const { ram, path } = options
  if (connection) return fill(options, { connection, path })
  // What was built to take the file's place, and could not yet, is the better one.
  const source = existsSync(wholeAt(path)) ? wholeAt(path) : path
  const readable = firstReadable(source)
  if (readable) {
    try {
      return fill(options, { connection: readable, path: source })
    } finally {
      readable.close()
    }
  }
  return ram.withCopy(source, (copy) => fill(options, { connection: copy, path: source }))
}

/** From memory that has run short into the program's own. */
export function intoOwnMemory(ram: MemoryDisk, from: SqliteConnection): SqliteConnection {
  const memory = ram.make(':memory:')
  memory.transaction(() => {
    copyRows(from, memory)
    setMode(memory, modeOf(from) ?? 'partial')
    memory.pragma(`user_version = ${epochOf(from)}`)
  })()
  return memory
}

function fill(options: FillOptions, wreck: Wreck): Filled {
  const places = options.ram.places()
  for (const place of places) {
    let memory: SqliteConnection | null = null
    try {
      memory = options.ram.make(place)
      return { memory, salvaged: fillOne(options, wreck, memory) }
    } catch (error) {
      memory?.close()
      if (place === places.at(-1)) throw error
    }
  }
  throw new Error('there is no memory')
}

function fillOne({ path, memoryOctets, now }: FillOptions, wreck: Wreck, memory: SqliteConnection): Salvaged {
  const octets = wreck.connection ? octetsOfWreck(wreck.connection) : sizeOf(path)
  const fits = octets <= memoryOctets
  return memory.transaction(() => {
    const salvaged = salvage(wreck, memory, (table) => fits || table !== 'outbox')
    const mode = modeFor(salvaged, fits)
    // Ids that the database on the disk has not come to: they stay what they are when both are put together.
    if (mode === 'apart')
      for (const { name, autoIncrement } of tablesOf(memory))
        if (autoIncrement) raiseSequence(memory, name, BigInt(Math.max(0, Math.floor(now()))))
    setMode(memory, mode)
    return salvaged
  })()
}

function modeFor({ complete, saved }: Salvaged, fits: boolean): Mode {
  const rows = [...saved.values()].reduce((sum, n) => sum + n, 0)
  if (!complete && rows === 0) return 'apart'
  if (!fits) return 'without-outbox'
  return complete ? 'whole' : 'partial'
}

/** An open connection that gives something; null: the file does not let itself be read in its place. */
function firstReadable(path: string): SqliteConnection | null {
  if (!existsSync(path)) return null
  let connection: SqliteConnection | null = null
  try {
    connection = connectSqlite(path)
    tablesOf(connection)
    return connection
  } catch {
    connection?.close()
    return null
  }
}

function octetsOfWreck(connection: SqliteConnection): number {
  try {
    return octetsOf(connection)
  } catch {
    return sizeOf(connection.name)
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0
}
