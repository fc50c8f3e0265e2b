import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openFleetDatabase } from '../../db/fleet/open.ts'
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
