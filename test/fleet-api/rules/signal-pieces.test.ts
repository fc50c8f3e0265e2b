import { describe, expect, it } from 'vitest'
import { courseOf } from '../../../contract/along.ts'
import { hourBandAt, weekOf } from '../../../fleet-api/rules/hour-bands.ts'
import {
  judged,
  type SeenMinute,
  type SignalPiece,
  seenPieces,
  weakStretches,
} from '../../../fleet-api/rules/signal-pieces.ts'
import { corner } from '../../fakes/network.ts'

const seconds = (iso: string) => Date.parse(iso) / 1000
const COURSE = courseOf([corner(0, 0), corner(20, 0)])

/** A minute in which a vehicle came to `toM`, with fixes at these metres and round trips. */
function minute(
  toM: number,
  fixes: [alongM: number, roundTripMs: number | null][],
  more: Partial<SeenMinute> = {},
): SeenMinute {
  return {
    gatewayId: 'bus-1',
    shapeKey: 'key',
    course: COURSE,
    alongM: toM,
    fixes: fixes.map(([alongM, roundTripMs], i) => {
      const [lat, lon] = corner(alongM / 100, 0)
      return { at: i * 10_000, lat, lon, roundTripMs }
    }),
    operatorCode: '334020',
    hourBand: 1,
    weekAt: 0,
    ...more,
  }
}

const seen = (minutes: SeenMinute[]) =>
  seenPieces(minutes).map(({ piece, passes, samples, lost, roundTripSumMs }) => [
    piece,
    passes,
    samples,
    lost,
    roundTripSumMs,
  ])

describe('what a pass has seen of the pieces of a shape', () => {
  it('is counted by piece, with what was lost', () => {
    expect(
      seen([
        minute(520, [
          [10, 80],
          [120, null],
          [260, 100],
          [510, -1],
        ]),
      ]),
    ).toEqual([
      [0, 1, 2, 1, 80],
      [1, 1, 1, 0, 100],
    ])
  })

  it('is one pass for a vehicle that stays on a piece for several minutes, and another for the next vehicle', () => {
    const three = [minute(100, [[90, 80]]), minute(110, [[105, 80]]), minute(300, [[290, 80]])]
    expect(seen(three)).toEqual([
      [0, 1, 2, 0, 160],
      [1, 1, 1, 0, 80],
    ])
    expect(seen([...three, minute(100, [[90, 80]], { gatewayId: 'bus-2' })])[0]).toEqual([0, 2, 3, 0, 240])
  })

  it('leaves out fixes that are not on the shape', () => {
    const [lat, lon] = corner(1, 3)
    const aside = minute(200, [])
    expect(seenPieces([{ ...aside, fixes: [{ at: 0, lat, lon, roundTripMs: 80 }] }])).toEqual([])
  })
})

describe('a piece', () => {
  const sum = (piece: number, passes: number, more: Partial<SignalPiece> = {}): SignalPiece => ({
    shapeKey: 'key',
    piece,
    operatorCode: '',
    hourBand: 1,
    weekAt: 0,
    passes,
    samples: 10,
    lost: 0,
    roundTripSumMs: 800,
    ...more,
  })

  it('is judged from five passes on, those of several weeks together', () => {
    expect(judged([sum(0, 4)])).toEqual([])
    expect(judged([sum(0, 4), sum(0, 1, { weekAt: 604_800 })])).toEqual([
      { piece: 0, passes: 5, lossShare: 0, roundTripMs: 80, weak: false },
    ])
  })

  it('is weak where much is lost, or answers are slow, or none came at all', () => {
    const pieces = judged([
      sum(0, 5, { lost: 3, roundTripSumMs: 700 }),
      sum(1, 5, { lost: 2 }),
      sum(2, 5, { roundTripSumMs: 15_000 }),
      sum(3, 5, { lost: 10, roundTripSumMs: 0 }),
    ])
    expect(pieces.map(({ weak }) => weak)).toEqual([true, false, true, true])
    expect(pieces[3]?.roundTripMs).toBeNull()
    expect(weakStretches(pieces, 900)).toEqual([
      [0, 250],
      [500, 900],
    ])
  })
})

describe('a band of hours', () => {
  it('is that of the city’s clock, also on the day on which it is changed', () => {
    expect(hourBandAt('America/Mexico_City', seconds('2026-11-24T11:59:00Z'))).toBe(0)
    expect(hourBandAt('America/Mexico_City', seconds('2026-11-24T12:00:00Z'))).toBe(1)
    expect(hourBandAt('America/Tijuana', seconds('2026-11-01T13:30:00Z'))).toBe(0)
    expect(hourBandAt('America/Tijuana', seconds('2026-11-01T14:30:00Z'))).toBe(1)
    expect(hourBandAt('Asia/Kolkata', seconds('2026-11-24T14:30:00Z'))).toBe(4)
  })

  it('belongs to a week that begins on Monday', () => {
    expect(weekOf(seconds('2026-11-24T12:00:00Z'))).toBe(seconds('2026-11-23T00:00:00Z'))
    expect(weekOf(seconds('2026-11-23T00:00:00Z'))).toBe(seconds('2026-11-23T00:00:00Z'))
  })
})
