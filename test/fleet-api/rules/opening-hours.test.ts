import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { holds } from '../../../fleet-api/rules/intervals.ts'
import { openingsOf } from '../../../fleet-api/rules/opening-hours.ts'
import { dateAt, daysAfter, isoDate } from '../../../fleet-api/rules/service-date.ts'
import { isoInZone } from '../../../fleet-api/rules/zone.ts'
import { aSite } from '../../fakes/site.ts'

const { openingHours } = aSite()
const always = (...spans: [string, string][]) => ({
  monday: spans,
  tuesday: spans,
  wednesday: spans,
  thursday: spans,
  friday: spans,
  saturday: spans,
  sunday: spans,
  exceptions: {},
})
const told = (hours: typeof openingHours, timezone: string, date: string) =>
  openingsOf(hours, timezone, date).map((span) => span.map((at) => isoInZone(timezone, at)))

describe('opening hours', () => {
  it.each([
    ['a Tuesday', '20261124', [['2026-11-24T05:00:00-06:00', '2026-11-24T23:00:00-06:00']]],
    ['a Friday, into Saturday', '20261127', [['2026-11-27T05:00:00-06:00', '2026-11-28T01:30:00-06:00']]],
    ['a Sunday', '20261129', []],
    ['a Friday that is an exception', '20261225', []],
  ])('of %s', (_day, date, spans) => {
    expect(told(openingHours, 'America/Mexico_City', date)).toEqual(spans)
  })

  it.each([
    // The clocks go from 2 to 3: half past two is told by the clock before.
    ['Europe/Madrid', '20260329', ['02:30', '05:00'], ['2026-03-29T03:30:00+02:00', '2026-03-29T05:00:00+02:00']],
    ['America/Tijuana', '20260308', ['01:00', '04:00'], ['2026-03-08T01:00:00-08:00', '2026-03-08T04:00:00-07:00']],
    // From 3 back to 2: open from the first half past two to the second.
    ['Europe/Madrid', '20261025', ['02:30', '02:40'], ['2026-10-25T02:30:00+02:00', '2026-10-25T02:40:00+01:00']],
    ['America/Tijuana', '20261031', ['22:00', '25:30'], ['2026-10-31T22:00:00-07:00', '2026-11-01T01:30:00-08:00']],
  ])('go by the clock on the wall of %s on %s', (timezone, date, [from = '', to = ''], span) => {
    expect(told(always([from, to]), timezone, date)).toEqual([span])
  })

  it('put spans that overlap together', () => {
    expect(told(always(['05:00', '09:00'], ['08:00', '10:00']), 'America/Mexico_City', '20261124')).toEqual([
      ['2026-11-24T05:00:00-06:00', '2026-11-24T10:00:00-06:00'],
    ])
  })

  it('hold the minutes whose clock on the wall is within a span', () => {
    const clock = (minutes: number) =>
      `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
    const span = fc
      .tuple(fc.integer({ min: 4 * 60, max: 23 * 60 }), fc.integer({ min: 1, max: 6 * 60 }))
      // Within an hour that the clocks show twice a place closes at the later of two equal times, which the wall does not tell: that is above.
      .map(([from, lasts]): [string, string] => [clock(from), clock(Math.min(from + lasts, 25 * 60))])
    const zone = fc.constantFrom('America/Mexico_City', 'Europe/Madrid', 'America/Tijuana', 'Asia/Kathmandu')
    fc.assert(
      fc.property(fc.array(span, { maxLength: 4 }), zone, fc.integer({ min: 0, max: 364 }), (spans, timezone, day) => {
        const date = daysAfter('20260101', day)
        const openings = openingsOf(always(...spans), timezone, date)
        const noon = Date.parse(`${isoDate(date)}T12:00:00Z`) / 1000
        for (let at = noon - 24 * 3600; at < noon + 36 * 3600; at += 900) {
          const wall = isoInZone(timezone, at).slice(11, 16)
          const days = dateAt(timezone, at) === date ? [wall] : []
          const next = dateAt(timezone, at) === daysAfter(date, 1) ? [clock(toMinutes(wall) + 1440)] : []
          const open = [...days, ...next].some((now) => spans.some(([from, to]) => from <= now && now < to))
          expect(holds(openings, at)).toBe(open)
        }
      }),
      { numRuns: 60 },
    )
  })
})

function toMinutes(wall: string): number {
  return Number(wall.slice(0, 2)) * 60 + Number(wall.slice(3))
}
