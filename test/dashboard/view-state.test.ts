import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { RANGES } from '../../dashboard/chart/range.ts'
import { DEFAULT_VIEW, formatView, LANGUAGES, parseSpan, parseView } from '../../dashboard/view-state.ts'

const at = Date.parse

describe('view in the address', () => {
  test('the default view has no query', () => {
    expect(formatView(DEFAULT_VIEW)).toBe('')
    expect(parseView('')).toEqual(DEFAULT_VIEW)
  })

  test('a view reads as plain words', () => {
    expect(
      formatView({
        ...DEFAULT_VIEW,
        range: '7d',
        zoom: { from: at('2026-11-20T12:00Z'), to: at('2026-11-20T18:30Z') },
        step: 'hour',
        stacked: true,
        compare: true,
        shown: ['T9'],
        hidden: ['T2', 'L 4'],
        lang: 'en',
      }),
    ).toBe(
      '?range=7d&zoom=2026-11-20T12:00Z/2026-11-20T18:30Z&step=hour&stacked=1&compare=1&show=T9&hide=T2&hide=L+4&lang=en',
    )
    const span = { from: at('2026-11-01T06:00Z'), to: at('2026-12-01T06:00Z') }
    expect(formatView({ ...DEFAULT_VIEW, span })).toBe('?from=2026-11-01T06:00Z&to=2026-12-01T06:00Z')
  })

  const minute = fc.integer({ min: at('2020-01-01T00:00Z') / 60_000, max: at('2040-01-01T00:00Z') / 60_000 })
  const span = fc
    .tuple(minute, fc.integer({ min: 2, max: 1_000_000 }))
    .map(([from, length]) => ({ from: from * 60_000, to: (from + length) * 60_000 }))
  const ids = fc.uniqueArray(fc.string({ minLength: 1, unit: 'grapheme' }), { maxLength: 5 })
  const view = fc.record({
    range: fc.constantFrom(...RANGES),
    span: fc.option(span),
    zoom: fc.option(span),
    step: fc.option(fc.constantFrom('minute' as const, 'hour' as const, 'day' as const)),
    stacked: fc.boolean(),
    compare: fc.boolean(),
    shown: ids,
    hidden: ids,
    only: fc.boolean(),
    lang: fc.constantFrom(...LANGUAGES, null),
  })

  test('any view comes back from its own address, whatever is in the ids of routes', () => {
    fc.assert(
      fc.property(view, (v) => {
        expect(parseView(formatView(v))).toEqual(v)
      }),
    )
  })

  test('what other pages keep in the query stays there', () => {
    expect(formatView({ ...DEFAULT_VIEW, lang: 'en' }, '?state=missing&range=7d&search=a%26b')).toBe(
      '?lang=en&state=missing&search=a%26b',
    )
  })

  test('what is not understood counts as not given', () => {
    expect(parseView('?range=9y&stacked=yes&lang=de&hide=A&hide=A&step=week&zoom=now/then&from=2026-11-01')).toEqual({
      ...DEFAULT_VIEW,
      hidden: ['A'],
    })
  })

  test('no query makes it fail', () => {
    fc.assert(
      fc.property(fc.string(), (query) => {
        expect(RANGES).toContain(parseView(query).range)
      }),
    )
  })
})

describe('a range in the address', () => {
  test('any offset is understood, also one whose plus sign has become a space', () => {
    const span = { from: at('2026-11-24T12:00Z'), to: at('2026-11-24T15:00Z') }
    expect(parseSpan('2026-11-24T06:00:00-06:00', '2026-11-24T17:00:30+02:00')).toEqual(span)
    expect(parseSpan('2026-11-24T12:00Z', '2026-11-24T17:00 02:00')).toEqual(span)
  })

  test.each([
    ['a time without its zone', '2026-11-24T06:00', '2026-11-24T09:00Z'],
    ['an end before its start', '2026-11-24T09:00Z', '2026-11-24T06:00Z'],
    ['a single minute', '2026-11-24T09:00Z', '2026-11-24T09:01Z'],
    ['more days than the fleet answers', '2020-01-01T00:00Z', '2026-11-24T06:00Z'],
    ['a date that there is not', '2026-13-45T99:00Z', '2026-11-24T06:00Z'],
    ['another age', '0001-01-01T00:00Z', '0002-01-01T00:00Z'],
    ['half of a range', '2026-11-24T09:00Z', null],
  ])('%s counts as not given', (_, from, to) => {
    expect(parseSpan(from, to)).toBeNull()
  })
})
