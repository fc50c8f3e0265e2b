import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { spread } from '../../dashboard/chart/spread.ts'
import { agoParts, createFormat } from '../../dashboard/format.ts'
import { backoff } from '../../dashboard/models/backoff.ts'

const AT = Date.parse('2026-11-24T05:04:09Z')

describe('format', () => {
  test('times are those of the city, on the clock of 24 hours, in both languages', () => {
    expect(createFormat('es-MX', 'America/Mexico_City').timeWithSeconds(AT)).toBe('23:04:09')
    expect(createFormat('en', 'America/New_York').time(AT)).toBe('00:04')
  })

  test('a share is cut, so that only all of it is 100 %', () => {
    const { percent } = createFormat('en', 'UTC')
    expect(percent(0.9997)).toBe('99.9%')
    expect(percent(1)).toBe('100%')
    expect(percent(0.95)).toBe('95%')
  })

  test('means have one decimal and counts have none', () => {
    const format = createFormat('es-MX', 'UTC')
    expect(format.mean(40)).toBe('40.0')
    expect(format.whole(2300)).toBe('2,300')
  })

  test('an age is in the largest whole unit, and never negative', () => {
    expect(agoParts(12_900)).toEqual([12, 'second'])
    expect(agoParts(60_000)).toEqual([1, 'minute'])
    expect(agoParts(7_199_000)).toEqual([1, 'hour'])
    expect(agoParts(90_000_000)).toEqual([1, 'day'])
    expect(agoParts(-5000)).toEqual([0, 'second'])
    expect(createFormat('es-MX', 'UTC').ago(12_000)).toBe('hace 12 s')
  })
})

describe('reconnecting', () => {
  test('waits double up to 30 s, less up to half by chance', () => {
    expect([0, 1, 2, 3, 4, 5, 20].map((n) => backoff(n, 0))).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000])
    expect(backoff(0, 1)).toBe(500)
  })
})

describe('labels at the ends of lines', () => {
  test('labels that fit stay where they are', () => {
    expect(spread([20, 80], 20, 0, 100)).toEqual([20, 80])
  })

  test('labels on one spot are put one below the other, and back up from the edge', () => {
    expect(spread([50, 50, 50], 20, 0, 200)).toEqual([50, 70, 90])
    expect(spread([95, 96], 20, 0, 100)).toEqual([70, 90])
  })

  test('no label covers another where there is room for all', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 12 }), (middles) => {
        const placed = spread(middles, 22, 0, 300).sort((a, b) => a - b)
        expect(placed.every((y, i) => i === 0 || y - (placed[i - 1] ?? 0) >= 22 - 1e-9)).toBe(true)
      }),
    )
  })
})
