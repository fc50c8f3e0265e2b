import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { openFleetDatabase } from '../../db/fleet/open.ts'
import { connectSqlite } from '../../db/open.ts'
import { sharedPostgres } from '../postgres/shared.ts'

const MIGRATED = 'abordo_fleet'
const folders: string[] = []
process.once('exit', () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

/** A fresh database of its own for a fleet, as DATABASE_URL names it; on the engine that this run of the tests is about. */
export async function freshDatabase(): Promise<string> {
  return process.env.ABORDO_TEST_ENGINE === 'postgres' ? freshPostgres() : freshSqlite()
}

export function freshSqlite(): string {
  const folder = mkdtempSync(join(tmpdir(), 'abordo-fleet-'))
  folders.push(folder)
  return `file:${join(folder, 'fleet.db')}`
}

/** Copied from one that was migrated once for the whole run: migrating takes longer. */
export async function freshPostgres(): Promise<string> {
  const databases = sharedPostgres()
  await databases.template(MIGRATED, async (url) => (await openFleetDatabase(url)).close())
  const name = `fleet_${randomUUID().replaceAll('-', '')}`
  await databases.createDatabase(name, { template: MIGRATED })
  return databases.url(name)
}

/** Runs SQL in a database beside the program that has it open, as somebody might by hand. */
export async function execute(databaseUrl: string, sql: string): Promise<void> {
  if (databaseUrl.startsWith('file:')) {
    const connection = connectSqlite(databaseUrl.slice('file:'.length))
    connection.exec(sql)
    connection.close()
    return
  }
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  await client.query(sql)
  await client.end()
}

/** From now on nothing can be written to a table: the database says `message`. */
export async function refuseInserts(databaseUrl: string, table: string, message: string): Promise<void> {
  await execute(
    databaseUrl,
    databaseUrl.startsWith('file:')
      ? `create trigger refuse before insert on "${table}" begin select raise(abort, '${message}'); end`
      : `create function refuse() returns trigger as $$ begin raise exception '${message}'; end $$ language plpgsql;
         create trigger refuse before insert on "${table}" for each row execute function refuse()`,
  )
}
