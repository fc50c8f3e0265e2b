import { fileURLToPath } from 'node:url'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { connectSqlite, openSqlite, type SqliteDatabase } from '../open.ts'
import * as schema from './schema.ts'

export { isUnavailable, troubleOf } from '../trouble.ts'

export type GatewayDatabase = SqliteDatabase<typeof schema>
export type GatewayTransaction = Parameters<Parameters<GatewayDatabase['transaction']>[0]>[0]

/**
 * Opens the gateway's database at `path` (or `:memory:`), bringing it up to date. A deleted session's address leaves no trace in it. One of a
 * newer version is taken as it is: a version that was tried out and went back has left it behind.
 */
export function openGatewayDatabase(path: string): GatewayDatabase {
  return openSqlite({ path, schema, migrationsFolder: migrationsFolder(), secureDelete: true, acceptNewer: true })
}

function migrationsFolder(): string {
  return globalThis.abordoAssets
    ? `${globalThis.abordoAssets}/db/gateway/migrations`
    : fileURLToPath(new URL('./migrations', import.meta.url))
}

/** Opens the gateway's database beside the portal that has it open, to look only. Throws where there is none, or none that can be read. */
export function readGatewayDatabase(path: string): GatewayDatabase {
  return drizzle(connectSqlite(path, { readonly: true }), { schema })
}
