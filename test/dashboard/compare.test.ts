import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bucketsBefore, change, changeOfAll, weeksBefore, windowBefore } from '../../dashboard/chart/compare.ts'
import { cellsBefore, frameOf } from '../../dashboard/chart/frame.ts'
import { bucketsOf, type Window, windowOf } from '../../dashboard/chart/range.ts'
import { wallAt } from '../../dashboard/chart/zone.ts'
import { DEFAULT_VIEW } from '../../dashboard/view-state.ts'

const MEXICO = 'America/Mexico_City'
const NEW_YORK = 'America/New_York'
const at = Date.parse
const HOUR = 3_600_000
const DAY = 24 * HOUR
const iso = (list: (number | null)[]) => list.map((ms) => ms && new Date(ms).toISOString().slice(0, 16))
const weekdayAndTime = (ms: number, zone: string) => {
  const { year, month, day, hour, minute } = wallAt(ms, zone)
  return [new Date(Date.UTC(year, month - 1, day)).getUTCDay(), hour, minute]
}

describe('the period before', () => {
  test('an hour, a day and a week are a week before, thirty days four weeks', () => {
    const weeks = (days: number) => weeksBefore({ from: 0, to: days * DAY })
    expect([1 / 24, 1, 7, 10, 14, 30, 90, 365].map(weeks)).toEqual([1, 1, 1, 1, 2, 4, 13, 52])
  })

  test('thirty days begin four weeks before, on the same weekday', () => {
    const window = windowOf({ ...DEFAULT_VIEW, range: '30d' }, at('2026-11-24T15:03Z'), MEXICO)
    const before = bucketsBefore(window, weeksBefore(window), MEXICO)
    expect(iso([window.from, before[0] ?? null])).toEqual(['2026-10-26T06:00', '2026-09-28T06:00'])
    expect(iso([before.at(-1) ?? null])).toEqual(['2026-10-27T06:00'])
  })

  test('hours keep the time of the clock over a change of clocks in between', () => {
    // The clocks of New York went back on 1 November: what is 13:00 UTC after it was 12:00 UTC before.
    const window: Window = { from: at('2026-11-02T13:00Z'), to: at('2026-11-02T15:00Z'), step: 'hour' }
    expect(iso(bucketsBefore(window, 1, NEW_YORK))).toEqual(['2026-10-26T12:00', '2026-10-26T13:00'])
  })

  test('the hour that comes twice has a counterpart the first time only', () => {
    const window: Window = { from: at('2026-11-01T04:00Z'), to: at('2026-11-01T08:00Z'), step: 'hour' }
    expect(iso(bucketsBefore(window, 1, NEW_YORK))).toEqual([
      '2026-10-25T04:00',
      '2026-10-25T05:00',
      null,
      '2026-10-25T06:00',
    ])
  })

  test('the hour that the clocks left out a week before has none', () => {
    // On 8 March there was no 02:00 in New York.
    const window: Window = { from: at('2026-03-15T05:00Z'), to: at('2026-03-15T08:00Z'), step: 'hour' }
    expect(iso(bucketsBefore(window, 1, NEW_YORK))).toEqual(['2026-03-08T06:00', null, '2026-03-08T07:00'])
  })

  test('days of 23 and 25 hours have days beside them', () => {
    const window: Window = { from: at('2026-11-01T04:00Z'), to: at('2026-11-03T05:00Z'), step: 'day' }
    expect(iso(bucketsBefore(window, 1, NEW_YORK))).toEqual(['2026-10-25T04:00', '2026-10-26T04:00'])
  })

  test('whatever the zone and the window, each bucket stands beside one of the same weekday and time, and none stands beside two', () => {
    const zones = fc.constantFrom(MEXICO, NEW_YORK, 'Africa/Casablanca', 'Asia/Kathmandu', 'Pacific/Chatham', 'UTC')
    const some = fc.tuple(zones, fc.integer({ min: 0, max: 400 * 24 }), fc.integer({ min: 2, max: 60 }))
    fc.assert(
      fc.property(some, fc.constantFrom('hour' as const, 'day' as const), ([zone, start, length], step) => {
        const from = at('2026-01-01T00:00Z') + start * HOUR
        const looked = { ...DEFAULT_VIEW, step, span: { from, to: from + length * HOUR } }
        const window = windowOf(looked, at('2027-06-01T00:00Z'), zone)
        const weeks = weeksBefore(window)
        const before = bucketsBefore(window, weeks, zone)
        const pairs = bucketsOf(window, zone).map((now, i) => [now, before[i] ?? null] as const)
        const known = pairs.flatMap(([now, then]) => (then === null ? [] : [[now, then] as const]))
        expect(pairs.length - known.length).toBeLessThanOrEqual(1)
        expect(new Set(known.map(([, then]) => then)).size).toBe(known.length)
        const asked = windowBefore(window, weeks, zone)
        for (const [now, then] of known) {
          expect(weekdayAndTime(then, zone)).toEqual(weekdayAndTime(now, zone))
          expect(then >= asked.from && then < asked.to).toBe(true)
        }
      }),
      { numRuns: 60 },
    )
  })
})

describe('the difference', () => {
  const hour = at('2026-11-24T15:00Z')
  const window: Window = { from: hour, to: hour + 3 * HOUR, step: 'hour' }
  const grid = [0, 1, 2].map((n) => hour + n * HOUR - 7 * DAY)
  const points = (key: string, start: number, means: (number | null)[]) =>
    [
      key,
      means.map((mean, n) => ({ at: new Date(start + n * HOUR).toISOString(), mean, peak: mean, completeness: 1 })),
    ] as const

  test('is a share of what was before, and none where nobody rode or nothing is known', () => {
    expect(change(15, 10)).toBeCloseTo(0.5)
    expect(change(5, 10)).toBeCloseTo(-0.5)
    expect([change(5, 0), change(null, 10), change(5, null)]).toEqual([null, null, null])
  })

  test('of all lines counts those moments alone in which both are known and that are over', () => {
    const now = new Map([points('A', hour, [10, 20, 99]), points('B', hour, [4, null, 99])])
    const then = new Map([points('A', hour - 7 * DAY, [5, 10, 1]), points('B', hour - 7 * DAY, [null, 8, 1])])
    const frame = frameOf(window, MEXICO, ['A', 'B'], now, new Map(), hour + 2.5 * HOUR)
    const compared = { weeks: 1, grid, ...cellsBefore(then, ['A', 'B'], grid) }
    expect(changeOfAll(frame, compared, hour + 2.5 * HOUR)).toEqual({ now: 15, before: 7.5 })
    expect(compared.silent).toEqual([true, false, false])
  })

  test('of nothing that is known in both is none', () => {
    const frame = frameOf(window, MEXICO, ['A'], new Map([points('A', hour, [1, 2, 3])]), new Map(), hour + DAY)
    expect(changeOfAll(frame, { weeks: 1, grid, ...cellsBefore(new Map(), ['A'], grid) }, hour + DAY)).toBeNull()
  })
})
