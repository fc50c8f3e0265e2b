import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { courseOf, nearestOn } from '../../contract/along.ts'

const place = fc.tuple(fc.double({ min: 19, max: 20, noNaN: true }), fc.double({ min: -100, max: -99, noNaN: true }))

describe('the place on a course that is nearest', () => {
  it('is found for its own end, however its metres are rounded', () => {
    fc.assert(
      fc.property(fc.array(place, { minLength: 2, maxLength: 12 }), (points) => {
        const course = courseOf(points)
        const { alongM, offM } = nearestOn(course, points.at(-1) ?? [0, 0])
        expect(offM).toBeLessThan(0.001)
        expect(alongM).toBeLessThanOrEqual(course.lengthM)
      }),
    )
  })
})
