import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { backUp, backUpInto } from '../../../db/fleet/backup.ts'
import { openFleetDatabase } from '../../../db/fleet/open.ts'
import { restoreFleet } from '../../../db/fleet/restore.ts'
import { deviceDay, deviceSketch, setting } from '../../../db/fleet/schema.ts'
import { openSqliteFleet } from '../../../db/fleet/sqlite.ts'
import { connectSqlite } from '../../../db/open.ts'
import { describeWith } from '../../describe-with.ts'
import { freshSqlite } from '../../fakes/database.ts'
import { aReport } from '../../fakes/fleet.ts'
import { smallDisk } from '../gateway/small-disk.ts'
import { contentOf, fleetInUse, manyReports, pathOf } from './copy-source.ts'
import { MIGRATIONS, newerMigrations } from './migrations-folder.ts'

const migrationsFolder = MIGRATIONS.sqlite
const NOON = Date.parse('2026-11-26T18:00:00Z')
const STAMP = '2026-11-26T180000Z'

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'abordo-backup-'))
  onTestFinished(() => rmSync(made, { recursive: true, force: true }))
  return made
}

/** Everything that a database in a file holds. */
async function contentAt(path: string) {
  const db = await openFleetDatabase(`file:${path}`)
  try {
    return await contentOf(db)
  } finally {
    await db.close()
  }
}

function change(path: string, sql: string): void {
  const client = connectSqlite(path)
  client.exec(sql)
  client.close()
}

const NOTHING_PRIVATE = { device_sketch: [], roaming_day: [], roaming_part: [] }

describe('a backup of a fleet in use', () => {
  it('is the same fleet, less what may stand in no copy', async () => {
    const url = freshSqlite()
    const fleet = await fleetInUse(url)
    const path = join(folder(), 'backup.db')
    const { tables, octets } = await backUp(path, { from: pathOf(url), migrationsFolder })
    const content = await contentOf(fleet.db)
    expect(content.device_sketch?.length).toBeGreaterThan(0)
    expect(await contentAt(path)).toEqual({ ...content, ...NOTHING_PRIVATE })
    expect(tables).toBe(Object.keys(content).length - 3)
    expect(octets).toBe(statSync(path).size)
  })

  it('holds not an octet of the sketches and keys, and is for nobody else to read', async () => {
    const url = freshSqlite()
    const fleet = await fleetInUse(url)
    const registers = 'REGISTERS'.repeat(2000)
    await fleet.db.transaction(async (tx) => {
      await tx.insert(deviceDay).values({ date: '2026-11-26', fromAt: 0, toAt: 1 })
      await tx.insert(deviceSketch).values({ date: '2026-11-26', rowKey: 'city', registers, pieces: 1 })
      await tx.insert(deviceSketch).values({ date: '2026-11-26', rowKey: '@key', registers: 'KEYOFTHEDAY', pieces: 0 })
      await tx.insert(setting).values({ name: 'kept', value: 'THISISKEPT' })
    })
    const path = join(folder(), 'backup.db')
    await backUp(path, { from: pathOf(url), migrationsFolder })
    const octets = readFileSync(path)
    expect(['THISISKEPT', 'REGISTERS', 'KEYOFTHEDAY'].map((text) => octets.includes(text))).toEqual([
      true,
      false,
      false,
    ])
    expect((statSync(path).mode & 0o777).toString(8)).toBe('600')
    expect(readdirSync(join(path, '..'))).toEqual(['backup.db'])
  })

  it('is of the moment in which it was begun, whatever is written before it is done', async () => {
    const url = await manyReports(60_000)
    const path = join(folder(), 'backup.db')
    let steps = 0
    await backUp(path, {
      from: pathOf(url),
      migrationsFolder,
      onProgress() {
        steps += 1
        change(pathOf(url), `insert into setting values ('during ${steps}', ''); delete from report where seq < 1000`)
      },
    })
    expect(steps).toBeGreaterThan(1)
    const content = await contentAt(path)
    expect(content.report?.length).toBe(60_001)
    expect(content.setting?.filter((row) => row.includes('during'))).toEqual([])
  })

  it('is made of one of an older Abordo as well', async () => {
    const url = freshSqlite()
    await fleetInUse(url)
    change(pathOf(url), 'drop table roaming_part; alter table gateway drop column label')
    const path = join(folder(), 'backup.db')
    await backUp(path, { from: pathOf(url), migrationsFolder })
    const copy = connectSqlite(path)
    expect(copy.prepare('select gateway_id from gateway order by 1').raw().all()).toEqual([['bus-1'], ['bus-2']])
    copy.close()
  })

  it('that is stopped leaves nothing behind', async () => {
    const url = await manyReports(60_000)
    const into = folder()
    const stopping = new AbortController()
    const options = { from: pathOf(url), migrationsFolder, signal: stopping.signal, onProgress: () => stopping.abort() }
    await expect(backUp(join(into, 'backup.db'), options)).rejects.toThrow('aborted')
    expect(readdirSync(into)).toEqual([])
  })

  it.each([
    ['damaged in the middle', async () => damaged(), /is damaged/],
    ['no database', async () => junk(), /is damaged, or is no database at all/],
    ['of something else', async () => other(), /is no database of a fleet/],
    ['of a newer Abordo', async () => newer(), /made by a newer Abordo/],
    ['an unfinished copy', async () => unfinished(), /that is not complete/],
  ])('is refused where the source is %s', async (_, source, why) => {
    const into = folder()
    await expect(backUp(join(into, 'backup.db'), { from: await source(), migrationsFolder })).rejects.toThrow(why)
    expect(readdirSync(into)).toEqual([])
  })
})

