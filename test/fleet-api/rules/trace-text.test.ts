import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { movedM, readTrace, timedFixes, traceText } from '../../../fleet-api/rules/trace-text.ts'

const START = Date.parse('2026-11-24T12:00:00Z')

describe('a trace as it is stored', () => {
  it('is short: the first fix whole, the others by what has changed', () => {
    const fixes = timedFixes(
      [
        [5_000, 19.43261, -99.13321, 80],
        [15_000, 19.43305, -99.13321, null],
      ],
      0,
      START,
    )
    expect(traceText(fixes, START)).toBe('[[50,1943261,-9913321,80],[100,44,0,null]]')
  })

  it('is none where there is no fix', () => {
    expect(traceText([], START)).toBeNull()
    expect(readTrace(null, START)).toEqual([])
    expect(movedM([], null)).toBeNull()
  })

  it('reads back as it was, to a tenth of a second and a metre', () => {
    const fix = fc.record({
      step: fc.integer({ min: 1, max: 600 }),
      lat: fc.integer({ min: -90 * 1e5, max: 90 * 1e5 }),
      lon: fc.integer({ min: -180 * 1e5, max: 180 * 1e5 }),
      roundTripMs: fc.option(fc.integer({ min: -1, max: 600_000 })),
    })
    fc.assert(
      fc.property(fc.array(fix, { minLength: 1, maxLength: 64 }), (all) => {
        let at = START
        const fixes = all.map(({ step, lat, lon, roundTripMs }) => {
          at += step * 100
          return { at, lat: lat / 1e5, lon: lon / 1e5, roundTripMs }
        })
        expect(readTrace(traceText(fixes, START), START)).toEqual(fixes)
      }),
    )
  })

  it('tells how far the vehicle came, and that one that stands came nowhere', () => {
    const at = (lat: number, lon: number) => ({ at: 0, lat, lon })
    expect(movedM([at(19.4, -99.1), at(19.401, -99.1), at(19.402, -99.1)], null)).toBe(222)
    expect(movedM([at(19.4, -99.1), at(19.4001, -99.1), at(19.39995, -99.1)], null)).toBe(0)
  })
})
