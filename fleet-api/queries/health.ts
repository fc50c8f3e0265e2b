import { getTableColumns, is, sql } from 'drizzle-orm'
import { SQLiteTable } from 'drizzle-orm/sqlite-core'
import type { FleetDatabase } from '../../db/fleet/open.ts'
import * as schema from '../../db/fleet/schema.ts'

const TABLES = Object.values(schema as Record<string, unknown>).filter((one) => is(one, SQLiteTable))

/** Asks the database for one row of every table, every column by its name. Throws where it does not answer or is not migrated. */
export async function askEveryTable(db: FleetDatabase): Promise<void> {
  for (const table of TABLES) await db.select(getTableColumns(table)).from(table).limit(1)
}

/** The size of the database, in octets. */
export async function databaseOctets(db: FleetDatabase): Promise<number | null> {
  const size = sql`select page_count * page_size as octets from pragma_page_count(), pragma_page_size()`
  return db.get<{ octets: number }>(size)?.octets ?? null
}