/** With pages of its reports overwritten. */
async function damaged(): Promise<string> {
  const path = pathOf(await manyReports(20_000))
  const octets = readFileSync(path)
  octets.fill(0x55, octets.length - 400_000, octets.length - 200_000)
  writeFileSync(path, octets)
  return path
}

function junk(): string {
  const path = pathOf(freshSqlite())
  writeFileSync(path, 'this is no database, however long one looks at it: '.repeat(100))
  return path
}

function other(): string {
  const path = pathOf(freshSqlite())
  change(path, 'create table other (one)')
  return path
}

async function newer(): Promise<string> {
  const path = pathOf(freshSqlite())
  await openSqliteFleet(path, newerMigrations('sqlite', ['CREATE TABLE added (one integer)'])).close()
  return path
}

async function unfinished(): Promise<string> {
  const url = freshSqlite()
  await (await openFleetDatabase(url)).close()
  change(pathOf(url), `insert into setting values ('copy', '{"source":"file:/x","rows":{},"done":[]}')`)
  return pathOf(url)
}

describe('backups in a folder', () => {
  it('are the newest so many, and nobody else’s files are touched', async () => {
    const url = freshSqlite()
    await fleetInUse(url)
    const into = folder()
    const names = ['abordo-2026-11-23T180000Z.db', 'abordo-2026-11-24T180000Z.db', 'abordo-2026-11-25T180000Z.db']
    const others = ['abordo-2026-11-22.db', 'fleet.db', 'abordo-2026-11-22T180000Z.db.gz']
    for (const name of [...names, ...others, `${names[0]}.part`, `${names[0]}.part-journal`])
      writeFileSync(join(into, name), '')
    const made = await backUpInto(into, { from: pathOf(url), migrationsFolder, keep: 2, now: NOON })
    expect(made).toMatchObject({ path: join(into, `abordo-${STAMP}.db`), removed: 2 })
    expect(readdirSync(into).sort()).toEqual([...others, names[2], `abordo-${STAMP}.db`].sort())
  })

  it('never lack the one just made, even where others are of a later time', async () => {
    const url = freshSqlite()
    await fleetInUse(url)
    const into = folder()
    writeFileSync(join(into, 'abordo-2027-01-01T000000Z.db'), '')
    await backUpInto(into, { from: pathOf(url), migrationsFolder, keep: 1, now: NOON })
    expect(readdirSync(into)).toEqual([`abordo-${STAMP}.db`])
  })
})

