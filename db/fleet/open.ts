import { fileURLToPath } from 'node:url'
import type { FleetDatabase } from './database.ts'
import { openPostgresFleet } from './postgres.ts'
import { openSqliteFleet } from './sqlite.ts'

export { isUnavailable } from '../trouble.ts'
export { refuseUnfinishedCopy } from './copy-marker.ts'
export type { FleetDatabase, FleetReads, FleetTransaction, Write } from './database.ts'

/** Opens the fleet's database, bringing it up to date. `url`: `file:PATH` or `postgres://…`. */
export async function openFleetDatabase(url: string): Promise<FleetDatabase> {
  return url.startsWith('file:')
    ? openSqliteFleet(url.slice('file:'.length), migrationsFolder('migrations'))
    : openPostgresFleet(url, migrationsFolder('postgres-migrations'))
}

export function migrationsFolder(name: 'migrations' | 'postgres-migrations'): string {
  return globalThis.abordoAssets
    ? `${globalThis.abordoAssets}/db/fleet/${name}`
    : fileURLToPath(new URL(`./${name}`, import.meta.url))
}
