import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { importFeed } from '../../../fleet-api/gtfs/import.ts'
import { cityTimezone, currentFeed, currentRoutes } from '../../../fleet-api/queries/feeds.ts'
import { feedWith, GOOD_FEED, imported, NOW, openDatabase, scratch, stored, zipPath } from './feeds.ts'

const NEXT_FEED = feedWith({
  'feed_info.txt': 'feed_publisher_name,feed_publisher_url,feed_lang,feed_version\nSIT,https://example.org,es,2\n',
  'routes.txt': 'route_id,agency_id,route_short_name,route_type,route_color\nT2,SIT,T2,3,cfd600\nT1,SIT,T1,3,\n',
  'trips.txt': 'route_id,service_id,trip_id\nT2,WK,T2-1\n',
  'stops.txt': 'stop_id,stop_name,stop_lat,stop_lon\nS2,Poliforum,21.2,-101.657\nS1,Centro,21.122,-101.684\n',
})

describe('a feed that follows another', () => {
  test('is told apart from it route by route', async () => {
    const db = await openDatabase()
    const first = await imported(db, GOOD_FEED)
    const second = await imported(db, NEXT_FEED)

    expect(first.routes).toEqual({ added: ['T2', 'T10'], changed: [], removed: [] })
    expect(second).toMatchObject({ feedId: 2, unchanged: false, feedVersion: '2' })
    expect(second.routes).toEqual({ added: ['T1'], changed: ['T2'], removed: ['T10'] })
  })

  test('keeps the routes that it lacks with their old feed, and replaces the stops', async () => {
    const db = await openDatabase()
    await imported(db, GOOD_FEED)
    await imported(db, NEXT_FEED)

    const { routes, stops } = await stored(db)
    expect(routes.map(({ routeId, feedId }) => [routeId, feedId])).toEqual([
      ['T1', 2],
      ['T10', 1],
      ['T2', 2],
    ])
    expect(stops).toEqual([
      { stopId: 'S1', stopName: 'Centro', stopLat: 21.122, stopLon: -101.684, feedId: 2 },
      { stopId: 'S2', stopName: 'Poliforum', stopLat: 21.2, stopLon: -101.657, feedId: 2 },
    ])
    expect((await currentRoutes(db)).map(({ routeId }) => routeId)).toEqual(['T1', 'T2'])
  })

  test('changes nothing where it is the same feed, and says so', async () => {
    const db = await openDatabase()
    await imported(db, GOOD_FEED)
    const path = await zipPath(NEXT_FEED)
    const first = await importFeed({ source: path, db, now: NOW })
    const before = await stored(db)
    const again = await importFeed({ source: path, db, now: NOW + 60_000 })

    expect(await stored(db)).toEqual(before)
    expect(again).toEqual({
      ...first,
      unchanged: true,
      routes: { added: [], changed: [], removed: [] },
      stops: { added: 0, changed: 0, removed: 0 },
      shapes: { added: 0, removed: 0 },
      trips: { before: 1, after: 1 },
    })
  })

  test('is in use again when it was replaced and comes back', async () => {
    const db = await openDatabase()
    await imported(db, GOOD_FEED)
    await imported(db, NEXT_FEED)
    const back = await imported(db, GOOD_FEED)

    expect(back).toMatchObject({ feedId: 3, unchanged: false })
    expect(back.routes).toEqual({ added: ['T10'], changed: ['T2'], removed: ['T1'] })
  })

  test('leaves the old one in place where it cannot be used', async () => {
    const db = await openDatabase()
    await imported(db, GOOD_FEED)
    const before = await stored(db)
    // The last file that is read is the one that is wrong.
    const bad = imported(db, { ...NEXT_FEED, 'shapes.txt': 'shape_id,shape_pt_lat\nX,1\n' })

    await expect(bad).rejects.toMatchObject({ code: 'bad-feed' })
    expect(await stored(db)).toEqual(before)
  })

  test('is found the same in a folder until a file of the folder changes', async () => {
    const db = await openDatabase()
    const source = join(await scratch(), 'feed')
    await mkdir(source)
    for (const [name, content] of Object.entries(GOOD_FEED)) await writeFile(join(source, name), content)

    const first = await importFeed({ source, db, now: NOW })
    const same = await importFeed({ source, db, now: NOW })
    await writeFile(join(source, 'routes.txt'), NEXT_FEED['routes.txt'] ?? '')
    await writeFile(join(source, 'trips.txt'), NEXT_FEED['trips.txt'] ?? '')
    const changed = await importFeed({ source, db, now: NOW })

    expect([first.unchanged, same.unchanged, changed.unchanged]).toEqual([false, true, false])
    expect([first.feedId, same.feedId, changed.feedId]).toEqual([1, 1, 2])
  })
})

describe('what the fleet asks of the feed in use', () => {
  test('has an answer before there is one', async () => {
    const db = await openDatabase()

    expect(await currentFeed(db)).toBeNull()
    expect(await currentRoutes(db)).toEqual([])
    expect(await cityTimezone(db)).toBe('America/Mexico_City')
  })

  test('is the newest feed, its time zone, and its routes in the order in which people count', async () => {
    const db = await openDatabase()
    await imported(db, GOOD_FEED)
    const rows = ['R10', 'R9', 'A141', 'R1', '176'].map((id) => `${id},SIT,${id},3\n`)
    await imported(
      db,
      feedWith({
        'agency.txt': 'agency_id,agency_name,agency_url,agency_timezone\nSIT,SIT,https://x,America/Sao_Paulo\n',
        'routes.txt': `route_id,agency_id,route_short_name,route_type\n${rows.join('')}`,
        'trips.txt': 'route_id,service_id,trip_id\nR9,WK,T2-1\n',
      }),
    )

    expect(await currentFeed(db)).toMatchObject({
      feedId: 2,
      importedAt: NOW,
      startDate: '20260105',
      endDate: '20261218',
    })
    expect(await cityTimezone(db)).toBe('America/Sao_Paulo')
    expect((await currentRoutes(db)).map(({ routeShortName }) => routeShortName)).toEqual([
      '176',
      'A141',
      'R1',
      'R9',
      'R10',
    ])
  })
})

describe('a feed expires', () => {
  const feedInfo =
    'feed_publisher_name,feed_publisher_url,feed_lang,feed_start_date,feed_end_date\nSIT,https://x,es,20260601,20260630\n'

  test.each([
    { at: '2026-06-30T23:59:59-06:00', expired: false },
    { at: '2026-07-01T00:00:00-06:00', expired: true },
  ])('when its last day has ended in the city: at $at it is $expired', async ({ at, expired }) => {
    const source = await zipPath(feedWith({ 'feed_info.txt': feedInfo }))
    const summary = await importFeed({ source, db: await openDatabase(), now: Date.parse(at) })

    expect(summary).toMatchObject({ startDate: '20260601', endDate: '20260630', expired })
  })

  test('never, as far as anybody can tell, where no service runs on any day; a warning says so', async () => {
    const calendar = GOOD_FEED['calendar.txt'].replace('1,1,1,1,1,0,0', '0,0,0,0,0,0,0')
    const summary = await imported(await openDatabase(), feedWith({ 'calendar.txt': calendar }))

    expect(summary).toMatchObject({ startDate: null, endDate: null, expired: false })
    expect(summary.warnings).toEqual([{ file: 'calendar.txt', line: 0, message: 'has no day on which a service runs' }])
  })
})
