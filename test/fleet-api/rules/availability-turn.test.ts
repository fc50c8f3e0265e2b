import { describe, expect, it } from 'vitest'
import { nextTurn, type Turned } from '../../../fleet-api/rules/availability-turn.ts'

const H = 3600
const TODAY = 1_795_500_000
const day = (ago: number, reports = 5) => ({ dayAt: TODAY - ago * 24 * H, reports })
/** The day that is next at so many minutes after today began; `turned`: minutes at which days were worked out last, by how long ago they were. */
function next(
  minutes: number,
  turned: [ago: number, minutes: number, more?: Partial<Turned>][],
  days = [day(0), day(1), day(5)],
) {
  const known = turned.map(([ago, at, more]) => [
    day(ago).dayAt,
    { reports: 4, at: TODAY * 1000 + at * 60_000, done: true, ...more },
  ])
  const found = nextTurn(days, Object.fromEntries(known), { today: TODAY, now: TODAY * 1000 + minutes * 60_000 })
  return found && (TODAY - found.dayAt) / (24 * H)
}
const same = { reports: 5 }

describe('the day whose availability is worked out next', () => {
  it('is the newest that never was', () => {
    expect(next(60, [])).toBe(0)
    expect(next(60, [[0, 60, same]])).toBe(1)
  })

  it('is today, ten minutes after it was last, where more was reported', () => {
    const others: [number, number, Partial<Turned>][] = [1, 5].map((ago) => [ago, 60, same])
    expect(next(69, [[0, 60], ...others])).toBe(null)
    expect(next(70, [[0, 60], ...others])).toBe(0)
    expect(next(70, [[0, 60, same], ...others])).toBe(null)
  })

  it('is yesterday after an hour, and a day long past after six', () => {
    const now: [number, number, Partial<Turned>] = [0, 600, same]
    expect(next(600, [now, [1, 541], [5, 241]])).toBe(null)
    expect(next(600, [now, [1, 540], [5, 241]])).toBe(1)
    expect(next(600, [now, [1, 541], [5, 240]])).toBe(5)
  })

  it('is one that somebody began and has not ended', () => {
    expect(
      next(70, [
        [0, 61, { done: false }],
        [1, 70, same],
        [5, 70, same],
      ]),
    ).toBe(null)
    expect(
      next(71, [
        [0, 61, { done: false }],
        [1, 70, same],
        [5, 70, same],
      ]),
    ).toBe(0)
  })

  it('is once more one of which nothing is new, when the day after it is over', () => {
    const days = [day(0), day(2)]
    const turned: [number, number, Partial<Turned>][] = [
      [0, 30, same],
      [2, -120, same],
    ]
    expect(next(30, turned, days)).toBe(null)
    expect(next(300, turned, days)).toBe(2)
    expect(next(700, [turned[0] ?? [0, 0], [2, 300, same]], days)).toBe(null)
  })
})
