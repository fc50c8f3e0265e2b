import type { SqliteConnection } from '../open.ts'
import { tableLeaves } from './leaves.ts'
import { openPages } from './pages.ts'
import type { StoredRow, Value } from './records.ts'
import { type Column, raiseSequence, rowsOf, rowWriter, type Table, tablesOf } from './rows.ts'

/** A database that may be damaged: open, as files, or both. */
export interface Wreck {
  connection: SqliteConnection | null
  path: string | null
}

export interface Salvaged {
  /** Rows saved of each table. */
  saved: Map<string, number>
  /** Rows that were there and could not be kept. */
  left: number
  /** Everything was read and kept: the wreck holds nothing that is not saved. */
  complete: boolean
}

/** Texts that the portal reads as JSON: with one that is none it could never go on. */
const JSON_TEXTS = [
  ['outbox', 'body'],
  ['boot', 'sessions_ended'],
] as const
/** No id and no count of ours comes near it. */
const MOST = 2n ** 50n

/**
 * Saves every row that can be read of a damaged database into an empty one, the outbox first: through SQLite as far as that goes,
 * then from the pages themselves, those too that no tree leads to any more, then through SQLite from the other end, for what only it
 * still has in mind. To be called within a transaction of `into`.
 */
export function salvage(
  wreck: Wreck,
  into: SqliteConnection,
  chosen: (table: string) => boolean = () => true,
): Salvaged {
  const tables = tablesOf(into)
  const keepers = new Map(tables.filter(({ name }) => chosen(name)).map((table) => [table.name, keeper(into, table)]))
  const { connection, path } = wreck
  // Before SQLite touches it.
  const torn = path !== null && isTorn(path)
  const whole = connection !== null && readThrough(connection, keepers, 'asc') && !torn
  if (!whole && path !== null) readPages(path, tables, keepers)
  if (!whole && connection !== null) readThrough(connection, keepers, 'desc')
  const sequences =
    connection === null ? [] : attempt(() => [...rowsOf(connection, 'sqlite_sequence', ['name', 'seq'])])
  for (const { values } of sequences ?? []) {
    const [name, seq] = values
    if (typeof name === 'string' && typeof seq === 'bigint' && seq < MOST) raiseSequence(into, name, seq)
  }
  // Whatever became of the boot's own row: a report's identity is never given twice.
  into.exec(
    'update boot set next_seq = max(next_seq, coalesce((select max(seq) + 1 from outbox where outbox.boot_id = boot.boot_id), 0))',
  )
  // A session whose boot is lost cannot be accounted for any more: it is over, and its address goes.
  const { changes } = into.prepare('delete from session where boot_id not in (select boot_id from boot)').run()
  const saved = new Map(
    [...keepers].map(([name, { state }]) => [name, state.saved - (name === 'session' ? changes : 0)]),
  )
  const left = [...keepers.values()].reduce((sum, { state }) => sum + state.left, changes)
  return { saved, left, complete: whole && left === 0 }
}

/** Whether the file at `path` was cut within a page. SQLite would read zeros there. */
export function isTorn(path: string): boolean {
  const pages = attempt(() => openPages(path))
  pages?.close()
  return pages?.torn ?? false
}

/** Whether a row holds a text that cannot be read any more: SQLite does not notice what is wrong within a value. */
export function hasBrokenText(db: SqliteConnection): boolean {
  return JSON_TEXTS.some(([table, text]) =>
    db.prepare(`select 1 from ${table} where not json_valid(${text}) limit 1`).get(),
  )
}

type Keeper = ReturnType<typeof keeper>

/** Keeps rows of one table, each once, if it fits. */
function keeper(into: SqliteConnection, table: Table) {
  const known = new Set<bigint>()
  const writers = new Map<string, ReturnType<typeof rowWriter>>()
  const state = { saved: 0, left: 0 }
  const byName = new Map(table.columns.map((column) => [column.name, column]))

  const keep = (rowid: bigint, names: string[], values: Value[]) => {
    if (known.has(rowid)) return
    known.add(rowid)
    const key = names.join()
    const write = writers.get(key) ?? rowWriter(into, table, names)
    writers.set(key, write)
    if (!names.every((name, index) => fits(table, byName.get(name), values[index] ?? null))) state.left += 1
    else {
      try {
        write(rowid, values)
        state.saved += 1
      } catch (error) {
        if (!isConstraint(error)) throw error
        state.left += 1
      }
    }
  }
  return { table, byName, state, keep }
}

function fits(table: Table, column: Column | undefined, value: Value): boolean {
  if (!column) return false
  if (value === null) return !column.notNull
  if (column.type === 'INTEGER') return typeof value === 'bigint' && value < MOST && value > -MOST
  if (column.type === 'TEXT' && typeof value !== 'string') return false
  if (!JSON_TEXTS.some(([of, text]) => of === table.name && text === column.name)) return true
  return attempt(() => [JSON.parse(String(value))]) !== null
}

/** Reads what SQLite will give, from one end of each table or the other; true: every row of every table. */
function readThrough(connection: SqliteConnection, keepers: Map<string, Keeper>, order: 'asc' | 'desc'): boolean {
  const there = attempt(() => tablesOf(connection)) ?? []
  let whole = there.length > 0
  for (const { table, byName, keep } of keepers.values()) {
    const source = there.find(({ name }) => name === table.name)
    const names = source?.columns.map(({ name }) => name).filter((name) => byName.has(name)) ?? []
    if (names.length === 0) continue
    const rows = rowsOf(connection, table.name, names, order)
    if (!readable(rows, ({ rowid, values }) => keep(rowid, names, values))) whole = false
  }
  return whole
}

/** Takes rows up to the first that cannot be read; false: there was one. What goes wrong with a row taken is thrown. */
function readable<T>(rows: Iterator<T>, take: (row: T) => void): boolean {
  try {
    for (;;) {
      let next: IteratorResult<T>
      try {
        next = rows.next()
      } catch {
        return false
      }
      if (next.done) return true
      take(next.value)
    }
  } finally {
    rows.return?.()
  }
}

/** Reads what lies in the file's pages, also where no tree leads to it any more. */
function readPages(path: string, tables: Table[], keepers: Map<string, Keeper>): void {
  const pages = attempt(() => openPages(path))
  if (!pages) return
  try {
    for (const { table, unread, rows } of tableLeaves(pages, tables)) {
      const kept = keepers.get(table.name)
      if (!kept) continue
      kept.state.left += unread
      for (const row of rows) keepStored(kept, table, row)
    }
  } finally {
    pages.close()
  }
}

function keepStored({ byName, keep }: Keeper, stored: Table, { rowid, values }: StoredRow): void {
  const given = stored.columns
    .slice(0, values.length)
    .map(({ name }, index) => ({ name, value: name === stored.rowidColumn ? rowid : (values[index] ?? null) }))
    .filter(({ name }) => byName.has(name))
  keep(
    rowid,
    given.map(({ name }) => name),
    given.map(({ value }) => value),
  )
}

function isConstraint(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^SQLITE_CONSTRAINT/.test(String(error.code))
}

function attempt<T>(work: () => T): T | null {
  try {
    return work()
  } catch {
    return null
  }
}
