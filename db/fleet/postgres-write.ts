import { getTableColumns, type SQL, sql } from 'drizzle-orm'
import type { AnySQLiteColumn } from 'drizzle-orm/sqlite-core'
import type pg from 'pg'
import type { FleetTransaction, Write } from './database.ts'

/** Rows of one statement. */
const MOST = 5000
const ARRAYS: Record<string, string> = { integer: 'bigint[]', text: 'text[]', real: 'double precision[]' }

interface Statement {
  name: string
  text: string
  columns: [name: string, column: AnySQLiteColumn][]
  returning: [name: string, column: AnySQLiteColumn][]
}
const statements = new WeakMap<object, Statement>()
let made = 0

/**
 * Writes rows as one array for each column: the way to the server and back is gone once, and the statement is the same for any number
 * of rows, so each connection prepares it once.
 */
export async function writeTogether(
  on: { client: pg.PoolClient; tx: FleetTransaction },
  write: Write<never, never>,
  rows: Record<string, unknown>[],
): Promise<never[]> {
  const known = statements.get(write) ?? statementOf(on.tx, write)
  statements.set(write, known)
  const { name, text, columns, returning } = known
  const returned: unknown[] = []
  for (let at = 0; at < rows.length; at += MOST) {
    const part = rows.slice(at, at + MOST)
    const values = columns.map(([column, type]) => arrayOf(part, column, type))
    const answer = await on.client.query<unknown[]>({ name, text, values, rowMode: 'array' })
    for (const row of answer.rows) {
      if (returning.length === 0) break
      returned.push(
        Object.fromEntries(returning.map(([key, type], index) => [key, type.mapFromDriverValue(row[index])])),
      )
    }
  }
  return returned as never[]
}

function statementOf(tx: FleetTransaction, write: Write<never, never>): Statement {
  const { table, conflict, returning } = write as Write<never, Record<string, never>>
  const columns = Object.entries(getTableColumns(table) as Record<string, AnySQLiteColumn>)
  const insert = tx.insert(table).select(sql`select * from unnest(${sql.join(columns.map(placeOf), sql`, `)})`)
  if (conflict === 'ignore') insert.onConflictDoNothing()
  else if (conflict) insert.onConflictDoUpdate(conflict)
  const { sql: text, params } = (returning ? insert.returning(returning) : insert).toSQL()
  if (params.length !== columns.length) throw new Error('a rule for writing rows may have no parameters but the rows')
  made += 1
  return { name: `abordo write ${made}`, text, columns, returning: Object.entries(returning ?? {}) }
}

function placeOf([, column]: [string, AnySQLiteColumn]): SQL {
  return sql`${sql.param([])}::${sql.raw(ARRAYS[column.getSQLType()] ?? 'text[]')}`
}

function arrayOf(rows: Record<string, unknown>[], name: string, column: AnySQLiteColumn): unknown[] {
  return rows.map((row) => {
    const value = row[name]
    return value === null || value === undefined ? null : column.mapToDriverValue(value)
  })
}
