import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { courseOf, type LatLon } from '../../../contract/along.ts'
import type { Guide } from '../../../contract/guide.ts'
import { rideOf, speedOf } from '../../../portal/guide/ride.ts'
import { measured } from '../../../portal/guide/store.ts'
import type { Place } from '../../../portal/position/plausible.ts'
import { describeWith } from '../../describe-with.ts'
import { realShapes } from '../../fakes/real-shapes.ts'
import { aGuide, aShape, at, wayAlong } from './guides.ts'

/** Five kilometres to the north. */
const NORTH: LatLon[] = [at(0, 0), at(1000, 0), at(5000, 0)]
const rideBy = (guide: Guide, way: Place[]) => rideOf(measured(guide, true), way)
const weakAt = (begin: number, end: number) => aGuide(aShape(NORTH, { weak: [[begin, end]] }))

describe('the next stops', () => {
  it('are the three ahead, the one at which the bus stands included', () => {
    const guide = aGuide(aShape(NORTH))
    expect(rideBy(guide, wayAlong(NORTH, { to: 900 })).nextStops).toEqual(['Km 1', 'Km 1.5', 'Km 2'])
    expect(rideBy(guide, wayAlong(NORTH, { to: 1000 })).nextStops).toEqual(['Km 1', 'Km 1.5', 'Km 2'])
    expect(rideBy(guide, wayAlong(NORTH, { to: 1025 })).nextStops).toEqual(['Km 1.5', 'Km 2', 'Km 2.5'])
    expect(rideBy(guide, wayAlong(NORTH, { to: 4600 })).nextStops).toEqual(['Km 5'])
  })

  it('are those of the direction in which the bus drives', () => {
    const south = [...NORTH].reverse()
    const guide = aGuide(aShape(NORTH), aShape(south, { stops: [{ name: 'Centro', alongM: 5000 }] }))
    expect(rideBy(guide, wayAlong(NORTH, { to: 900 })).nextStops).toEqual(['Km 1', 'Km 1.5', 'Km 2'])
    expect(rideBy(guide, wayAlong(south, { to: 900 })).nextStops).toEqual(['Centro'])
  })

  it('are those of the way back soon after the turn at a terminus', () => {
    const south = [...NORTH].reverse()
    const guide = aGuide(aShape(NORTH), aShape(south, { stops: [{ name: 'Centro', alongM: 5000 }] }))
    const out = wayAlong(NORTH, { from: 4000, to: 5000, endMs: 1_000_000 })
    const back = wayAlong(south, { from: 25, to: 200, endMs: 1_040_000 })
    expect(rideBy(guide, [...out, ...back]).nextStops).toEqual(['Centro'])
  })

  it('are told on the right pass of a street that the shape takes out and back', () => {
    const outAndBack = [...NORTH, at(0, 5)]
    const guide = aGuide(aShape(outAndBack))
    expect(rideBy(guide, wayAlong(outAndBack, { from: 2000, to: 2900 })).nextStops).toEqual(['Km 3', 'Km 3.5', 'Km 4'])
    expect(rideBy(guide, wayAlong(outAndBack, { from: 6500, to: 7400 })).nextStops).toEqual([
      'Km 7.5',
      'Km 8',
      'Km 8.5',
    ])
  })

  it('are only those that all shapes have which share the street', () => {
    const branch = [at(0, 0), at(1000, 0), at(1600, 0), at(1600, 3000)]
    const guide = aGuide(
      aShape(NORTH),
      aShape(branch, {
        stops: [
          { name: 'Km 1', alongM: 1000 },
          { name: 'Hospital', alongM: 2500 },
        ],
      }),
    )
    expect(rideBy(guide, wayAlong(NORTH, { to: 900 })).nextStops).toEqual(['Km 1'])
    expect(rideBy(guide, wayAlong(NORTH, { to: 2100 })).nextStops).toEqual(['Km 2.5', 'Km 3', 'Km 3.5'])
  })

  it.each([
    ['off the route', wayAlong(NORTH, { to: 900 }).map((place) => ({ ...place, lon: place.lon + 0.001 }))],
    ['standing where it has not moved yet', wayAlong(NORTH, { from: 900, to: 900 })],
    ['at a place that nobody knows', []],
  ])('are none of a bus %s', (_, way) => {
    const ride = rideBy(weakAt(0, 5000), way)
    expect(ride).toMatchObject({ nextStops: [], weak: null, shareUrl: null })
  })
})

describe('the link that riders hand on', () => {
  const until = '2026-11-24T15:20:00.000Z'
  const guide = { ...aGuide(aShape(NORTH)), share: { url: 'https://wifi.example.mx/viaje/abc', until } }
  const shared = (way: Place[], nowMs: number | null) => rideOf(measured(guide, true), way, nowMs).shareUrl

  it('is the guide’s until it ends, and where nobody has told the gateway the time', () => {
    const way = wayAlong(NORTH, { to: 900 })
    expect(shared(way, Date.parse(until) - 1)).toBe('https://wifi.example.mx/viaje/abc')
    expect(shared([], null)).toBe('https://wifi.example.mx/viaje/abc')
    expect(shared(way, Date.parse(until))).toBeNull()
  })

  it('is not there for a bus that is not known to be on the route', () => {
    expect(rideOf(measured(guide, null), [], null).shareUrl).toBeNull()
    expect(rideBy(aGuide(aShape(NORTH)), []).shareUrl).toBeNull()
  })
})

