import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { courseOf, type LatLon, METRES_A_DEGREE, nearestOn } from '../../../contract/along.ts'
import { NEAR_M, ShapeIndex } from '../../../fleet-api/matching/shape-index.ts'
import { corner } from '../../fakes/network.ts'

const indexOf = (...shapes: LatLon[][]) =>
  new ShapeIndex(
    shapes.map((points, i) => ({
      routeId: `R${i}`,
      directionId: null,
      shapeKey: `key-${i}`,
      fromStops: false,
      course: courseOf(points),
    })),
  )

describe('the shapes near a place', () => {
  it('are those within 60 m, wherever on earth the city lies', () => {
    const city = fc.record({
      lat: fc.double({ min: -70, max: 70, noNaN: true }),
      lon: fc.double({ min: -179, max: 179, noNaN: true }),
      corners: fc.array(fc.tuple(fc.integer({ min: -3000, max: 3000 }), fc.integer({ min: -3000, max: 3000 })), {
        minLength: 2,
        maxLength: 8,
      }),
      at: fc.tuple(fc.integer({ min: -3000, max: 3000 }), fc.integer({ min: -3000, max: 3000 })),
    })
    fc.assert(
      fc.property(city, ({ lat, lon, corners, at }) => {
        const shrink = Math.cos((lat * Math.PI) / 180)
        const place = ([north, east]: readonly [number, number]): LatLon => [
          lat + north / METRES_A_DEGREE,
          lon + east / (METRES_A_DEGREE * shrink),
        ]
        const points = corners.map(place)
        const here = place(at)
        const isNear = nearestOn(courseOf(points), here).offM <= NEAR_M
        expect(indexOf(points).near(here).has(0)).toBe(isNear)
      }),
      { numRuns: 300 },
    )
  })

  it('tell a pass of the shape from another one of the same street', () => {
    const index = indexOf([corner(0, 0), corner(20, 0), corner(0, 0)])
    const hits = index
      .near(corner(5, 0))
      .get(0)
      ?.map(({ alongM }) => Math.round(alongM / 100))
    expect(hits).toEqual([5, 35])
  })

  it('are found at once in a feed that has a point at the other end of the world', () => {
    const index = indexOf(
      [corner(0, 0), corner(10, 0), [0, 0], corner(10, 0), corner(20, 0)],
      [
        [0, 0],
        [80, 170],
      ],
    )
    expect([...index.near(corner(5, 0)).keys()]).toEqual([0])
    expect(index.near([40, 85]).size).toBe(0)
  })
})
