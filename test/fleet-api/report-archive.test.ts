import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { databaseSource } from '../../fleet-api/report/archive/database-source.ts'
import { verifyReport } from '../../fleet-api/report/archive/verify.ts'
import { archiveFiles, forged, wrongWith } from '../fakes/archive.ts'
import { cityMonth } from '../fakes/city-month.ts'
import { makeFinal } from '../fakes/final-report.ts'
import type { TestFleet } from '../fakes/fleet.ts'
import { complaints, type DataPackage } from '../fakes/frictionless.ts'

let fleet: TestFleet
let files: Map<string, string>
beforeAll(async () => {
  fleet = await cityMonth()
  await makeFinal(fleet)
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
      change: digit(/bus-1,.*/, '000', '001'),
      says: [expect.stringMatching(/^digest [0-9a-f]{64} in the report, [0-9a-f]{64} of the chains$/)],
    },
    {
      where: 'chain-heads.csv',
      change: digit(/bus-1,3/, '3', '4'),
      says: expect.arrayContaining(['25 reports in the report, 26 in the chains']),
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
})
