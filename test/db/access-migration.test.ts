import { randomUUID } from 'node:crypto'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { afterAll, describe, expect, it } from 'vitest'
import { openFleetDatabase } from '../../db/fleet/open.ts'
import { openPostgresFleet } from '../../db/fleet/postgres.ts'
import { openSqlite } from '../../db/open.ts'
import { listTokens } from '../../fleet-api/queries/tokens.ts'
import { findUserById } from '../../fleet-api/queries/users.ts'
import { describeWith } from '../describe-with.ts'
import { sharedPostgres } from '../postgres/shared.ts'

const folder = mkdtempSync(join(tmpdir(), 'abordo-access-migration-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** The migrations as they were before there were users with a second step, and tokens with scopes. */
function migrationsBefore(name: string, first: string): string {
  const before = join(folder, name)
  cpSync(fileURLToPath(new URL(`../../db/fleet/${name}`, import.meta.url)), before, { recursive: true })
  const journal = join(before, 'meta', '_journal.json')
  const { entries, ...rest } = JSON.parse(readFileSync(journal, 'utf8')) as { entries: { tag: string }[] }
  const at = entries.findIndex(({ tag }) => tag === first)
  writeFileSync(journal, JSON.stringify({ ...rest, entries: entries.slice(0, at) }))
  return before
}

const BEFORE = `
  insert into "user" (id, name, email, role, created_at, updated_at) values ('u1', '', 'ana@example.mx', 'admin', 1000, 1000);
  insert into api_token (token_hash, name, role, created_at, expires_at) values
    ('hash-1', 'partner', 'official', 1000, 2000), ('hash-2', 'partner', 'admin', 1001, 2000)`

async function expectTakenOver(url: string): Promise<void> {
  const db = await openFleetDatabase(url)
  const tokens = await listTokens(db, null)
  const common = { name: 'partner', scopes: 'read write', createdBy: null, expiresAt: 2000, lastUsedAt: null }
  expect(tokens).toMatchObject([
    { tokenHash: 'hash-1', role: 'official', ...common },
    { tokenHash: 'hash-2', role: 'admin', ...common },
  ])
  expect(new Set(tokens.map(({ id }) => id)).size).toBe(2)
  expect(await findUserById(db, 'u1')).toMatchObject({ twoFactorEnabled: false, disabledAt: null })
  await db.close()
}

describe('a database from before tokens had scopes', () => {
  it('is taken over: its tokens read and write, its users sign in as before', async () => {
    const path = join(folder, 'fleet.db')
    const { $client } = openSqlite({
      path,
      schema: {},
      migrationsFolder: migrationsBefore('migrations', '0004_access'),
    })
    $client.exec(BEFORE)
    $client.close()
    await expectTakenOver(`file:${path}`)
  })
})

describeWith(['postgres'], 'a PostgreSQL from before tokens had scopes', () => {
  it('is taken over: its tokens read and write, its users sign in as before', async () => {
    const databases = sharedPostgres()
    const name = `access_${randomUUID().replaceAll('-', '')}`
    await databases.createDatabase(name)
    const url = databases.url(name)
    await (await openPostgresFleet(url, migrationsBefore('postgres-migrations', '0001_access'))).close()
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    await client.query(BEFORE)
    await client.end()
    await expectTakenOver(url)
  })
})
