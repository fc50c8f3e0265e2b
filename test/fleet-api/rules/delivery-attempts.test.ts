import { describe, expect, it } from 'vitest'
import { KEEP_TRYING_MS, nextAttemptAt, retryAfterMs } from '../../../fleet-api/rules/delivery-attempts.ts'

const NOW = Date.parse('2026-11-24T14:30:00Z')
const failed = (retryAfter: number | null = null) => ({
  went: 'failed' as const,
  failure: 'x',
  retryAfterMs: retryAfter,
})
const REFUSED = { went: 'refused' as const, failure: 'x' }
const tried = (attempts: number, madeAt = NOW) => ({ attempts, mostAttempts: attempts, madeAt })

describe('the next attempt', () => {
  it.each([
    [1, 10],
    [2, 30],
    [3, 60],
    [4, 120],
    [5, 300],
    [6, 600],
    [7, 900],
    [50, 900],
  ])('after %i comes %i seconds later', (attempts, seconds) => {
    expect(nextAttemptAt(failed(), tried(attempts), NOW)).toBe(NOW + seconds * 1000)
  })

  it('waits as long as what waits the longest for this channel', () => {
    expect(nextAttemptAt(failed(), { attempts: 1, mostAttempts: 5, madeAt: NOW }, NOW)).toBe(NOW + 300_000)
  })

  it('waits for as long as the other side asks, if that is longer', () => {
    expect(nextAttemptAt(failed(120_000), tried(1), NOW)).toBe(NOW + 120_000)
    expect(nextAttemptAt(failed(1000), tried(1), NOW)).toBe(NOW + 10_000)
  })

  it('does not come after a day, nor where the other side asks for more than a day', () => {
    expect(nextAttemptAt(failed(), tried(9, NOW - KEEP_TRYING_MS + 900_000), NOW)).toBe(NOW + 900_000)
    expect(nextAttemptAt(failed(), tried(9, NOW - KEEP_TRYING_MS + 899_999), NOW)).toBeNull()
    expect(nextAttemptAt(failed(2 * KEEP_TRYING_MS), tried(1), NOW)).toBeNull()
  })

  it('comes twice after the first refusal', () => {
    expect([1, 2, 3].map((attempts) => nextAttemptAt(REFUSED, tried(attempts), NOW))).toEqual([
      NOW + 10_000,
      NOW + 30_000,
      null,
    ])
  })
})

describe('Retry-After', () => {
  it.each([
    ['120', 120_000],
    [' 0 ', 0],
    ['Tue, 24 Nov 2026 14:31:00 GMT', 60_000],
    ['Tue, 24 Nov 2026 14:29:00 GMT', 0],
    ['soon', null],
    ['-5', null],
    ['1.5', null],
    ['', null],
    [null, null],
  ])('%j is %j ms', (header, ms) => {
    expect(retryAfterMs(header, NOW)).toBe(ms)
  })
})
