import { fileURLToPath } from 'node:url'
import { openSqlite, type SqliteDatabase } from '../open.ts'
import * as schema from './schema.ts'

export type GatewayDatabase = SqliteDatabase<typeof schema>
export type GatewayTransaction = Parameters<Parameters<GatewayDatabase['transaction']>[0]>[0]

/** Opens the gateway's database at `path` (or `:memory:`), bringing it up to date. */
export function openGatewayDatabase(path: string): GatewayDatabase {
  return openSqlite({ path, schema, migrationsFolder: migrationsFolder() })
}

function migrationsFolder(): string {
  return globalThis.abordoAssets
    ? `${globalThis.abordoAssets}/db/gateway/migrations`
    : fileURLToPath(new URL('./migrations', import.meta.url))
}
