import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { closer, furtherAway, spanOfBuckets } from '../../dashboard/chart/zoom.ts'

const ZONE = 'America/Mexico_City'
const MINUTE = 60_000
const START = Date.parse('2026-11-24T06:00Z')
const span = (from: number, to: number) => ({ from: START + from * MINUTE, to: START + to * MINUTE })

describe('zooming', () => {
  const minutes = Array.from({ length: 60 }, (_, i) => START + i * MINUTE)
  const days = Array.from({ length: 7 }, (_, i) => START + i * 1440 * MINUTE)

  test('what was marked is shown with its first and its last moment, in whichever direction it was marked', () => {
    expect(spanOfBuckets(minutes, 10, 29, 'minute', ZONE)).toEqual(span(10, 30))
    expect(spanOfBuckets(minutes, 29, 10, 'minute', ZONE)).toEqual(span(10, 30))
    expect(spanOfBuckets(days, 2, 2, 'day', ZONE)).toEqual(span(2880, 4320))
  })

  test('a slip of the hand over a few minutes zooms nowhere', () => {
    expect(spanOfBuckets(minutes, 10, 12, 'minute', ZONE)).toBeNull()
  })

  test('closer is half of it about a moment, kept within what was in sight', () => {
    expect(closer(span(0, 60), START + 30 * MINUTE)).toEqual(span(15, 45))
    expect(closer(span(0, 60), START + 2 * MINUTE)).toEqual(span(0, 30))
    expect(closer(span(0, 60), START + 59 * MINUTE)).toEqual(span(30, 60))
    expect(closer(span(0, 8), START)).toBeNull()
  })

  test('further away is twice of it, within the whole, until it is the whole', () => {
    expect(furtherAway(span(20, 30), span(0, 60))).toEqual(span(15, 35))
    expect(furtherAway(span(0, 10), span(0, 60))).toEqual(span(0, 20))
    expect(furtherAway(span(50, 60), span(0, 60))).toEqual(span(40, 60))
    expect(furtherAway(span(10, 50), span(0, 60))).toBeNull()
  })

  test('a part of days that are long over widens about its own middle', () => {
    expect(furtherAway(span(-1000, -980), span(0, 60))).toEqual(span(-1010, -970))
  })

  test('from any part the whole is in sight again after a few steps', () => {
    const part = fc.tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 5, max: 40 }))
    fc.assert(
      fc.property(part, ([from, length]) => {
        const whole = span(0, 100)
        let steps = 0
        for (let zoom: typeof whole | null = span(from, from + length); zoom; zoom = furtherAway(zoom, whole)) {
          expect(zoom.from).toBeGreaterThanOrEqual(whole.from)
          expect(zoom.to).toBeLessThanOrEqual(whole.to)
          steps += 1
        }
        expect(steps).toBeLessThan(7)
      }),
    )
  })
})
