import { describe, expect, test } from 'vitest'
import { bucketsOf, stepsFor, windowOf } from '../../dashboard/chart/range.ts'
import { isMidnight, ticksBetween } from '../../dashboard/chart/ticks.ts'
import { dayStart, hourStart, instantOf, offsetAt } from '../../dashboard/chart/zone.ts'
import { DEFAULT_VIEW } from '../../dashboard/view-state.ts'

const MEXICO = 'America/Mexico_City'
const NEW_YORK = 'America/New_York'
const at = Date.parse
const iso = (list: number[]) => list.map((ms) => new Date(ms).toISOString().slice(0, 16))

describe('times of a zone', () => {
  test('Mexico City is six hours behind UTC, and was five in the summers up to 2022', () => {
    expect(offsetAt(at('2026-07-01T12:00Z'), MEXICO)).toBe(-21_600_000)
    expect(offsetAt(at('2022-07-01T12:00Z'), MEXICO)).toBe(-18_000_000)
  })

  test('a day begins at midnight of the zone', () => {
    expect(iso([dayStart(at('2026-11-24T03:00Z'), MEXICO)])).toEqual(['2026-11-23T06:00'])
    expect(iso([dayStart(at('2026-11-24T03:00Z'), MEXICO, 1)])).toEqual(['2026-11-24T06:00'])
  })

  test('a time that the change of clocks leaves out is moved behind it, one that comes twice is the first', () => {
    expect(iso([instantOf({ year: 2026, month: 3, day: 8, hour: 2 }, NEW_YORK)])).toEqual(['2026-03-08T07:00'])
    expect(iso([instantOf({ year: 2026, month: 11, day: 1, hour: 1 }, NEW_YORK)])).toEqual(['2026-11-01T05:00'])
  })

  test('hours are cut by the clocks of the zone, in Kathmandu at a quarter to', () => {
    expect(iso([hourStart(at('2026-11-24T03:20Z'), 'Asia/Kathmandu')])).toEqual(['2026-11-24T03:15'])
    expect(iso([hourStart(at('2026-11-24T03:20Z'), MEXICO)])).toEqual(['2026-11-24T03:00'])
  })
})

describe('ticks', () => {
  test('an hour has a tick every ten minutes where eight fit', () => {
    expect(iso(ticksBetween(at('2026-11-24T14:03Z'), at('2026-11-24T15:03Z'), MEXICO, 8))).toEqual([
      '2026-11-24T14:10',
      '2026-11-24T14:20',
      '2026-11-24T14:30',
      '2026-11-24T14:40',
      '2026-11-24T14:50',
      '2026-11-24T15:00',
    ])
  })

  test('a day has ticks at round hours of the city, with midnight among them', () => {
    const ticks = ticksBetween(at('2026-11-23T15:00Z'), at('2026-11-24T15:00Z'), MEXICO, 4)
    expect(iso(ticks)).toEqual(['2026-11-23T18:00', '2026-11-24T00:00', '2026-11-24T06:00', '2026-11-24T12:00'])
    expect(ticks.map((tick) => isMidnight(tick, MEXICO))).toEqual([false, false, true, false])
  })

  test('the day of 23 hours in New York has no tick at two, and the next stands at four', () => {
    expect(iso(ticksBetween(at('2026-03-08T05:00Z'), at('2026-03-08T13:00Z'), NEW_YORK, 5))).toEqual([
      '2026-03-08T05:00',
      '2026-03-08T08:00',
      '2026-03-08T10:00',
      '2026-03-08T12:00',
    ])
  })

  test('the day of 25 hours in Mexico City in 2022 has its ticks at the same hours of the clock', () => {
    expect(iso(ticksBetween(at('2022-10-30T05:00Z'), at('2022-10-31T06:00Z'), MEXICO, 5))).toEqual([
      '2022-10-30T05:00',
      '2022-10-30T12:00',
      '2022-10-30T18:00',
      '2022-10-31T00:00',
      '2022-10-31T06:00',
    ])
  })

  test('days are counted back from the last one, over the change of clocks', () => {
    expect(iso(ticksBetween(at('2026-10-26T04:00Z'), at('2026-11-04T05:00Z'), NEW_YORK, 5))).toEqual([
      '2026-10-27T04:00',
      '2026-10-29T04:00',
      '2026-10-31T04:00',
      '2026-11-02T05:00',
      '2026-11-04T05:00',
    ])
  })
})