describe('the route’s name', () => {
  it('is told while the fleet names the route, also where the place is not known', () => {
    expect(rideBy(aGuide(aShape(NORTH)), [])).toEqual({
      routeName: 'T2 Oriente',
      nextStops: [],
      weak: null,
      shareUrl: null,
    })
    expect(rideOf(null, [])).toEqual({ routeName: null, nextStops: [], weak: null, shareUrl: null })
  })

  it('of the guide of before a restart is told only on the route', () => {
    const old = measured(aGuide(aShape(NORTH)), null)
    expect(rideOf(old, []).routeName).toBeNull()
    expect(rideOf(old, wayAlong(NORTH, { to: 900 })).routeName).toBe('T2 Oriente')
    expect(rideOf(old, [{ uptimeMs: 1, lat: 21.2, lon: -101.5, saidMs: null }]).routeName).toBeNull()
  })
})

describe('a weak stretch', () => {
  it('is told of with the time until it begins and its length, at the speed of the bus', () => {
    expect(rideBy(weakAt(1900, 2500), wayAlong(NORTH, { to: 1000, speedMps: 5 })).weak).toEqual({
      inSeconds: 180,
      forSeconds: 120,
    })
  })

  it('is not told of when it begins in more than six minutes', () => {
    expect(rideBy(weakAt(2825, 3500), wayAlong(NORTH, { to: 1000, speedMps: 5 })).weak).toBeNull()
    expect(rideBy(weakAt(2775, 3500), wayAlong(NORTH, { to: 1000, speedMps: 5 })).weak).toMatchObject({
      inSeconds: 355,
    })
  })

  it('is told of until its end while the bus is on it', () => {
    const way = wayAlong(NORTH, { to: 1000, speedMps: 5 })
    expect(rideBy(weakAt(800, 1600), way).weak).toEqual({ inSeconds: 0, forSeconds: 120 })
    expect(rideBy(weakAt(800, 975), way).weak).toBeNull()
  })

  it('is reckoned at 8 km/h where the bus creeps', () => {
    expect(rideBy(weakAt(1400, 1800), wayAlong(NORTH, { to: 1000, speedMps: 1.5 })).weak).toEqual({
      inSeconds: 180,
      forSeconds: 180,
    })
  })

  it('is not told of where the bus may turn off before', () => {
    const branch = [at(0, 0), at(1600, 0), at(1600, 3000)]
    const guide = aGuide(aShape(NORTH, { weak: [[1900, 2500]] }), aShape(branch))
    expect(rideBy(guide, wayAlong(NORTH, { to: 1000 })).weak).toBeNull()
  })
})

describe('the speed', () => {
  it('is that while the bus moves: its stops do not count', () => {
    const before = wayAlong(NORTH, { to: 500, speedMps: 8, endMs: 900_000 })
    const after = wayAlong(NORTH, { from: 525, to: 1000, speedMps: 8, endMs: 1_060_000 })
    expect(speedOf([...before, ...after])).toBeCloseTo(8, 1)
  })

  it('is that of the last five minutes', () => {
    const before = wayAlong(NORTH, { to: 500, speedMps: 20, endMs: 600_000 })
    const after = wayAlong(NORTH, { from: 500, to: 2000, speedMps: 5, endMs: 1_000_000 })
    expect(speedOf([...before, ...after])).toBeCloseTo(5, 1)
  })

  it('is not known of a bus that has not moved', () => {
    expect([speedOf([]), speedOf(wayAlong(NORTH, { to: 0 }))]).toEqual([null, null])
  })
})

describeWith(['shared feeds'], 'on the shapes of real cities', () => {
  it.each(['mexico-city', 'porto-alegre'] as const)('the place is right with 10 m of noise in %s', async (feed) => {
    const shapes = [...(await realShapes(feed)).values()].filter((points) => courseOf(points).lengthM > 3000)
    expect(shapes.length).toBeGreaterThan(3)
    fc.assert(
      fc.property(
        fc.nat(shapes.length - 1),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.infiniteStream(fc.double({ min: -10, max: 10, noNaN: true })),
        (which, share, noise) => {
          const points = shapes[which] ?? []
          const { lengthM } = courseOf(points)
          const from = Math.floor(share * (lengthM - 1000))
          const way = wayAlong(points, { from, to: from + 500 }).map((place) => {
            const [lat, lon] = [noise.next().value, noise.next().value]
            return { ...place, lat: place.lat + lat / 111_195, lon: place.lon + lon / 104_000 }
          })
          // A mark each 50 m tells where the ride is taken to be.
          const marks = Array.from({ length: Math.ceil(lengthM / 50) }, (_, index) => ({
            name: String(index * 50),
            alongM: index * 50,
          }))
          const [next] = rideBy(aGuide(aShape(points, { stops: marks })), way).nextStops
          expect(Math.abs(Number(next) - (from + 500))).toBeLessThan(120)
        },
      ),
      { numRuns: 200 },
    )
  })
})