describe('restoring a backup', () => {
  async function aBackup(): Promise<{ url: string; backup: string; content: Record<string, string[]> }> {
    const url = freshSqlite()
    const fleet = await fleetInUse(url)
    const backup = join(folder(), 'backup.db')
    await backUp(backup, { from: pathOf(url), migrationsFolder })
    return { url, backup, content: { ...(await contentOf(fleet.db)), ...NOTHING_PRIVATE } }
  }
  const options = { migrationsFolder, replace: false, now: NOON }

  it('where there is no database makes the fleet that it was', async () => {
    const { backup, content } = await aBackup()
    const to = join(folder(), 'data', 'fleet.db')
    expect(await restoreFleet({ ...options, from: backup, to })).toMatchObject({ aside: null, asideIsClean: true })
    expect(await contentAt(to)).toEqual(content)
    expect(readdirSync(join(to, '..'))).toEqual(['fleet.db'])
  })

  it('changes nothing where a database is there, unless it may be replaced', async () => {
    const { backup } = await aBackup()
    const to = pathOf(await manyReports(1))
    const before = readFileSync(to)
    await expect(restoreFleet({ ...options, from: backup, to })).rejects.toThrow(/add --replace/)
    expect(readFileSync(to)).toEqual(before)
  })

  it('keeps the database that was there, whole, less what may stand in no copy', async () => {
    const { backup, content } = await aBackup()
    const url = freshSqlite()
    const old = await fleetInUse(url)
    await old.send(await old.enrol('bus-9', 'T1'), [aReport(0, '2026-11-24T14:00:00Z')])
    const oldContent = { ...(await contentOf(old.db)), ...NOTHING_PRIVATE }
    await old.db.close()
    const to = pathOf(url)
    const { aside, asideIsClean } = await restoreFleet({ ...options, from: backup, to, replace: true })
    expect([aside, asideIsClean]).toEqual([`${to}.before-${STAMP}`, true])
    expect(await contentAt(to)).toEqual(content)
    expect(await contentAt(`${aside}`)).toEqual(oldContent)
  })

  it('is refused while a fleet has the database open, reading or writing', async () => {
    const { backup } = await aBackup()
    const url = await manyReports(1)
    const db = await openFleetDatabase(url)
    onTestFinished(() => db.close())
    await expect(restoreFleet({ ...options, from: backup, to: pathOf(url), replace: true })).rejects.toThrow(
      /is in use: stop the fleet first/,
    )
    expect((await contentOf(db)).report?.length).toBe(2)
    expect(readdirSync(join(pathOf(url), '..')).filter((name) => /part|before/.test(name))).toEqual([])
  })

  it('puts aside a database that nothing can be read of, and says so; no log of its is played into the new one', async () => {
    const { backup, content } = await aBackup()
    const to = junk()
    writeFileSync(`${to}-wal`, 'a log of another database')
    const { aside, asideIsClean } = await restoreFleet({ ...options, from: backup, to, replace: true })
    expect(asideIsClean).toBe(false)
    expect(readFileSync(`${aside}`, 'utf8')).toContain('this is no database')
    expect(existsSync(`${to}-wal`)).toBe(false)
    expect(await contentAt(to)).toEqual(content)
  })

  it('changes nothing where the backup is damaged', async () => {
    const to = pathOf(await manyReports(1))
    await expect(restoreFleet({ ...options, from: await damaged(), to, replace: true })).rejects.toThrow(/is damaged/)
    expect((await contentAt(to)).report?.length).toBe(2)
  })
})

describeWith(['bus'], 'a disk that is full', () => {
  it('gets no half a backup, and keeps the ones that it has', async () => {
    const url = await manyReports(60_000)
    const disk = smallDisk(2 * 1024 * 1024)
    writeFileSync(join(disk.folder, 'abordo-2026-11-25T180000Z.db'), 'kept')
    const options = { from: pathOf(url), migrationsFolder, keep: 1, now: NOON }
    await expect(backUpInto(disk.folder, options)).rejects.toMatchObject({ code: 'SQLITE_FULL' })
    expect(readdirSync(disk.folder)).toEqual(['abordo-2026-11-25T180000Z.db'])
  })
})