describe('ranges', () => {
  test('the last hour is sixty minutes and ends with the minute that runs', () => {
    const window = windowOf(DEFAULT_VIEW, at('2026-11-24T15:03:20Z'), MEXICO)
    expect(iso([window.from, window.to])).toEqual(['2026-11-24T14:04', '2026-11-24T15:04'])
    expect(bucketsOf(window, MEXICO)).toHaveLength(60)
  })

  test('seven days are 168 hours', () => {
    const window = windowOf({ ...DEFAULT_VIEW, range: '7d' }, at('2026-11-24T15:03:20Z'), MEXICO)
    expect(window.step).toBe('hour')
    expect(bucketsOf(window, MEXICO)).toHaveLength(168)
  })

  test('thirty days over the change of clocks are thirty buckets, each from midnight', () => {
    const window = windowOf({ ...DEFAULT_VIEW, range: '30d' }, at('2026-11-24T15:03:20Z'), NEW_YORK)
    const buckets = bucketsOf(window, NEW_YORK)
    expect(buckets).toHaveLength(30)
    expect(iso([buckets[0] ?? 0, buckets[29] ?? 0, window.to])).toEqual([
      '2026-10-26T04:00',
      '2026-11-24T05:00',
      '2026-11-25T05:00',
    ])
  })

  const NOW = at('2026-11-24T15:03:20Z')
  const span = (from: string, to: string) => ({ from: at(from), to: at(to) })
  const seen = (looked: Partial<typeof DEFAULT_VIEW>, zone = MEXICO) => {
    const { from, to, step } = windowOf({ ...DEFAULT_VIEW, ...looked }, NOW, zone)
    return [...iso([from, to]), step]
  }

  test('a step that is chosen by hand cuts the same range anew', () => {
    expect(seen({ range: '24h' })).toEqual(['2026-11-23T16:00', '2026-11-24T16:00', 'hour'])
    expect(seen({ range: '24h', step: 'minute' })).toEqual(['2026-11-23T15:04', '2026-11-24T15:04', 'minute'])
    expect(seen({ range: '7d', step: 'day' })).toEqual(['2026-11-18T06:00', '2026-11-25T06:00', 'day'])
    expect(seen({ range: '30d', step: 'hour' })).toEqual(['2026-10-25T16:00', '2026-11-24T16:00', 'hour'])
  })

  test('a step that no answer could carry, or that has one moment only, gives way to what suits', () => {
    expect(seen({ range: '30d', step: 'minute' })[2]).toBe('day')
    expect(seen({ range: '1h', step: 'day' })[2]).toBe('minute')
    expect(stepsFor(7 * 86_400_000)).toEqual(['hour', 'day'])
    expect(stepsFor(3_600_000)).toEqual(['minute'])
    expect(stepsFor(200 * 86_400_000)).toEqual(['day'])
  })

  test('two dates are widened to whole steps of the city', () => {
    const dates = span('2026-11-20T06:30Z', '2026-11-21T06:30Z')
    expect(seen({ span: dates })).toEqual(['2026-11-20T06:00', '2026-11-21T07:00', 'hour'])
    expect(seen({ span: span('2026-10-01T06:30Z', '2026-11-21T06:30Z') })).toEqual([
      '2026-10-01T06:00',
      '2026-11-22T06:00',
      'day',
    ])
  })

  test('a part that is zoomed into goes before the dates that it is a part of', () => {
    const zoom = span('2026-11-20T12:00Z', '2026-11-20T13:00Z')
    expect(seen({ span: span('2026-11-01T06:00Z', '2026-11-22T06:00Z'), zoom })).toEqual([
      '2026-11-20T12:00',
      '2026-11-20T13:00',
      'minute',
    ])
  })

  test('of an hour before minutes were kept the hours are shown as far as there are two', () => {
    expect(seen({ span: span('2026-08-01T12:00Z', '2026-08-01T15:00Z') })).toEqual([
      '2026-08-01T12:00',
      '2026-08-01T15:00',
      'hour',
    ])
  })
})
