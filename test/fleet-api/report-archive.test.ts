import { and, eq } from 'drizzle-orm'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { cityReport, gateway, report as minute, publishedDay, route, routeDay } from '../../db/fleet/schema.ts'
import { checkMinutes } from '../../fleet-api/report/archive/check-minutes.ts'
import { databaseSource } from '../../fleet-api/report/archive/database-source.ts'
import type { Finding } from '../../fleet-api/report/archive/source.ts'
import { verifyReport } from '../../fleet-api/report/archive/verify.ts'
import { verifyDatabase } from '../../fleet-api/report/archive/verify-database.ts'
import { archiveFiles, forged, wrongWith } from '../fakes/archive.ts'
import { cityMonth, upkeep } from '../fakes/city-month.ts'
import { aReport, type TestFleet } from '../fakes/fleet.ts'
import { complaints, type DataPackage } from '../fakes/frictionless.ts'

let fleet: TestFleet
let files: Map<string, string>
beforeAll(async () => {
  fleet = await cityMonth()
  await upkeep(fleet, '2026-11-08T12:00:00Z')
  files = await archiveFiles(fleet, '2026-10')
})

/** Changes a number in the first line that matches. */
const digit = (line: RegExp, from: string, to: string) => (text: string) =>
  text.replace(line, (found) => found.replace(from, to))

describe('the archive of a final report', () => {
  it('is equal to what it was made of, and holds what it says', async () => {
    expect([...files.keys()]).toEqual([
      'README.txt',
      'report.json',
      'inputs.json',
      'gateway-hours.csv',
      'route-hours.csv',
      'route-days.csv',
      'service-days.csv',
      'published.csv',
      'chain-heads.csv',
      'datapackage.json',
      'manifest.json',
    ])
    expect(await wrongWith(files)).toEqual([])
    const { resources } = JSON.parse(files.get('datapackage.json') ?? '') as DataPackage
    for (const resource of resources)
      expect([resource.path, complaints(resource, files.get(resource.path) ?? '')]).toEqual([resource.path, []])
  })

  it('holds the hours exactly, below ten too, and says that it is not to be published', () => {
    expect(files.get('gateway-hours.csv')).toContain('station-1,station,2026-10-05T14:00:00Z,1,1,5,2,100,1000\r\n')
    expect(files.get('README.txt')).toMatch(/NO ES PARA PUBLICARSE[\s\S]*NOT TO BE PUBLISHED/)
  })

  it('is the same whenever it is made', async () => {
    expect(await archiveFiles(fleet, '2026-10')).toEqual(files)
  })

  it('of a month that is not final is not made', async () => {
    await expect(archiveFiles(fleet, '2026-11')).rejects.toThrow('The report of 2026-11 is not final yet')
  })

  it('is found to have been changed wherever an octet of any of its files is another', async () => {
    const names = [...files.keys()]
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...names),
        fc.nat(),
        fc.integer({ min: 1, max: 127 }),
        async (name, at, flip) => {
          const text = Buffer.from(files.get(name) ?? '')
          const place = at % text.length
          text[place] = (text[place] ?? 0) ^ flip
          expect(await wrongWith(new Map<string, string | Buffer>(files).set(name, text))).not.toEqual([])
        },
      ),
      { numRuns: 60 },
    )
  })

  it('is found to lack a file, and to hold one that nobody put there', async () => {
    const without = new Map(files)
    without.delete('published.csv')
    expect(await wrongWith(without)).toContain('published.csv is missing')
    expect(await wrongWith(new Map(files).set('more.csv', 'a,b\r\n'))).toContain('more.csv is not in manifest.json')
  })

  it.each([
    {
      where: 'route-hours.csv',
      change: digit(/T1,2026-10-05T14.*/, ',120,', ',121,'),
      says: [
        "2026-10-05: sessions 490 in the routes' hours, 489 in the gateways' hours",
        'route T1, 2026-10-05: sessions 240 in the day, 241 in its hours',
      ],
    },
    {
      where: 'gateway-hours.csv',
      change: digit(/bus-1,vehicle,2026-10-05T14.*/, ',60000', ',50000'),
      says: ["2026-10-05: octets downloaded 242,000 in the routes' hours, 232,000 in the gateways' hours"],
    },
    {
      where: 'route-days.csv',
      change: digit(/T1,2026-10-05.*/, ',240,', ',340,'),
      says: ['route T1, 2026-10-05: sessions 340 in the day, 240 in its hours'],
    },
    {
      where: 'published.csv',
      change: digit(/route:T1,0.*/, ',240,', ',241,'),
      says: ["route T1, 2026-10-05: sessions 240 in the report's inputs, 241 published"],
    },
    {
      where: 'published.csv',
      change: digit(/route:T2,0.*/, ',13,', ',6,'),
      says: [
        'route T2, 2026-10-06: an entry of 6 sessions was published',
        "route T2, 2026-10-06: sessions 13 in the report's inputs, 6 published",
      ],
    },
    {
      where: 'service-days.csv',
      change: (text: string) =>
        text.replace(
          /^(bus-1,vehicle,T1,2026-10-06[^,]*,)(\d+)/m,
          (_all, before, count) => `${before}${Number(count) + 10}`,
        ),
      says: [
        expect.stringMatching(
          /^route T1, 2026-10-06: minutes inService [\d.]+ in the report's inputs, [\d.]+ archived$/,
        ),
      ],
    },
    {
      where: 'report.json',
      change: (text: string) => text.replace(/("key": "route:T1",[\s\S]*?"sessions": )360/, '$1363'),
      says: ['route T1: sessions 363 in the report, 360 recomputed'],
    },
    {
      where: 'report.json',
      change: (text: string) => text.replace('"outputOctets": 240000', '"outputOctets": 250000'),
      says: ['2026-10-05: outputOctets 250,000 in the report, 240,000 recomputed'],
    },
    {
      where: 'inputs.json',
      change: (text: string) => text.replace('"savingsPerConnection":17.5', '"savingsPerConnection":18.5'),
      says: expect.arrayContaining(['the city: savings 10,727.5 in the report, 11,340.5 recomputed']),
    },
    {
      where: 'chain-heads.csv',
      change: (text: string) =>
        text.replace(/^(bus-1,180,)(.)/m, (_all, before, first) => `${before}${first === '0' ? '1' : '0'}`),
      says: [expect.stringMatching(/^digest [0-9a-f]{64} in the report, [0-9a-f]{64} of the chains$/)],
    },
    {
      where: 'chain-heads.csv',
      change: digit(/bus-1,180/, '180', '181'),
      says: expect.arrayContaining(['303 reports in the report, 304 in the chains']),
    },
    {
      where: 'route-hours.csv',
      change: digit(/T1,2026-10-05T14.*/, ',120,', ',many,'),
      says: ['route-hours.csv, line 3: sessions is "many"'],
    },
    {
      where: 'inputs.json',
      change: (text: string) =>
        text.replace('"weekday"', '"weekdays"').replace('"timezone":"America/Mexico_City"', '"timezone":"Mars"'),
      says: ['inputs.json is not what a report is made of: see timezone'],
    },
  ])('names what was changed in $where, though its manifest was changed too', async ({ where, change, says }) => {
    expect(await wrongWith(forged(files, where, change))).toEqual(says)
  })
})

