import { describe, expect, test } from 'vitest'
import { importFeed } from '../../../fleet-api/gtfs/import.ts'
import type { Limits } from '../../../fleet-api/gtfs/limits.ts'
import {
  type Files,
  feedWith,
  GOOD_FEED,
  imported,
  NOW,
  openDatabase,
  saved,
  stored,
  zipPath,
  zipped,
} from './feeds.ts'

const CENTRAL_HEADER = Buffer.from('PK\x01\x02', 'latin1')
const FLAGS_AT = 8
const METHOD_AT = 10
const UNPACKED_SIZE_AT = 24

/** The ZIP with one 16- or 32-bit number of the first entry's central header changed. */
function patched(zip: Buffer, at: number, value: number, octets: 2 | 4): Buffer {
  const copy = Buffer.from(zip)
  copy.writeUIntLE(value, copy.indexOf(CENTRAL_HEADER) + at, octets)
  return copy
}

/** The ZIP with every occurrence of a name replaced by one of the same length, which yazl would refuse. */
function renamed(zip: Buffer, from: string, to: string): Buffer {
  return Buffer.from(zip.toString('latin1').replaceAll(from, to), 'latin1')
}

async function refusal(octets: Buffer | string, limits: Partial<Limits> = {}) {
  const db = await openDatabase()
  const error: unknown = await importFeed({ source: await saved(octets), db, now: NOW, limits }).catch((e) => e)
  expect(error).toMatchObject({ name: 'AbordoError', code: 'bad-feed' })
  expect(await stored(db)).toEqual({ feeds: [], agencies: [], routes: [], stops: [] })
  return error
}

describe('a ZIP that cannot be read is refused', () => {
  test.each([
    ['a web page', '<html>Not found</html>'],
    ['nothing at all', ''],
  ])('where it is %s', async (_, content) => {
    expect(await refusal(content)).toMatchObject({
      detail: 'feed.zip is not a ZIP file; name the ZIP file of a GTFS feed.',
    })
  })

  test('where its end is missing', async () => {
    const zip = await zipped(GOOD_FEED)

    expect(await refusal(zip.subarray(0, zip.length - 30))).toMatchObject({
      detail: 'feed.zip is a damaged or incomplete ZIP file; download it again.',
    })
  })

  test('where its middle is missing', async () => {
    const zip = await zipped(GOOD_FEED)
    const cut = Buffer.concat([zip.subarray(0, 200), zip.subarray(260)])

    expect(await refusal(cut)).toMatchObject({ detail: expect.stringMatching(/damaged.*download/) })
  })

  test('where one bit of a file has changed, by its checksum', async () => {
    const zip = await zipped(GOOD_FEED, false)
    const at = zip.indexOf('Poliforum')
    zip.writeUInt8(zip.readUInt8(at) ^ 1, at)

    expect(await refusal(zip)).toMatchObject({ detail: 'stops.txt is damaged in the ZIP; download the feed again.' })
  })

  test('where a file is encrypted', async () => {
    const zip = patched(await zipped(GOOD_FEED), FLAGS_AT, 0x1, 2)

    expect(await refusal(zip)).toMatchObject({ detail: 'agency.txt is encrypted; pack the feed without a password.' })
  })

  test('where a file is strongly encrypted', async () => {
    const zip = patched(await zipped(GOOD_FEED), FLAGS_AT, 0x41, 2)

    expect(await refusal(zip)).toMatchObject({ detail: 'feed.zip is encrypted; pack it without a password.' })
  })

  test('where a file is packed by a method that few can read', async () => {
    const zip = patched(await zipped(GOOD_FEED), METHOD_AT, 9, 2)

    expect(await refusal(zip)).toMatchObject({
      detail: 'agency.txt is packed by a method that is not read here; pack the feed with plain ZIP compression.',
    })
  })

  test('where it holds two feeds', async () => {
    const zip = await zipped({ 'a/agency.txt': GOOD_FEED['agency.txt'], 'b/agency.txt': GOOD_FEED['agency.txt'] })

    expect(await refusal(zip)).toMatchObject({
      detail: 'feed.zip holds GTFS files in 2 folders; pack one feed, with its files at the top.',
    })
  })
})

