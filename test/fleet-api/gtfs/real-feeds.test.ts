import { expect, test } from 'vitest'
import { type Course, metresBetween, placeAt } from '../../../contract/along.ts'
import { importFeed } from '../../../fleet-api/gtfs/import.ts'
import { routeColours } from '../../../fleet-api/gtfs/route-colour.ts'
import { loadNetwork, loadTimetable } from '../../../fleet-api/network.ts'
import { currentRoutes } from '../../../fleet-api/queries/feeds.ts'
import { describeWith } from '../../describe-with.ts'
import { SHARED_GTFS } from '../../needs.ts'
import { openDatabase, stored } from './feeds.ts'

describeWith(['shared feeds'], 'the feeds of real cities', () => {
  test("Porto Alegre's is imported, its four routes in colours that can be read", async () => {
    const db = await openDatabase()
    const summary = await importFeed({
      source: `${SHARED_GTFS}porto-alegre.zip`,
      db,
      now: Date.parse('2019-03-01T12:00:00-03:00'),
    })

    expect(summary).toMatchObject({
      counts: {
        'agency.txt': 1,
        'routes.txt': 4,
        'stops.txt': 212,
        'calendar.txt': 1118,
        'trips.txt': 387,
        'stop_times.txt': 23040,
        'shapes.txt': 1265,
      },
      skipped: {},
      agencies: [{ agencyId: 'EPTC', agencyName: 'Empresa Publica de Transportes e Circulação' }],
      timezone: 'America/Sao_Paulo',
      startDate: '20190118',
      endDate: '20190418',
      expired: false,
      trips: { before: 0, after: 387 },
      warningsTotal: 5,
    })
    // Times of its last trips begin anew at midnight.
    expect(summary.warnings.at(-1)).toEqual({
      file: 'stop_times.txt',
      line: 5333,
      field: 'arrival_time',
      message:
        'is before the start of "T2-1@1#2310", as of 9 other trips; it is taken as after midnight, which is written 24:10:00',
    })
    expect((await currentRoutes(db)).map((route) => ({ name: route.routeShortName, ...routeColours(route) }))).toEqual([
      { name: '176', color: '#ff0000', textColor: '#000000' },
      { name: 'A141', color: '#ff0000', textColor: '#000000' },
      { name: 'R10', color: '#ff0000', textColor: '#000000' },
      { name: 'T2', color: '#cfd600', textColor: '#000000' },
    ])
  })

  test("Mexico City's is imported, with a warning for each of the four shapes that run against their stops alone", async () => {
    const db = await openDatabase()
    const summary = await importFeed({
      source: `${SHARED_GTFS}mexico-city.zip`,
      db,
      now: Date.parse('2020-01-01T00:00:00-06:00'),
    })

    expect(summary).toMatchObject({
      counts: {
        'agency.txt': 8,
        'routes.txt': 145,
        'stops.txt': 6021,
        'calendar.txt': 99,
        'trips.txt': 1741,
        'stop_times.txt': 70714,
        'frequencies.txt': 1741,
        'shapes.txt': 29148,
      },
      skipped: {},
      timezone: 'America/Mexico_City',
      startDate: '20180101',
      endDate: '20191231',
      expired: true,
      trips: { before: 0, after: 1741 },
      warningsTotal: 4,
    })
    expect(summary.warnings.map(({ file, line, field }) => [file, line, field])).toEqual([
      ['trips.txt', 1737, 'shape_id'],
      ['trips.txt', 1738, 'shape_id'],
      ['trips.txt', 1739, 'shape_id'],
      ['trips.txt', 1740, 'shape_id'],
    ])
    expect(summary.agencies).toHaveLength(8)
    expect(await currentRoutes(db)).toHaveLength(145)
  })

  test.each([
    { feed: 'porto-alegre', at: '2019-03-01T12:00:00-03:00', shapes: 4, patterns: 4, trips: 387, services: 1118 },
    { feed: 'mexico-city', at: '2019-03-01T12:00:00-06:00', shapes: 345, patterns: 345, trips: 1741, services: 99 },
  ])('$feed becomes a network whose stops lie on the courses, in order', async ({ feed, at, ...counts }) => {
    const db = await openDatabase()
    await importFeed({ source: `${SHARED_GTFS}${feed}.zip`, db, now: Date.parse(at) })
    const network = await loadNetwork(db)
    const timetable = await loadTimetable(db)
    const places = new Map((await stored(db)).stops.map((stop) => [stop.stopId, stop]))
    const offs = (network?.patterns ?? []).flatMap(({ shapeIndex, stops }) => {
      const course = network?.shapes[shapeIndex]?.course as Course
      return stops.map(([stopId, alongM]) => {
        const { stopLat, stopLon } = places.get(stopId) ?? {}
        return metresBetween(placeAt(course, alongM), [stopLat ?? 0, stopLon ?? 0])
      })
    })
    const backwards = (network?.patterns ?? []).filter(({ stops }) =>
      stops.some(([, alongM], i) => alongM < (stops[i - 1]?.[1] ?? 0)),
    )

    expect({
      shapes: network?.shapes.length,
      patterns: network?.patterns.length,
      trips: timetable?.trips.length,
      services: timetable?.services.size,
    }).toEqual(counts)
    expect(backwards).toEqual([])
    // Of 200 stops one at most is further from the course than a street is wide.
    expect(offs.filter((offM) => offM > 60).length / offs.length).toBeLessThan(0.005)
  })
})
