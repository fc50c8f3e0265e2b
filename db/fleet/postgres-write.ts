import { getTableColumns, type SQL, sql } from 'drizzle-orm'
import type { AnySQLiteColumn } from 'drizzle-orm/sqlite-core'
import type { FleetTransaction, Write } from './database.ts'

/** Rows of one statement. */
const MOST = 5000
const ARRAYS: Record<string, string> = { integer: 'bigint[]', text: 'text[]', real: 'double precision[]' }

/**
 * Writes rows as one array for each column: the way to the server and back is gone once, and neither side has to read a statement
 * with a parameter for every field.
 */
export async function writeTogether(
  tx: FleetTransaction,
  write: Write<never, never>,
  rows: Record<string, unknown>[],
): Promise<never[]> {
  const { table, conflict, returning } = write
  const columns = Object.entries(getTableColumns(table) as Record<string, AnySQLiteColumn>)
  const returned: never[] = []
  for (let at = 0; at < rows.length; at += MOST) {
    const part = rows.slice(at, at + MOST)
    const arrays = columns.map(([name, column]) => arrayOf(column, part, name))
    const insert = tx.insert(table).select(sql`select * from unnest(${sql.join(arrays, sql`, `)})`)
    if (conflict === 'ignore') insert.onConflictDoNothing()
    else if (conflict) insert.onConflictDoUpdate(conflict)
    const answered = returning ? await insert.returning(returning) : void (await insert)
    if (answered) returned.push(...(answered as never[]))
  }
  return returned
}

function arrayOf(column: AnySQLiteColumn, rows: Record<string, unknown>[], name: string): SQL {
  const values = rows.map((row) => {
    const value = row[name]
    return value === null || value === undefined ? null : column.mapToDriverValue(value)
  })
  return sql`${sql.param(values)}::${sql.raw(ARRAYS[column.getSQLType()] ?? 'text[]')}`
}
