import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { courseOf, type LatLon, metresBetween, placeAt } from '../../../contract/along.ts'
import { shapeKeyOf } from '../../../fleet-api/gtfs/courses.ts'
import { groupRows } from '../../../fleet-api/gtfs/grouped-rows.ts'
import { importFeed } from '../../../fleet-api/gtfs/import.ts'
import { passesOf, stopsAlong } from '../../../fleet-api/gtfs/stops-along.ts'
import { loadNetwork, loadTimetable } from '../../../fleet-api/network.ts'
import { feedWith, GOOD_FEED, imported, NOW, openDatabase, TESTCASES } from './feeds.ts'

describe('a feed whose rows come in any order becomes a network', () => {
  test('of courses with their points in order, and patterns with their stops along them', async () => {
    const db = await openDatabase()
    await importFeed({ source: join(TESTCASES, 'disorder'), db, now: NOW })
    const network = await loadNetwork(db)

    expect(network).toMatchObject({ feedId: 1, timezone: 'America/Mexico_City', endDate: '20261218' })
    expect([...(network?.routes.keys() ?? [])]).toEqual(['T2'])
    expect(
      network?.shapes.map(({ shapeId, course, fromStops }) => ({ shapeId, points: course.points, fromStops })),
    ).toEqual([
      {
        shapeId: 'X',
        points: [
          [21.1, -101.605],
          [21.1, -101.59],
          [21.1, -101.575],
        ],
        fromStops: false,
      },
      {
        shapeId: 'X~',
        points: [
          [21.1, -101.575],
          [21.1, -101.59],
          [21.1, -101.605],
        ],
        fromStops: false,
      },
      {
        shapeId: '~G3YXvACpM9WM',
        points: [
          [21.1, -101.6],
          [21.1, -101.58],
        ],
        fromStops: true,
      },
    ])
    expect(network?.patterns).toEqual([
      {
        patternId: 1,
        routeId: 'T2',
        directionId: 0,
        shapeIndex: 0,
        headsign: 'Centro',
        stops: [
          ['S1', 519],
          ['S2', 1556],
          ['S3', 2593],
        ],
      },
      {
        patternId: 2,
        routeId: 'T2',
        directionId: 1,
        shapeIndex: 1,
        headsign: 'Norte',
        stops: [
          ['S3', 519],
          ['S1', 2593],
        ],
      },
      {
        patternId: 3,
        routeId: 'T2',
        directionId: null,
        shapeIndex: 2,
        headsign: null,
        stops: [
          ['S1', 0],
          ['S3', 2075],
        ],
      },
    ])
  })

  test('of services with their exceptions, and trips with their times, blocks and frequencies', async () => {
    const db = await openDatabase()
    await importFeed({ source: join(TESTCASES, 'disorder'), db, now: NOW })
    const timetable = await loadTimetable(db)

    const service = { weekdays: '1111100', startDate: '20260105', endDate: '20261218' }
    expect([...(timetable?.services.values() ?? [])].sort((a, b) => (a.serviceId < b.serviceId ? -1 : 1))).toEqual([
      { serviceId: 'WK', ...service, added: ['20260502'], removed: ['20260202', '20261117'] },
      { serviceId: 'XTRA', weekdays: '0000000', startDate: null, endDate: null, added: ['20260503'], removed: [] },
    ])
    const wk = { routeId: 'T2', serviceId: 'WK', blockId: null, frequencies: null }
    expect(timetable?.trips).toEqual([
      {
        tripId: 'A',
        ...wk,
        patternId: 1,
        blockId: 'B1',
        startS: 21630,
        endS: 22200,
        frequencies: [[18000, 21600, 300, 0]],
      },
      { tripId: 'B', ...wk, patternId: 1, blockId: 'B1', startS: 25200, endS: 25800 },
      { tripId: 'BACK', ...wk, patternId: 2, startS: 28800, endS: 29400, frequencies: [[18000, 88200, 600, 1]] },
      { tripId: 'GONE', ...wk, patternId: 3, startS: 32400, endS: 33000 },
      { tripId: 'NIGHT', ...wk, serviceId: 'XTRA', patternId: 1, startS: 85800, endS: 87000 },
      { tripId: 'NOSHAPE', ...wk, patternId: 3, startS: 90000, endS: 93600 },
    ])
  })
})

describe('the network in memory', () => {
  test('is none before a feed is in use', async () => {
    const db = await openDatabase()

    expect([await loadNetwork(db), await loadTimetable(db)]).toEqual([null, null])
  })

  test('is the same object until another feed is in use, which another program may have imported', async () => {
    const db = await openDatabase()
    await imported(db, GOOD_FEED)
    const first = await loadNetwork(db)
    const again = await loadNetwork(db)
    await imported(db, feedWith({ 'trips.txt': 'route_id,service_id,trip_id\nT10,WK,T2-1\n' }))
    const next = await loadNetwork(db)

    expect(again).toBe(first)
    expect([first?.feedId, first?.patterns[0]?.routeId]).toEqual([1, 'T2'])
    expect([next?.feedId, next?.patterns[0]?.routeId]).toEqual([2, 'T10'])
  })
})

