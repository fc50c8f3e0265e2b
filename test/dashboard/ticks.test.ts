import { describe, expect, test } from 'vitest'
import { bucketsOf, windowOf } from '../../dashboard/chart/range.ts'
import { isMidnight, ticksBetween } from '../../dashboard/chart/ticks.ts'
import { dayStart, hourStart, instantOf, offsetAt } from '../../dashboard/chart/zone.ts'

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
    const window = windowOf('1h', at('2026-11-24T15:03:20Z'), MEXICO)
    expect(iso([window.from, window.to])).toEqual(['2026-11-24T14:04', '2026-11-24T15:04'])
    expect(bucketsOf(window, MEXICO)).toHaveLength(60)
  })

  test('seven days are 168 hours', () => {
    const window = windowOf('7d', at('2026-11-24T15:03:20Z'), MEXICO)
    expect(window.step).toBe('hour')
    expect(bucketsOf(window, MEXICO)).toHaveLength(168)
  })

  test('thirty days over the change of clocks are thirty buckets, each from midnight', () => {
    const window = windowOf('30d', at('2026-11-24T15:03:20Z'), NEW_YORK)
    const buckets = bucketsOf(window, NEW_YORK)
    expect(buckets).toHaveLength(30)
    expect(iso([buckets[0] ?? 0, buckets[29] ?? 0, window.to])).toEqual([
      '2026-10-26T04:00',
      '2026-11-24T05:00',
      '2026-11-25T05:00',
    ])
  })
})
