import { closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { type BetterSQLite3Database, drizzle } from 'drizzle-orm/better-sqlite3'
import { migrateSqlite, refuseNewerSqlite } from './migrate.ts'

export interface SqliteOptions<S extends Record<string, unknown>> {
  /** A file's path, or `:memory:`. */
  path: string
  schema: S
  migrationsFolder: string
  /** What is deleted is overwritten, so that it does not stay in the file's free places. */
  secureDelete?: boolean
  /** Goes on with a database that a newer program has migrated, whose migrations only add (test/db/gateway/additive.test.ts). */
  acceptNewer?: boolean
}
export type SqliteConnection = Database.Database
export type SqliteDatabase<S extends Record<string, unknown>> = BetterSQLite3Database<S> & {
  $client: SqliteConnection
}

/**
 * Opens (and makes, and migrates) a SQLite database. WAL with synchronous FULL: a committed transaction survives a power cut,
 * which rule 2 needs on both sides.
 */
export function openSqlite<S extends Record<string, unknown>>(options: SqliteOptions<S>): SqliteDatabase<S> {
  const client = connectSqlite(options.path)
  try {
    if (!options.acceptNewer) refuseNewerSqlite(client, options.migrationsFolder)
    client.pragma('journal_mode = WAL')
    client.pragma('synchronous = FULL')
    client.pragma('foreign_keys = ON')
    if (options.secureDelete) client.pragma('secure_delete = ON')
    migrateSqlite(client, options.migrationsFolder)
    client.pragma('busy_timeout = 5000')
    return drizzle(client, { schema: options.schema })
  } catch (error) {
    client.close()
    throw error
  }
}

/** A connection as it comes, its folder made. SQLite looks at the file only when it is first asked for something. */
export function connectSqlite(path: string, options: { readonly?: boolean } = {}): SqliteConnection {
  if (path !== ':memory:' && !options.readonly) makePrivate(path)
  // dist/ carries better-sqlite3's native part beside the bundle; in a checkout the package finds its own.
  const nativeBinding = globalThis.abordoNativeSqlite
  return new Database(path, { ...options, ...(nativeBinding && { nativeBinding }) })
}

/** Made here where it is new, so that nobody else reads it: SQLite gives its log and shared memory the same mode. */
function makePrivate(path: string): void {
  mkdirSync(dirname(path), { recursive: true })
  try {
    closeSync(openSync(path, 'a', 0o600))
  } catch {
    // SQLite says better what is wrong with it.
  }
}

declare global {
  /** Path of better_sqlite3.node, set by the bundle's first lines (deploy/build.ts). */
  var abordoNativeSqlite: string | undefined
  /** Folder of the files that the bundle needs: migrations, the dashboard, the demo feed. Set likewise. */
  var abordoAssets: string | undefined
}
