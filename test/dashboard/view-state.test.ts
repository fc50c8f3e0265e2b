import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { RANGES } from '../../dashboard/chart/range.ts'
import { DEFAULT_VIEW, formatView, LANGUAGES, parseView } from '../../dashboard/view-state.ts'

describe('view in the address', () => {
  test('the default view has no query', () => {
    expect(formatView(DEFAULT_VIEW)).toBe('')
    expect(parseView('')).toEqual(DEFAULT_VIEW)
  })

  test('a view reads as plain words', () => {
    expect(formatView({ range: '7d', stacked: true, shown: ['T9'], hidden: ['T2', 'L 4'], lang: 'en' })).toBe(
      '?range=7d&stacked=1&show=T9&hide=T2&hide=L+4&lang=en',
    )
  })

  test('any view comes back from its own address, whatever is in the ids of routes', () => {
    const ids = fc.uniqueArray(fc.string({ minLength: 1, unit: 'grapheme' }), { maxLength: 5 })
    const view = fc.record({
      range: fc.constantFrom(...RANGES),
      stacked: fc.boolean(),
      shown: ids,
      hidden: ids,
      lang: fc.constantFrom(...LANGUAGES, null),
    })
    fc.assert(
      fc.property(view, (v) => {
        expect(parseView(formatView(v))).toEqual(v)
      }),
    )
  })

  test('parameters of a page stay as they are', () => {
    const view = { ...DEFAULT_VIEW, stacked: true }
    expect(formatView(view, '?bus=bus-1&range=7d&show=T9')).toBe('?bus=bus-1&stacked=1')
    expect(formatView(DEFAULT_VIEW, '?bus=bus-1')).toBe('?bus=bus-1')
  })

  test('what is not understood counts as not given', () => {
    expect(parseView('?range=9y&stacked=yes&lang=de&hide=A&hide=A')).toEqual({ ...DEFAULT_VIEW, hidden: ['A'] })
  })

  test('no query makes it fail', () => {
    fc.assert(
      fc.property(fc.string(), (query) => {
        expect(RANGES).toContain(parseView(query).range)
      }),
    )
  })
})
