import { describe, expect, it } from 'vitest'
import type { TrailPoint } from '../../contract/gateway-page.ts'
import { bandOf } from '../../dashboard/pages/gateway/band.ts'
import { drawTrail } from '../../dashboard/pages/gateway/trail-map.ts'
import { createUnits } from '../../dashboard/pages/gateway/units.ts'

const START = Date.parse('2026-11-24T12:00:00Z')
const at = (minutes: number) => new Date(START + minutes * 60_000).toISOString()

describe('amounts on the page of a gateway', () => {
  const { octets, duration, short } = createUnits('en')

  it('are written in the largest unit that fits, decimal as mobile operators count', () => {
    expect([0, 999, 12_345, 1_234_567, 20_000_000_000].map(octets)).toEqual([
      '0 bytes',
      '999 bytes',
      '12 kB',
      '1.2 MB',
      '20 GB',
    ])
  })

  it('of time are written in two units at most', () => {
    const minutes = [0.5, 1, 59, 60, 125, 1440, 1501]
    expect(minutes.map((minute) => duration(minute * 60_000))).toEqual([
      '30 sec',
      '1 min',
      '59 min',
      '1 hr',
      '2 hr 5 min',
      '1 day',
      '1 day 1 hr',
    ])
    expect([85, 1449].map(short)).toEqual(['85 ms', '1.4 sec'])
  })
})

describe('a band of the timeline', () => {
  it('has each stretch at its place, and counts what worked and what failed', () => {
    const stretches = [
      { from: at(0), to: at(30), is: 'up' as const, cause: null },
      { from: at(30), to: at(45), is: 'down' as const, cause: 'no-signal' as const },
      { from: at(45), to: at(60), is: 'unknown' as const, cause: null },
    ]
    const { stretches: placed, up, down } = bandOf(stretches, { from: at(0), to: at(60) })
    expect(placed.map((one) => [one.at, one.share])).toEqual([
      [0, 0.5],
      [0.5, 0.25],
      [0.75, 0.25],
    ])
    expect([up, down]).toEqual([30 * 60_000, 15 * 60_000])
  })
})

describe('a trail', () => {
  const point = (minute: number, lon: number, lost: boolean | null): TrailPoint => ({
    at: at(minute),
    lat: 0,
    lon,
    lost,
    roundTripMs: null,
  })

  it('goes on from piece to piece, and is parted where nobody knows the way', () => {
    const { pieces } = drawTrail([
      point(0, 0, false),
      point(1, 0.01, false),
      point(2, 0.02, true),
      point(3, 0.03, null),
      point(20, 0.04, false),
    ])
    expect(pieces.map(({ is, isPlace }) => [is, isPlace])).toEqual([
      ['up', false],
      ['lost', false],
      ['unknown', false],
      ['up', true],
    ])
    expect(pieces[1]?.points.split(' ')[0]).toBe(pieces[0]?.points.split(' ')[1])
  })

  it('is as long as it was, with and without internet', () => {
    const { metres, lostMetres, isPartly } = drawTrail([
      point(0, 0, false),
      point(1, 0.01, false),
      point(2, 0.03, true),
    ])
    expect(Math.round(metres)).toBe(3340)
    expect(Math.round(lostMetres)).toBe(2226)
    expect(isPartly).toBe(false)
  })

  it('of a bus that stood still is a place in the middle', () => {
    expect(drawTrail([point(0, 0, false)])).toMatchObject({ last: { x: 320, y: 160 }, metres: 0 })
  })
})