describe('a ZIP bomb is refused before it unpacks', () => {
  const bomb: Files = feedWith({ 'shapes.txt': '\n'.repeat(3_000_000) })

  test('by how much smaller it is packed', async () => {
    expect(await refusal(await zipped(bomb))).toMatchObject({
      detail: 'shapes.txt unpacks to more than 200 times its size; check that it is a table of a GTFS feed.',
    })
  })

  test('by its size in all', async () => {
    expect(await refusal(await zipped(bomb, false), { totalOctets: 2_000_000 })).toMatchObject({
      detail: expect.stringMatching(
        /^feed.zip unpacks to 3000\d{3} octets, more than the 2000000 that are read; check/,
      ),
    })
  })

  test('by what it unpacks to, where it lies about its size', async () => {
    const zip = patched(
      await zipped({ 'agency.txt': '\n'.repeat(3_000_000), ...feedWith({ 'agency.txt': null }) }),
      UNPACKED_SIZE_AT,
      100,
      4,
    )

    expect(await refusal(zip)).toMatchObject({ detail: 'agency.txt is damaged in the ZIP; download the feed again.' })
  })

  test('by the number of its files', async () => {
    expect(await refusal(await zipped(GOOD_FEED), { entries: 5 })).toMatchObject({
      detail: 'feed.zip holds 6 files, more than the 5 that are read; check that it is a GTFS feed.',
    })
  })
})

describe('a ZIP that is packed unlike others is read', () => {
  test('with its files in one folder, which a warning says', async () => {
    const files = Object.fromEntries(Object.entries(GOOD_FEED).map(([name, content]) => [`leon/2026/${name}`, content]))
    const summary = await imported(await openDatabase(), {
      ...files,
      '__MACOSX/leon/._agency.txt': 'x',
      'desktop.ini': '[x]',
    })

    expect(summary.counts['stop_times.txt']).toBe(2)
    expect(summary.warnings).toEqual([
      { file: '"leon/2026/"', line: 0, message: 'holds the files of the feed, which belong at the top of the ZIP' },
    ])
  })

  test('with an old copy in a folder beside the feed, which is ignored', async () => {
    const summary = await imported(await openDatabase(), { 'old/routes.txt': 'x', ...GOOD_FEED })

    expect([summary.counts['routes.txt'], summary.warningsTotal]).toEqual([2, 0])
  })

  test('without the files whose names lead out of it', async () => {
    const zip = await zipped({ 'xx/xx/agency.txt': 'x', 'y/routes.txt': 'x', ...GOOD_FEED })
    const hostile = renamed(renamed(zip, 'xx/xx/agency.txt', '../../agency.txt'), 'y/routes.txt', '//routes.txt')
    const summary = await importFeed({ source: await saved(hostile), db: await openDatabase(), now: NOW })

    expect(summary.counts['agency.txt']).toBe(1)
    expect(summary.warnings).toEqual([
      { file: '"../../agency.txt"', line: 0, message: 'ignored, because its name leads out of the ZIP' },
      { file: '"//routes.txt"', line: 0, message: 'ignored, because its name leads out of the ZIP' },
    ])
  })

  test('with a file twice, of which the first is used', async () => {
    const zip = renamed(await zipped({ ...GOOD_FEED, 'sgency.txt': 'x' }), 'sgency.txt', 'agency.txt')
    const summary = await importFeed({ source: await saved(zip), db: await openDatabase(), now: NOW })

    expect(summary.agencies).toEqual([{ agencyId: 'SIT', agencyName: 'SIT' }])
    expect(summary.warnings).toEqual([
      { file: '"agency.txt"', line: 0, message: 'ignored, because the ZIP holds this file twice; the first is used' },
    ])
  })

  test('with progress told file by file to the last octet', async () => {
    const told: { file: string; rows: number; octets: number; totalOctets: number }[] = []
    const source = await zipPath(GOOD_FEED)
    await importFeed({ source, db: await openDatabase(), now: NOW, onProgress: (progress) => told.push(progress) })

    const totalOctets = Object.values(GOOD_FEED).join('').length
    expect(told.map(({ file, rows }) => [file, rows])).toEqual([
      ['agency.txt', 1],
      ['routes.txt', 2],
      ['stops.txt', 2],
      ['calendar.txt', 1],
      ['trips.txt', 2],
      ['stop_times.txt', 2],
    ])
    expect(told.at(-1)).toEqual({ file: 'stop_times.txt', rows: 2, octets: totalOctets, totalOctets })
  })
})
