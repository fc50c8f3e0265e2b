import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { contrast, routeColours } from '../../../fleet-api/gtfs/route-colour.ts'

const hex = fc.stringMatching(/^[0-9a-fA-F]{6}$/)
const cell = fc.oneof(fc.constant(null), hex, fc.string())

describe("a route's colours", () => {
  test.each([
    ["are the feed's where they can be read together", 'CFD600', '000000', { color: '#cfd600', textColor: '#000000' }],
    ['are in lower case whatever the feed writes', 'AbCdEf', '00000A', { color: '#abcdef', textColor: '#00000a' }],
    [
      'have black text where the feed has a malformed one on a light colour',
      'CFD600',
      '0',
      { color: '#cfd600', textColor: '#000000' },
    ],
    [
      'have white text where the feed has none on a dark colour',
      '003366',
      null,
      { color: '#003366', textColor: '#ffffff' },
    ],
    [
      "have other text than the feed's where nobody could read that",
      'FFFFFF',
      'FFFF00',
      { color: '#ffffff', textColor: '#000000' },
    ],
  ])('%s', (_, routeColor, routeTextColor, expected) => {
    expect(routeColours({ routeId: 'T2', routeColor, routeTextColor })).toEqual(expected)
  })

  test('are derived from its id where the feed is silent, always the same and unlike those of its neighbours', () => {
    const colours = ['T2', 'T3', 'T4', 'T5', 'T6'].map(
      (routeId) => routeColours({ routeId, routeColor: null, routeTextColor: null }).color,
    )

    expect(colours).toEqual(['#25819d', '#9541d2', '#d29541', '#569d25', '#41d2b0'])
  })

  test('can always be read', () => {
    fc.assert(
      fc.property(fc.string(), cell, cell, (routeId, routeColor, routeTextColor) => {
        const { color, textColor } = routeColours({ routeId, routeColor, routeTextColor })
        expect([color, textColor]).toEqual([
          expect.stringMatching(/^#[0-9a-f]{6}$/),
          expect.stringMatching(/^#[0-9a-f]{6}$/),
        ])
        expect(contrast(color, textColor)).toBeGreaterThanOrEqual(4.5)
      }),
    )
  })

  test('are the same each time', () => {
    fc.assert(
      fc.property(fc.string(), (routeId) => {
        const route = { routeId, routeColor: null, routeTextColor: null }
        expect(routeColours(route)).toEqual(routeColours(route))
      }),
    )
  })
})

describe('the contrast of two colours', () => {
  test.each([
    ['#000000', '#ffffff', 21],
    ['#ffffff', '#000000', 21],
    ['#777777', '#ffffff', 4.48],
    ['#ff0000', '#000000', 5.25],
    ['#123456', '#123456', 1],
  ])('%s on %s is %d, as WCAG has it', (a, b, ratio) => {
    expect(contrast(a, b)).toBeCloseTo(ratio, 2)
  })
})