/** Steps to the east and north, of which none is nothing: a course that may cross itself. */
const steps = fc.array(
  fc
    .tuple(fc.integer({ min: -20, max: 20 }), fc.integer({ min: -20, max: 20 }))
    .filter(([east, north]) => east !== 0 || north !== 0),
  { minLength: 1, maxLength: 30 },
)
function courseBy(moves: [number, number][]) {
  let [lat, lon] = [21.1, -101.6]
  const points: LatLon[] = [[lat, lon]]
  for (const [east, north] of moves) {
    lat += north * 1e-4
    lon += east * 1e-4
    points.push([lat, lon])
  }
  return courseOf(points)
}
const anywhere = fc
  .tuple(fc.integer({ min: -400, max: 400 }), fc.integer({ min: -400, max: 400 }))
  .map(([east, north]): LatLon => [21.1 + north * 1e-4, -101.6 + east * 1e-4])

describe('stops along a course', () => {
  const placed = (course: ReturnType<typeof courseOf>, stops: (LatLon | null)[]) =>
    stopsAlong(
      course,
      stops.map((at) => (at === null ? null : { at, passes: passesOf(course, at) })),
    )

  test('never go back, and never leave it, wherever the stops are', () => {
    fc.assert(
      fc.property(steps, fc.array(fc.option(anywhere, { nil: null }), { maxLength: 20 }), (moves, stops) => {
        const course = courseBy(moves)
        const { metres, offM } = placed(course, stops)

        expect(metres).toHaveLength(stops.length)
        expect(metres).toEqual([...metres].sort((a, b) => a - b))
        expect(metres.every((at) => at >= 0 && at <= course.lengthM + 1e-6)).toBe(true)
        expect(Number.isFinite(offM)).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  test('never go back by a hair either, where the next one stands before the place of the last', () => {
    const { metres } = placed(
      courseBy([
        [-16, 2],
        [0, 1],
      ]),
      [
        [21.1, -101.60499999999999],
        [21.099800000000002, -101.6],
      ],
    )

    expect(metres[1]).toBe(metres[0])
  })

  test('that lie on it in order are found on it, even where it crosses itself or comes back the same way', () => {
    const shares = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(steps, shares, (moves, unordered) => {
        const course = courseBy(moves)
        const stops = unordered.sort((a, b) => a - b).map((share) => placeAt(course, share * course.lengthM))
        const { metres, offM } = placed(course, stops)
        const offs = metres.map((at, i) => metresBetween(placeAt(course, at), stops[i] ?? [0, 0]))

        expect(Math.max(...offs)).toBeLessThan(0.5)
        expect(offM).toBeLessThan(0.5)
      }),
      { numRuns: 500 },
    )
  })

  test('of a line that turns round are put on the way there and on the way back', () => {
    const course = courseOf([
      [21.1, -101.6],
      [21.1, -101.59],
      [21.1, -101.6],
    ])
    const stop: LatLon = [21.1001, -101.595]

    expect(placed(course, [stop, [21.1, -101.59], stop]).metres.map(Math.round)).toEqual([519, 1037, 1556])
  })
})

describe('rows that come in any order', () => {
  test('are put in order, and of those with one number the first is kept', () => {
    const row = fc.record({ group: fc.nat(4), sequence: fc.nat(8) })
    const column = (values: number[]) => ({ length: values.length, at: (i: number) => values[i] ?? Number.NaN })
    fc.assert(
      fc.property(fc.array(row, { maxLength: 60 }), (rows) => {
        const {
          rows: ordered,
          starts,
          repeats,
        } = groupRows(column(rows.map(({ group }) => group)), column(rows.map(({ sequence }) => sequence)), 5)
        const expected = [0, 1, 2, 3, 4].map((group) => {
          const firsts = new Map<number, number>()
          for (const [i, one] of rows.entries()) {
            if (one.group === group && !firsts.has(one.sequence)) firsts.set(one.sequence, i)
          }
          return [...firsts].sort(([a], [b]) => a - b).map(([, i]) => i)
        })

        expect([0, 1, 2, 3, 4].map((group) => [...ordered.subarray(starts[group], starts[group + 1])])).toEqual(
          expected,
        )
        expect(repeats).toEqual(rows.flatMap((_, i) => (expected.flat().includes(i) ? [] : [i])))
      }),
    )
  })
})

describe('the key of a shape', () => {
  test('is the same for points that differ by less than a metre, and another one for other points or another way round', () => {
    const points: LatLon[] = [
      [21.1, -101.6],
      [21.2, -101.7],
    ]

    expect(shapeKeyOf(points)).toMatch(/^[\w-]{12}$/)
    expect(shapeKeyOf(points.map(([lat, lon]) => [lat + 2e-6, lon]))).toBe(shapeKeyOf(points))
    expect(shapeKeyOf([...points].reverse())).not.toBe(shapeKeyOf(points))
    expect(shapeKeyOf(points.map(([lat, lon]) => [lat + 2e-5, lon]))).not.toBe(shapeKeyOf(points))
  })
})
