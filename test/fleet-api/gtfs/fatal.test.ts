import { describe, expect, test } from 'vitest'
import { importFeed } from '../../../fleet-api/gtfs/import.ts'
import { feedWith, GOOD_FEED, imported, NOW, openDatabase, stored } from './feeds.ts'

const AGENCY_HEADER = 'agency_id,agency_name,agency_url,agency_timezone\n'

/** Not one character of it is UTF-8. */
const LATIN1 = Buffer.from('stop_id,stop_name,stop_lat,stop_lon\nS1,Le\xf3n,21.1,-101.6\n', 'latin1')
const CUT_CHARACTER = Buffer.concat([Buffer.from(GOOD_FEED['stops.txt']), Buffer.from([0xe2, 0x82])])
const UTF16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(GOOD_FEED['routes.txt'], 'utf16le')])

describe('a feed that cannot be used is refused with one plain sentence', () => {
  test.each([
    ['without an agency', { 'agency.txt': null }, 'The feed lacks agency.txt; add what is missing and pack it again.'],
    [
      'without its timetable',
      { 'trips.txt': null, 'stop_times.txt': null },
      'The feed lacks trips.txt, stop_times.txt; add what is missing and pack it again.',
    ],
    [
      'without any calendar',
      { 'calendar.txt': null },
      'The feed has neither calendar.txt nor calendar_dates.txt; add one of them and pack it again.',
    ],
    [
      'with calendars that name no service',
      { 'calendar.txt': '', 'calendar_dates.txt': 'service_id,date,exception_type\n' },
      'calendar.txt and calendar_dates.txt have no row that can be used; add the days of service and pack the feed again.',
    ],
    [
      'without a required column',
      { 'routes.txt': 'route_id,agency_id,route_short_name\nT2,SIT,T2\n' },
      'routes.txt lacks the column route_type; add it and pack the feed again.',
    ],
    ['with an empty required file', { 'stops.txt': '' }, 'stops.txt is empty; add its header and its rows.'],
    [
      'without a route',
      { 'routes.txt': 'route_id,agency_id,route_short_name,route_type\n' },
      'routes.txt has no row that can be used; add its rows and pack the feed again.',
    ],
    [
      'with a time zone that does not exist',
      { 'agency.txt': `${AGENCY_HEADER}SIT,SIT,https://x,America/Leon\n` },
      'agency.txt has the time zone "America/Leon", which does not exist; use one like America/Mexico_City.',
    ],
    [
      'with a time zone that is a bare offset',
      { 'agency.txt': `${AGENCY_HEADER}SIT,SIT,https://x,-06:00\n` },
      'agency.txt has the time zone "-06:00", which does not exist; use one like America/Mexico_City.',
    ],
    [
      'with more than half of a required file wrong',
      { 'routes.txt': 'route_id,route_type\nT2,3\nT10,bus\n,3\n' },
      'routes.txt has 2 bad rows of 3, the first on line 3 (route_type is not a whole number); correct it and pack the feed again.',
    ],
    ['in Latin-1', { 'stops.txt': LATIN1 }, 'stops.txt is not UTF-8 text; save it as UTF-8 and pack the feed again.'],
    [
      'cut within a character',
      { 'stops.txt': CUT_CHARACTER },
      'stops.txt is not UTF-8 text; save it as UTF-8 and pack the feed again.',
    ],
    ['in UTF-16', { 'routes.txt': UTF16 }, 'routes.txt is not UTF-8 text; save it as UTF-8 and pack the feed again.'],
    [
      'in UTF-16, and does not say so',
      { 'routes.txt': UTF16.subarray(2) },
      'routes.txt is not UTF-8 text; save it as UTF-8 and pack the feed again.',
    ],
    [
      'with a quotation mark that swallows the rest of a file',
      { 'stops.txt': `${GOOD_FEED['stops.txt']}S3,"Norte,21.1,-101.6\nS4,Sur,21.1,-101.6\n` },
      'stops.txt has a row on line 4 that does not end, as when a quotation mark is not closed; correct it and pack the feed again.',
    ],
    [
      'with a row of a million commas',
      { 'shapes.txt': `shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence\n${','.repeat(1_500_000)}` },
      'shapes.txt has a row on line 2 that does not end, as when a quotation mark is not closed; correct it and pack the feed again.',
    ],
  ])('%s', async (_, files, detail) => {
    const db = await openDatabase()

    // A file of one repeated character packs too well for the usual limit.
    const refused = imported(db, feedWith(files), { ratio: 10_000 })

    await expect(refused).rejects.toMatchObject({ name: 'AbordoError', code: 'bad-feed', detail })
    expect(await stored(db)).toEqual({ feeds: [], agencies: [], routes: [], stops: [] })
  })

  test('with more rows than are kept in memory', async () => {
    const db = await openDatabase()

    await expect(imported(db, GOOD_FEED, { rows: 1 })).rejects.toMatchObject({
      code: 'bad-feed',
      detail: 'stop_times.txt has more than the 1 rows that are read; check that it is a table of a GTFS feed.',
    })
  })

  test('that is not there', async () => {
    const refused = importFeed({ source: '/nowhere/leon.zip', db: await openDatabase(), now: NOW })

    await expect(refused).rejects.toMatchObject({
      code: 'bad-feed',
      detail: 'leon.zip cannot be found; check the path of the feed.',
    })
  })

  test('that is a device', async () => {
    const refused = importFeed({ source: '/dev/null', db: await openDatabase(), now: NOW })

    await expect(refused).rejects.toMatchObject({
      code: 'bad-feed',
      detail: 'null is neither a ZIP file nor a folder; name the ZIP file of a GTFS feed.',
    })
  })
})

describe('a feed with a fault that does not matter is imported', () => {
  test('where exactly half of a required file is wrong', async () => {
    const routes = 'route_id,route_type\nT2,3\nT10,bus\n'
    const summary = await imported(await openDatabase(), feedWith({ 'routes.txt': routes }))

    expect([summary.counts['routes.txt'], summary.skipped['routes.txt']]).toEqual([1, 1])
  })

  test('where one bad route takes most trips and stop times with it', async () => {
    const trips = ['a', 'b', 'c', 'd'].map((id) => `T10,WK,${id}\n`).join('')
    const summary = await imported(
      await openDatabase(),
      feedWith({
        'routes.txt': 'route_id,route_type\nT2,3\nT10,bus\n',
        'trips.txt': `${GOOD_FEED['trips.txt']}${trips}`,
      }),
    )

    expect([summary.counts['trips.txt'], summary.skipped['trips.txt']]).toEqual([1, 5])
  })

  test('where it has more warnings than anybody reads: the first ones are kept, all are counted', async () => {
    const rows = Array.from({ length: 300 }, (_, index) => `X${index},pole,0,1\n`).join('')
    const shapes = `shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence\n${rows}`
    const summary = await imported(await openDatabase(), feedWith({ 'shapes.txt': shapes }))

    expect(summary.warnings).toHaveLength(20)
    expect(summary.warnings[19]).toEqual({
      file: 'shapes.txt',
      line: 21,
      field: 'shape_pt_lat',
      message: 'is not a latitude in degrees',
    })
    expect(summary.warningsTotal).toBe(300)
  })
})
