import { eq } from 'drizzle-orm'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type Copied, type CopyProgress, copyFleet } from '../../../db/fleet/copy.ts'
import { type FleetDatabase, openFleetDatabase } from '../../../db/fleet/open.ts'
import { feed, gateway, policyVersion } from '../../../db/fleet/schema.ts'
import { fleetTables } from '../../../db/fleet/tables.ts'
import { connectSqlite } from '../../../db/open.ts'
import { openFleet } from '../../../fleet-api/main.ts'
import { describeWith } from '../../describe-with.ts'
import { freshPostgres, freshSqlite } from '../../fakes/database.ts'
import { testFleet } from '../../fakes/fleet.ts'
import { contentOf, fleetInUse, manyReports, pathOf } from './copy-source.ts'

async function opened(url: string): Promise<FleetDatabase> {
  const db = await openFleetDatabase(url)
  onTestFinished(() => db.close())
  return db
}

async function copied(from: string, to: string, onProgress?: (at: CopyProgress) => void): Promise<Copied> {
  return copyFleet({ from: await opened(from), to: await opened(to), source: from, ...(onProgress && { onProgress }) })
}

function change(url: string, sql: string): void {
  const client = connectSqlite(pathOf(url))
  client.exec(sql)
  client.close()
}

/** Once, as soon as the copy has come to there. */
function once(when: (at: CopyProgress) => boolean, job: () => void): (at: CopyProgress) => void {
  let done = false
  return (at) => {
    if (done || !when(at)) return
    done = true
    job()
  }
}

class Killed extends Error {}
function die(): never {
  throw new Killed()
}

describeWith(['postgres'], 'a copy of a fleet', () => {
  it('from SQLite to PostgreSQL and back is the same fleet', async () => {
    const [first, middle, last] = [freshSqlite(), await freshPostgres(), freshSqlite()]
    const fleet = await fleetInUse(first)
    const there = await copied(first, middle)
    const back = await copied(middle, last)
    expect([there.verdict, back.verdict]).toEqual(['same', 'same'])
    const content = await contentOf(fleet.db)
    expect(Object.keys(content).filter((table) => content[table]?.length === 0)).toEqual([
      'stop',
      'two_factor',
      'verification',
    ])
    expect(await contentOf(await opened(middle))).toEqual(content)
    expect(await contentOf(await opened(last))).toEqual(content)
    const report = there.tables.find(({ name }) => name === 'report')
    expect([report?.from.get('rows'), report?.to.get('rows')]).toEqual([6n, 6n])
    expect(report?.to.get('input_octets')).toBe(2n ** 40n + 500n)
  })

  it('numbers what comes new after what was there', async () => {
    const [from, to] = [freshSqlite(), await freshPostgres()]
    const fleet = await fleetInUse(from)
    const versions = await fleet.db.select().from(policyVersion)
    await copied(from, to)
    const db = await opened(to)
    const numbers = await db.transaction(async (tx) => {
      const row = { sha256: 'new', importedAt: 1, feedVersion: null, startDate: null, endDate: null }
      const version = { hash: 'new', body: '{}', madeAt: 1 }
      return [
        ...(await tx.insert(feed).values(row).returning({ number: feed.feedId })),
        ...(await tx.insert(policyVersion).values(version).returning({ number: policyVersion.version })),
      ]
    })
    expect(numbers).toEqual([{ number: 2 }, { number: Math.max(...versions.map(({ version }) => version)) + 1 }])
  })

  it('has a SUBSTITUTE where PostgreSQL cannot hold a NUL, and says how often', async () => {
    const [from, to] = [freshSqlite(), await freshPostgres()]
    const fleet = await testFleet({ databaseUrl: from })
    await fleet.enrol('bus-1', 'T1')
    change(from, "update gateway set label = 'Camión' || char(0) || '12'")
    const { verdict, changedTexts } = await copied(from, to)
    expect({ verdict, changedTexts }).toEqual({ verdict: 'same', changedTexts: 1 })
    const found = await (await opened(to))
      .select({ label: gateway.label })
      .from(gateway)
      .where(eq(gateway.gatewayId, 'bus-1'))
    expect(found).toEqual([{ label: 'Camión\x1a12' }])
  })

  it('goes on in PostgreSQL where it was interrupted', async () => {
    const [from, to] = [await manyReports(12_000), await freshPostgres()]
    await expect(
      copied(
        from,
        to,
        once(({ table, rows }) => table === 'report' && rows === 10_000, die),
      ),
    ).rejects.toThrow(Killed)
    const rows: number[] = []
    const { verdict } = await copied(from, to, (at) => void (at.table === 'report' && rows.push(at.rows)))
    expect({ verdict, rows }).toEqual({ verdict: 'same', rows: [12_001] })
  })
})

