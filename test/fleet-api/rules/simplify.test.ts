import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { courseOf, type LatLon, nearestOn } from '../../../contract/along.ts'
import { decodePolyline, encodePolyline } from '../../../contract/polyline.ts'
import { simplify } from '../../../fleet-api/rules/simplify.ts'
import { corner } from '../../fakes/network.ts'

const courses = fc.array(
  fc.tuple(fc.double({ min: 0, max: 50, noNaN: true }), fc.double({ min: 0, max: 50, noNaN: true })),
  {
    minLength: 2,
    maxLength: 60,
  },
)

describe('a simplified course', () => {
  it('has no more points than it needs', () => {
    const straight = [corner(0, 0), corner(1, 0.02), corner(2, 0), corner(3, 0), corner(3, 4)]
    expect(simplify(straight, 10)).toEqual([corner(0, 0), corner(3, 0), corner(3, 4)])
  })

  it('keeps its ends, and no point of the old one lies farther away than is allowed', () => {
    fc.assert(
      fc.property(courses, (places) => {
        const points = places.map(([east, north]) => corner(east, north))
        const kept = simplify(points, 10)
        expect([kept[0], kept.at(-1)]).toEqual([points[0], points.at(-1)])
        const course = courseOf(kept)
        // Both are measured on planes of their own, which differ by less than a thousandth within a city.
        for (const point of points) expect(nearestOn(course, point, 0, course.lengthM + 1).offM).toBeLessThan(10.1)
      }),
    )
  })

  it.each([[[]], [[corner(0, 0)]], [[corner(0, 0), corner(0, 0)]]])(
    'leaves what has nothing to leave out: %j',
    (points) => {
      expect(simplify(points as LatLon[], 10)).toEqual(points)
    },
  )

  it('takes a shape of a hundred thousand points', () => {
    const long = Array.from({ length: 100_000 }, (_, i) => corner(i / 100, (i % 2) * 5))
    expect(simplify(long, 1e9)).toEqual([long[0], long.at(-1)])
  })
})

describe('an encoded polyline', () => {
  it('is the one of the format’s own example', () => {
    const example: LatLon[] = [
      [38.5, -120.2],
      [40.7, -120.95],
      [43.252, -126.453],
    ]
    expect(encodePolyline(example)).toBe('_p~iF~ps|U_ulLnnqC_mqNvxq`@')
    expect(decodePolyline('_p~iF~ps|U_ulLnnqC_mqNvxq`@')).toEqual(example)
  })

  it('comes back to five digits, from all over the world', () => {
    const degrees = (most: number) => fc.integer({ min: -most * 1e5, max: most * 1e5 }).map((n) => n / 1e5 + 0)
    fc.assert(
      fc.property(fc.array(fc.tuple(degrees(90), degrees(180))), (points) => {
        expect(decodePolyline(encodePolyline(points))).toEqual(points)
      }),
    )
  })
})
