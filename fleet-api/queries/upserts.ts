import { type SQL, sql } from 'drizzle-orm'
import type { AnySQLiteColumn } from 'drizzle-orm/sqlite-core'

/** Of a row that is there already: what the new one would have had in this column. */
export function excluded(column: AnySQLiteColumn): SQL {
  return sql.raw(`excluded."${column.name}"`)
}

/** What is there and what comes, added up. */
export function plus(column: AnySQLiteColumn): SQL {
  return sql`${column} + ${excluded(column)}`
}
