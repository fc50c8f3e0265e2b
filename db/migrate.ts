import { readMigrationFiles } from 'drizzle-orm/migrator'
import { refuseNewer } from './newer.ts'
import type { SqliteConnection } from './open.ts'

/** Another process may be at it, with tables of millions of rows. */
const WAIT_MS = 60_000
/** drizzle's own table, so that either of us can go on where the other one stopped. */
const DONE = '__drizzle_migrations'

/** Throws NewerDatabaseError, before anything is touched, where a newer program than this one has been here. */
export function refuseNewerSqlite(client: SqliteConnection, migrationsFolder: string): void {
  refuseNewer(newestIn(client), migrationsFolder)
}

/**
 * Brings a SQLite database up to date, in one transaction: what is killed half way has changed nothing. drizzle's migrator looks at
 * what is to be done before it takes the lock, so that of two processes at the same time one would do it again; here only who has
 * the lock decides.
 */
export function migrateSqlite(client: SqliteConnection, migrationsFolder: string): void {
  const migrations = readMigrationFiles({ migrationsFolder })
  const due = () => migrations.filter(({ folderMillis }) => folderMillis > newestIn(client))
  // No lock where there is nothing to do: whoever writes just now would be waited for.
  if (due().length === 0) return
  client.pragma(`busy_timeout = ${WAIT_MS}`)
  client.exec('BEGIN IMMEDIATE')
  try {
    client.exec(`CREATE TABLE IF NOT EXISTS ${DONE} (id SERIAL PRIMARY KEY, hash text NOT NULL, created_at numeric)`)
    const note = client.prepare(`INSERT INTO ${DONE} (hash, created_at) VALUES (?, ?)`)
    for (const { sql, hash, folderMillis } of due()) {
      for (const statement of sql) client.exec(statement)
      note.run(hash, folderMillis)
    }
    client.exec('COMMIT')
  } catch (error) {
    // Some errors of the disk have rolled it back already.
    if (client.inTransaction) client.exec('ROLLBACK')
    throw error
  }
}

/** When the newest migration that was done here was made; 0: none was. */
export function newestIn(client: SqliteConnection): number {
  const there = client.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?").get(DONE)
  if (!there) return 0
  const newest = client.prepare(`SELECT max(created_at) AS at FROM ${DONE}`).get() as { at: number | null }
  return Number(newest.at ?? 0)
}
