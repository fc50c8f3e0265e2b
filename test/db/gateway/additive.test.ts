import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { openEnduringDatabase } from '../../../db/gateway/enduring.ts'
import { openGatewayDatabase } from '../../../db/gateway/open.ts'
import { outbox, session } from '../../../db/gateway/schema.ts'

const MIGRATIONS = fileURLToPath(new URL('../../../db/gateway/migrations/', import.meta.url))
/** The first version that may be gone back to knows the migrations up to this one. */
const FIRST_GONE_BACK_TO = '0005'

/** What of a migration the version before could not live with. */
function unbearable(sql: string): string[] {
  return sql
    .split(/;|--> statement-breakpoint/)
    .map((statement) => statement.replace(/\s+/g, ' ').trim())
    .filter((statement) => statement !== '')
    .filter((statement) => {
      if (/^CREATE TABLE /i.test(statement) || /^CREATE INDEX /i.test(statement)) return false
      // A unique index on a table of before would refuse what the version before writes.
      if (/^ALTER TABLE \S+ ADD (COLUMN )?/i.test(statement))
        return /\bNOT NULL\b/i.test(statement) && !/\bDEFAULT\b/i.test(statement)
      return true
    })
}

describe("the gateway's migrations", () => {
  it('only add, so that a version that went back can be followed by the one before', () => {
    const later = readdirSync(MIGRATIONS).filter(
      (name) => name.endsWith('.sql') && name.slice(0, 4) > FIRST_GONE_BACK_TO,
    )
    const wrong = later.flatMap((name) => unbearable(readFileSync(`${MIGRATIONS}${name}`, 'utf8')))
    expect(wrong).toEqual([])
  })

  it.each([
    'DROP TABLE `outbox`',
    'ALTER TABLE `boot` DROP COLUMN `seq`',
    'ALTER TABLE `boot` RENAME TO `start`',
    'ALTER TABLE `boot` RENAME COLUMN `seq` TO `number`',
    'ALTER TABLE `boot` ADD `fresh` text NOT NULL',
    'CREATE UNIQUE INDEX `one` ON `outbox` (`body`)',
    'DELETE FROM `outbox`',
    'UPDATE `boot` SET `next_seq` = 0',
  ])('would not go unnoticed: %s', (statement) => {
    expect(unbearable(`CREATE TABLE \`a\` (\`b\` text);--> statement-breakpoint\n${statement};`)).toHaveLength(1)
  })

  it.each([
    'ALTER TABLE `boot` ADD `fresh` text',
    "ALTER TABLE `boot` ADD `fresh` text DEFAULT '' NOT NULL",
    'CREATE INDEX `some` ON `outbox` (`body`)',
  ])('may hold: %s', (statement) => {
    expect(unbearable(statement)).toEqual([])
  })
})

/** A database as a later version leaves it behind. */
function leftBehind(): string {
  const path = join(mkdtempSync(join(tmpdir(), 'abordo-newer-')), 'gateway.db')
  openGatewayDatabase(path).$client.close()
  const later = new Database(path)
  later.exec(
    'ALTER TABLE outbox ADD COLUMN urgency integer DEFAULT 3 NOT NULL; ALTER TABLE session ADD COLUMN colour text;',
  )
  later.exec(
    'CREATE TABLE weather (at integer PRIMARY KEY NOT NULL, rain integer NOT NULL); INSERT INTO weather VALUES (1, 2)',
  )
  later.prepare("INSERT INTO __drizzle_migrations (hash, created_at) VALUES ('later', ?)").run(Date.UTC(2040, 0, 1))
  later
    .prepare("INSERT INTO outbox (boot_id, seq, body, in_doubt, merged, urgency) VALUES ('b', 0, '{}', 0, 0, 5)")
    .run()
  later.close()
  return path
}

const report = (seq: number) => ({ bootId: 'b', seq, body: '{}' })

describe('a database of a later version', () => {
  it('is read and written by this one, and found by the later one as it was', () => {
    const path = leftBehind()
    const db = openGatewayDatabase(path)
    db.insert(outbox).values(report(1)).run()
    expect(db.select({ seq: outbox.seq }).from(outbox).all()).toEqual([{ seq: 0 }, { seq: 1 }])
    expect(db.select().from(session).all()).toEqual([])
    db.$client.close()

    const later = new Database(path)
    expect(later.prepare('SELECT seq, urgency FROM outbox ORDER BY seq').all()).toEqual([
      { seq: 0, urgency: 5 },
      { seq: 1, urgency: 3 },
    ])
    expect(later.prepare('SELECT at, rain FROM weather').all()).toEqual([{ at: 1, rain: 2 }])
    expect(later.prepare('SELECT max(created_at) AS at FROM __drizzle_migrations').get()).toEqual({
      at: Date.UTC(2040, 0, 1),
    })
  })

  it('is not taken for a damaged one by the portal', () => {
    const path = leftBehind()
    const logged: string[] = []
    const database = openEnduringDatabase({ path, log: (line) => logged.push(line), now: () => 0 })
    database.db.insert(outbox).values(report(1)).run()
    database.settle()
    expect(database.state()).toEqual({ storage: 'disk', databasesSetAside: 0 })
    database.db.$client.close()
    expect(logged).toEqual([])
  })
})