describe('the report in the database', () => {
  const wrong = async () => {
    const found: string[] = []
    for await (const finding of verifyReport(await databaseSource(fleet.db, '2026-10'))) found.push(...finding.wrong)
    return found
  }

  it('is equal to what it was made of', async () => {
    expect(await wrong()).toEqual([])
  })

  it('is equal when routes have other names since, money is reckoned otherwise, and a bus has told a minute late', async () => {
    const later = await cityMonth()
    await upkeep(later, '2026-11-08T12:00:00Z')
    await later.db.transaction((tx) => tx.update(route).set({ routeShortName: 'Another' }))
    const assumptions = { savingsPerConnection: 20, currency: 'USD', costPerMonth: 5, source: 'Somebody' }
    expect((await later.as('admin', 'PUT', '/api/settings/assumptions', assumptions)).status).toBe(200)
    const late = await later.enrol('bus-9', 'T1')
    await later.send(late, [aReport(0, '2026-10-09T14:00:00Z')])
    await upkeep(later, '2026-11-09T12:00:00Z')
    const found: Finding[] = []
    for await (const finding of verifyReport(await databaseSource(later.db, '2026-10'))) found.push(finding)
    expect(found.flatMap(({ wrong }) => wrong)).toEqual([])
    expect(found.flatMap(({ notes }) => notes)).toEqual(['1 minutes were reported after the report had become final'])
  })

  it('is not equal where somebody has changed an hour, a day, an entry or the report itself', async () => {
    const changed = await cityMonth()
    await upkeep(changed, '2026-11-08T12:00:00Z')
    const source = () => databaseSource(changed.db, '2026-10')
    const wrongNow = async () => {
      const found: string[] = []
      for await (const finding of verifyReport(await source())) found.push(...finding.wrong)
      return found
    }
    await changed.db.transaction((tx) =>
      tx
        .update(publishedDay)
        .set({ sessions: 250 })
        .where(and(eq(publishedDay.rowKey, 'route:T1'), eq(publishedDay.sessions, 240))),
    )
    expect(await wrongNow()).toEqual(["route T1, 2026-10-05: sessions 240 in the report's inputs, 250 published"])
    await changed.db.transaction((tx) =>
      tx
        .update(routeDay)
        .set({ sessionsStarted: 300 })
        .where(and(eq(routeDay.routeId, 'T1'), eq(routeDay.sessionsStarted, 240))),
    )
    expect(await wrongNow()).toContain('route T1, 2026-10-05: sessions 300 in the day, 240 in its hours')
    const { report } = await source()
    const body = { ...report, city: { ...report.city, sessions: 900 } }
    await changed.db.transaction((tx) => tx.update(cityReport).set({ body }))
    expect(await wrongNow()).toContain('the city: sessions 900 in the report, 613 recomputed')
  })

  it('is not equal where a minute that is kept was changed, or chains have become shorter', async () => {
    const changed = await cityMonth()
    await upkeep(changed, '2026-11-03T12:00:00Z')
    const look = async () => (await checkMinutes(changed.db, { now: Date.parse('2026-11-03T12:00:00Z') })).wrong
    expect(await look()).toEqual([])
    await changed.db.transaction((tx) =>
      tx.update(minute).set({ sessionsStarted: 99 }).where(eq(minute.gatewayId, 'station-1')),
    )
    expect(await look()).toEqual(['station-1: report 1 of its chain, not all as they were accepted'])
    await upkeep(changed, '2026-11-08T12:00:00Z')
    await changed.db.transaction((tx) =>
      tx.update(gateway).set({ chainLength: 0 }).where(eq(gateway.gatewayId, 'stop-1')),
    )
    const found: string[] = []
    for await (const { wrong } of verifyDatabase(changed.db, await databaseSource(changed.db, '2026-10')))
      found.push(...wrong)
    expect(found).toEqual(['stop-1: 60 reports when the report became final, 0 now'])
  })
})
