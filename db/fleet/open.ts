import { fileURLToPath } from 'node:url'
import { openSqlite, type SqliteDatabase } from '../open.ts'
import * as schema from './schema.ts'

export { isUnavailable } from '../trouble.ts'

export type FleetDatabase = SqliteDatabase<typeof schema>
export type FleetTransaction = Parameters<Parameters<FleetDatabase['transaction']>[0]>[0]

/** Opens the fleet's database at `path` (or `:memory:`), bringing it up to date. */
export function openFleetDatabase(path: string): FleetDatabase {
  return openSqlite({ path, schema, migrationsFolder: migrationsFolder() })
}

function migrationsFolder(): string {
  return globalThis.abordoAssets
    ? `${globalThis.abordoAssets}/db/fleet/migrations`
    : fileURLToPath(new URL('./migrations', import.meta.url))
}
