import type { SqliteConnection } from '../open.ts'
import { troubleOf } from '../trouble.ts'
import type { Value } from './records.ts'

export interface Column {
  name: string
  /** Upper case. */
  type: string
  notNull: boolean
  hasDefault: boolean
}

export interface Table {
  name: string
  columns: Column[]
  /** The column that is the rowid under another name. */
  rowidColumn: string | null
  /** Its ids are never used twice. */
  autoIncrement: boolean
}

/** What must not be lost comes first. */
const FIRST = ['outbox', 'boot', 'session']
/** Counts that nobody has been told yet: where two meet, they are added up. */
const ADDED_UP = 'dropped'

/** The tables of a database, the most important first. SQLite's own and the list of migrations are left out. */
export function tablesOf(db: SqliteConnection): Table[] {
  const rank = (name: string) => (FIRST.includes(name) ? FIRST.indexOf(name) : FIRST.length)
  return db
    .prepare<[], { name: string; sql: string }>(
      `select name, sql from sqlite_master where type = 'table' and name not like 'sqlite~_%' escape '~' and name <> '__drizzle_migrations'`,
    )
    .all()
    .map(({ name, sql }) => tableOf(db, name, sql))
    .sort((a, b) => rank(a.name) - rank(b.name) || a.name.localeCompare(b.name))
}

export function tableOf(db: SqliteConnection, name: string, sql: string): Table {
  const infos = db
    .prepare<[string], { name: string; type: string; notnull: number; dflt_value: string | null; pk: number }>(
      'select * from pragma_table_info(?)',
    )
    .all(name)
  const keys = infos.filter(({ pk }) => pk > 0)
  const [key] = keys
  return {
    name,
    columns: infos.map((info) => ({
      name: info.name,
      type: info.type.toUpperCase(),
      notNull: info.notnull === 1,
      hasDefault: info.dflt_value !== null,
    })),
    rowidColumn: keys.length === 1 && key?.type.toUpperCase() === 'INTEGER' ? key.name : null,
    autoIncrement: /\bautoincrement\b/i.test(sql),
  }
}

/** Rows of a table in one order or the other, up to the first that cannot be read: that throws. */
export function* rowsOf(
  db: SqliteConnection,
  table: string,
  columns: string[],
  order: 'asc' | 'desc' = 'asc',
): Generator<{ rowid: bigint; values: Value[] }> {
  const list = columns.map((column) => `, ${quoted(column)}`).join('')
  const rows = db
    .prepare<[], [bigint, ...Value[]]>(`select rowid${list} from ${quoted(table)} order by rowid ${order}`)
    .raw()
    .safeIntegers()
  for (const [rowid, ...values] of rows.iterate()) yield { rowid, values }
}

/**
 * Writes rows into a table. `merge`: on top of the rows that are there, in whose place a row of the same key comes; else they keep
 * their rowids too.
 */
export function rowWriter(
  db: SqliteConnection,
  table: Table,
  columns: string[],
  merge = false,
): (rowid: bigint, values: Value[]) => void {
  const keepRowid = table.rowidColumn === null && !merge
  const given = [...(keepRowid ? ['rowid'] : []), ...columns.map(quoted)]
  const insert = (verb: string, names: string[], rest = '') =>
    db.prepare(
      `${verb} into ${quoted(table.name)} (${names.join(', ')}) values (${names.map(() => '?').join(', ')})${rest}`,
    )
  const idAt = columns.indexOf(table.rowidColumn ?? '')
  if (table.autoIncrement && idAt >= 0) {
    const withId = insert('insert', given)
    const without = <T>(all: T[]) => all.filter((_, index) => index !== idAt)
    return (_, values) => {
      try {
        withId.run(...values)
      } catch (error) {
        // Somebody else's id: the row is worth more than its place in the order.
        if (!isKeyConflict(error)) throw error
        insert('insert or ignore', without(given)).run(...without(values))
      }
    }
  }
  const others = columns.filter((_, index) => index !== idAt)
  const write =
    table.name === ADDED_UP && idAt >= 0
      ? insert('insert', given, ` on conflict do update set ${others.map(addedUp).join(', ')}`)
      : insert(merge ? 'insert or replace' : 'insert', given)
  return (rowid, values) => void write.run(...(keepRowid ? [rowid] : []), ...values)
}

/** Where the ids of tables that never use one twice have come to. */
export function sequencesOf(db: SqliteConnection): Map<string, bigint> {
  const rows = db.prepare<[], [string, bigint]>('select name, seq from sqlite_sequence').raw().safeIntegers().all()
  return new Map(rows)
}

/** Ids of `table` go on above `seq`; never back. */
export function raiseSequence(db: SqliteConnection, table: string, seq: bigint): void {
  const at = sequencesOf(db).get(table)
  if (at === undefined) db.prepare('insert into sqlite_sequence (name, seq) values (?, ?)').run(table, seq)
  else if (at < seq) db.prepare('update sqlite_sequence set seq = ? where name = ?').run(seq, table)
}

/** Copies all rows of the tables that `chosen` picks, and the sequences of all. To be called within a transaction of `into`. */
export function copyRows(
  from: SqliteConnection,
  into: SqliteConnection,
  options: { chosen?: (table: string) => boolean; merge?: boolean } = {},
): void {
  for (const table of tablesOf(into)) {
    if (options.chosen && !options.chosen(table.name)) continue
    const columns = table.columns.map(({ name }) => name)
    const write = rowWriter(into, table, columns, options.merge)
    for (const { rowid, values } of rowsOf(from, table.name, columns)) write(rowid, values)
  }
  for (const [table, seq] of sequencesOf(from)) raiseSequence(into, table, seq)
}

/** Octets that a database takes, by its pages. */
export function octetsOf(db: SqliteConnection): number {
  return Number(db.pragma('page_count', { simple: true })) * Number(db.pragma('page_size', { simple: true }))
}

export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

function addedUp(column: string): string {
  return `${quoted(column)} = ${quoted(column)} + excluded.${quoted(column)}`
}

function isKeyConflict(error: unknown): boolean {
  return (
    troubleOf(error) === null &&
    error instanceof Error &&
    'code' in error &&
    /^SQLITE_CONSTRAINT_(PRIMARYKEY|ROWID)$/.test(String(error.code))
  )
}
