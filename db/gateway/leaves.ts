import { connectSqlite } from '../open.ts'
import type { Pages } from './pages.ts'
import { childrenOf, leafRows, type StoredRow, type Value } from './records.ts'
import { type Table, tableOf } from './rows.ts'

export interface Leaf {
  /** As the file itself describes it, where that can be read. */
  table: Table
  rows: StoredRow[]
  /** Rows that are there and cannot be read. */
  unread: number
}

/** SQLite's own tables and the list of migrations: their rows must not be taken for another's. */
const OTHERS = [
  'create table sqlite_master (type text, name text, tbl_name text, rootpage integer, sql text)',
  'create table sqlite_sequence (name text, seq integer)',
  'create table __drizzle_migrations (id serial primary key, hash text not null, created_at numeric)',
]

/**
 * Every leaf of a table in the file. Its table is the one whose tree leads to it; where none does, the only one of all tables
 * (`tables`: as they should be) that all its rows fit.
 */
export function* tableLeaves(pages: Pages, tables: Table[]): Generator<Leaf> {
  const described = descriptions(pages)
  const owners = new Map<number, Table>()
  for (const { table, root } of described) for (const n of leavesBelow(pages, root)) owners.set(n, table)
  const shapes = [
    ...tables.map((table) => described.find((one) => one.table.name === table.name)?.table ?? table),
    ...OTHERS.flatMap((sql) => tableFrom(sql) ?? []),
  ]
  for (let n = 1; n <= pages.count; n += 1) {
    const leaf = leafRows(pages, n)
    if (!leaf || leaf.rows.length === 0) continue
    const fits = (table: Table) => leaf.rows.every((row) => hasShape(table, row))
    const owner = owners.get(n)
    const table = owner && fits(owner) ? owner : onlyOne(shapes.filter(fits))
    if (table) yield { table, ...leaf }
  }
}

/** The tables that the file's own list names, with the pages that their trees begin at. */
function descriptions(pages: Pages): { table: Table; root: number }[] {
  return [...leavesBelow(pages, 1)]
    .flatMap((n) => leafRows(pages, n)?.rows ?? [])
    .flatMap(({ values: [type, , , root, sql] }) => {
      const table = type === 'table' && typeof sql === 'string' ? tableFrom(sql) : null
      return table && typeof root === 'bigint' ? [{ table, root: Number(root) }] : []
    })
}

function leavesBelow(pages: Pages, root: number): Set<number> {
  const seen = new Set<number>()
  const leaves = new Set<number>()
  const left = [root]
  for (let n = left.pop(); n !== undefined; n = left.pop()) {
    if (seen.has(n) || n < 1 || n > pages.count) continue
    seen.add(n)
    const children = childrenOf(pages, n)
    if (children.length === 0) leaves.add(n)
    left.push(...children)
  }
  return leaves
}

/** What a table is like that is made so. */
function tableFrom(sql: string): Table | null {
  const name = /^create table\s+(?:"([^"]+)"|`([^`]+)`|(\w+))/i.exec(sql)
  const called = name?.[1] ?? name?.[2] ?? name?.[3]
  if (!called) return null
  const scratch = connectSqlite(':memory:')
  try {
    // SQLite keeps its own names to itself.
    const allowed = called.replace(/^sqlite_/, 'own_')
    scratch.prepare(sql.replace(called, allowed)).run()
    return { ...tableOf(scratch, allowed, sql), name: called }
  } catch {
    return null
  } finally {
    scratch.close()
  }
}

function onlyOne<T>(all: T[]): T | undefined {
  return all.length === 1 ? all[0] : undefined
}

function hasShape(table: Table, { values }: StoredRow): boolean {
  return (
    values.length <= table.columns.length &&
    table.columns.every(({ name, type, notNull, hasDefault }, index) => {
      const value = values[index]
      if (value === undefined) return hasDefault || !notNull
      if (name === table.rowidColumn) return value === null
      return value === null ? !notNull : isOfType(value, type)
    })
  )
}

function isOfType(value: Exclude<Value, null>, type: string): boolean {
  if (type === 'INTEGER') return typeof value === 'bigint'
  if (type === 'TEXT') return typeof value === 'string'
  return true
}
