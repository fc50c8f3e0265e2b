import { getTableColumns, is } from 'drizzle-orm'
import { SQLiteTable } from 'drizzle-orm/sqlite-core'
import type { FleetDatabase } from '../../db/fleet/open.ts'
import * as schema from '../../db/fleet/schema.ts'

const TABLES = Object.values(schema as Record<string, unknown>).filter((one) => is(one, SQLiteTable))

/** Asks the database for one row of every table, every column by its name. Throws where it does not answer or is not migrated. */
export async function askEveryTable(db: FleetDatabase): Promise<void> {
  for (const table of TABLES) await db.select(getTableColumns(table)).from(table).limit(1)
}