describe('a copy of a fleet', () => {
  it('holds a table before those that refer to it', () => {
    const names = fleetTables().map(({ name }) => name)
    const before = [
      ['gateway', 'enrolment_code'],
      ['gateway', 'revoked_credential'],
      ['user', 'session'],
      ['user', 'account'],
    ] as const
    expect(before.filter(([one, other]) => names.indexOf(one) >= names.indexOf(other))).toEqual([])
  })

  it('goes on where it was interrupted, each row once', async () => {
    const [from, to] = [await manyReports(12_000), freshSqlite()]
    await expect(
      copied(
        from,
        to,
        once(({ table, rows }) => table === 'report' && rows === 5000, die),
      ),
    ).rejects.toThrow(Killed)
    const rows: number[] = []
    const { verdict } = await copied(from, to, (at) => void (at.table === 'report' && rows.push(at.rows)))
    expect({ verdict, rows }).toEqual({ verdict: 'same', rows: [10_000, 12_001] })
    expect(await contentOf(await opened(to))).toEqual(await contentOf(await opened(from)))
  })

  it('that is not complete is nothing that a fleet starts on, or that is copied', async () => {
    const [from, to] = [await manyReports(6000), freshSqlite()]
    await expect(
      copied(
        from,
        to,
        once(({ table }) => table === 'report', die),
      ),
    ).rejects.toThrow(Killed)
    const config = { databaseUrl: to, host: '127.0.0.1', port: 0, publicUrl: null }
    await expect(openFleet(config)).rejects.toThrow(
      `This database is a copy of ${from} that is not complete: run "abordo db copy" with the same --from and --to to its end.`,
    )
    await expect(copied(to, freshSqlite())).rejects.toThrow(`${to} is itself a copy that is not complete`)
    await expect(copied(freshSqlite(), to)).rejects.toThrow(`The target holds a part of a copy of ${from}`)
  })

  it('is not made into a database with anything in it', async () => {
    const to = freshSqlite()
    await testFleet({ databaseUrl: to })
    await expect(copied(freshSqlite(), to)).rejects.toThrow(
      'The target is not empty (table agency): copy into a database that nobody has used yet.',
    )
  })

  it('of a fleet that goes on writing is noticed', async () => {
    const [from, to] = [await manyReports(6000), freshSqlite()]
    const write = once(
      ({ step }) => step === 'copying',
      () => change(from, 'update gateway set last_received_at = 5'),
    )
    const { verdict, tables } = await copied(from, to, write)
    expect(verdict).toBe('written-to')
    expect(
      tables.filter((table) => table.from.get('last_received_at') !== table.to.get('last_received_at')),
    ).toHaveLength(1)
  })

  it('of a fleet that has written since it was interrupted is not gone on with', async () => {
    const [from, to] = [await manyReports(6000), freshSqlite()]
    await expect(
      copied(
        from,
        to,
        once(({ table }) => table === 'report', die),
      ),
    ).rejects.toThrow(Killed)
    change(from, 'update gateway set last_received_at = 5')
    await expect(copied(from, to)).rejects.toThrow(`${from} has been written to since this copy was begun`)
  })

  it('that somebody has changed is noticed, by an octet', async () => {
    const [from, to] = [await manyReports(6000), freshSqlite()]
    const write = once(
      ({ step }) => step === 'comparing',
      () => change(to, 'update report set input_octets = input_octets + 1 where seq = 7'),
    )
    const { verdict, tables } = await copied(from, to, write)
    expect(verdict).toBe('different')
    const report = tables.find(({ name }) => name === 'report')
    expect(Number(report?.to.get('input_octets')) - Number(report?.from.get('input_octets'))).toBe(1)
  })

  it('is alone: a second one into the same database ends it', async () => {
    const [from, to] = [await manyReports(6000), freshSqlite()]
    const steal = once(
      ({ table }) => table === 'report',
      () =>
        change(
          to,
          `update setting set value = replace(value, '"changedTexts":0', '"changedTexts":1') where name = 'copy'`,
        ),
    )
    await expect(copied(from, to, steal)).rejects.toThrow('Another copy into the same database is under way')
  })
})
