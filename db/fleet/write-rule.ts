import { getTableColumns } from 'drizzle-orm'
import type { AnySQLiteColumn } from 'drizzle-orm/sqlite-core'
import type { Write } from './database.ts'

type Columns = [name: string, column: AnySQLiteColumn][]

/** What is prepared once for a rule by which rows are written. */
export interface Rule {
  text: string
  columns: Columns
  returning: Columns
}

export function columnsOf({ table }: Write<never, never>): Columns {
  return Object.entries(getTableColumns(table) as Record<string, AnySQLiteColumn>)
}

/** drizzle's builder of either engine's driver. */
interface Insert {
  onConflictDoNothing(): unknown
  onConflictDoUpdate(conflict: never): unknown
  returning(columns: never): unknown
}

/** The statement of a rule. `insert`: into its table, with one parameter for each column. */
export function ruleOf(write: Write<never, never>, insert: Insert): Rule {
  const { conflict, returning } = write as Write<never, Record<string, never>>
  const columns = columnsOf(write)
  if (conflict === 'ignore') insert.onConflictDoNothing()
  else if (conflict) insert.onConflictDoUpdate(conflict as never)
  const built = (returning ? insert.returning(returning as never) : insert) as {
    toSQL(): { sql: string; params: unknown[] }
  }
  const { sql: text, params } = built.toSQL()
  if (params.length !== columns.length) throw new Error('a rule for writing rows may have no parameters but the rows')
  return { text, columns, returning: Object.entries(returning ?? {}) }
}

/** A field as a driver takes it. */
export function encoded(row: Record<string, unknown>, [name, column]: Columns[number]): unknown {
  const value = row[name]
  return value === null || value === undefined ? null : column.mapToDriverValue(value)
}

/** A row that a rule returned, as it came from a driver. */
export function decoded({ returning }: Rule, row: unknown[]): Record<string, unknown> {
  return Object.fromEntries(returning.map(([key, column], index) => [key, column.mapFromDriverValue(row[index])]))
}
