import type { FleetDatabase } from '../../db/fleet/open.ts'
import { fleetTables } from '../../db/fleet/tables.ts'

const TABLES = fleetTables()

/** Asks the database for one row of every table, every column by its name. Throws where it does not answer or is not migrated. */
export async function askEveryTable(db: FleetDatabase): Promise<void> {
  for (const { table, columns } of TABLES) await db.select(columns).from(table).limit(1)
}
