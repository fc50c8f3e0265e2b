import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { badgeText, contrastRatio, fromOklch, parseHex, readableOn, toOklch } from '../../dashboard/chart/contrast.ts'
import { lineColours } from '../../dashboard/chart/line-colours.ts'
import { GROUNDS } from '../../dashboard/models/theme.ts'

const hex = fc.integer({ min: 0, max: 0xffffff }).map((n) => `#${n.toString(16).padStart(6, '0')}`)

describe('colours', () => {
  test('contrast is that of WCAG: 21 between black and white, 4.54 for #767676 on white', () => {
    expect(contrastRatio('#000000', '#ffffff')).toBeCloseTo(21, 5)
    expect(contrastRatio('#767676', '#ffffff')).toBeCloseTo(4.54, 2)
    expect(contrastRatio('#0b4ea2', '#0b4ea2')).toBe(1)
  })

  test('a colour that already reads on the ground stays as the feed gives it', () => {
    expect(readableOn('#D0111C', '#ffffff')).toBe('#d0111c')
    expect(readableOn('#FFC107', '#14212b')).toBe('#ffc107')
  })

  test('yellow grows darker on white and navy grows lighter on the dark ground, each of its own hue', () => {
    expect(readableOn('#ffc107', '#ffffff')).toBe('#b88c12')
    expect(toOklch('#b88c12').h - toOklch('#ffc107').h).toBeCloseTo(0, 0)
    expect(readableOn('#001a5c', '#14212b')).toBe('#466bb4')
  })

  test('any colour comes out with at least 3 to 1 on the light and on the dark ground', () => {
    fc.assert(
      fc.property(hex, (color) => {
        expect(contrastRatio(readableOn(color, GROUNDS.light), GROUNDS.light)).toBeGreaterThanOrEqual(3)
        expect(contrastRatio(readableOn(color, GROUNDS.dark), GROUNDS.dark)).toBeGreaterThanOrEqual(3)
      }),
    )
  })

  test('a colour that goes through OKLCH and back is the same colour', () => {
    fc.assert(
      fc.property(hex, (color) => {
        expect(fromOklch(toOklch(color))).toBe(color)
      }),
    )
  })

  test('what is not a colour counts as grey', () => {
    expect(parseHex('tomato')).toEqual(parseHex('#808080'))
    expect(parseHex('#fc0')).toEqual(parseHex('ffcc00'))
  })

  test('a badge keeps the text colour of its feed only where that can be read', () => {
    expect(badgeText('#0b4ea2', '#FFFFFF')).toBe('#ffffff')
    expect(badgeText('#ffc107', '#ffffff')).toBe('#000000')
    expect(badgeText('#d0111c', '#d0111c')).toBe('#ffffff')
  })

  test('the grounds are the panel colours of the style sheet', () => {
    const css = readFileSync(new URL('../../dashboard/style/tokens.css', import.meta.url), 'utf8')
    expect([...css.matchAll(/--panel: (#[0-9a-f]{6})/g)].map((m) => m[1])).toEqual([
      GROUNDS.light,
      GROUNDS.dark,
      GROUNDS.dark,
    ])
  })
})

describe('line colours', () => {
  test('a route that is alone with its colour keeps it, and the next of the same colour gets another hue', () => {
    const colours = lineColours(
      [
        { key: 'A', color: '#d0111c' },
        { key: 'B', color: '#0b4ea2' },
        { key: 'C', color: '#d0111c' },
      ],
      '#ffffff',
    )
    expect(colours.get('A')).toBe('#d0111c')
    expect(colours.get('B')).toBe('#0b4ea2')
    expect(colours.get('C')).not.toBe('#d0111c')
  })

  test('eight routes of a feed that gives no colours get eight different lines', () => {
    const routes = ['1', '2', '3', '4', '5', '6', '7', '8'].map((key) => ({ key, color: '#ffffff' }))
    expect(new Set(lineColours(routes, '#ffffff').values()).size).toBe(8)
    expect(new Set(lineColours(routes, '#14212b').values()).size).toBe(8)
  })
})
