import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byBusiest, shownRoutes, toggleRoute } from '../../dashboard/chart/busiest.ts'

const route = (key: string, riders: number, gateways = 1) => ({ key, riders, gateways })
const none = { shown: [], hidden: [] }
const ten = ['R1', 'R2', 'R3', 'R4', 'R5', 'R6', 'R7', 'R8', 'R9', 'R10']

describe('choice of routes', () => {
  test('the busiest come first, then those with more gateways, then by name with numbers as numbers', () => {
    const routes = [route('R10', 0), route('R2', 0), route('A', 5), route('B', 0, 7), route('C', 9)]
    expect(byBusiest(routes)).toEqual(['C', 'A', 'B', 'R2', 'R10'])
  })

  test('of ten routes the first eight are drawn', () => {
    expect(shownRoutes(ten, none)).toEqual(['R1', 'R2', 'R3', 'R4', 'R5', 'R6', 'R7', 'R8'])
  })

  test('a press hides a drawn route and draws another, whatever its place', () => {
    const first = toggleRoute(ten, none, 'R2')
    expect(first).toEqual({ shown: [], hidden: ['R2'] })
    const second = toggleRoute(ten, first, 'R10')
    expect(second).toEqual({ shown: ['R10'], hidden: ['R2'] })
    expect(shownRoutes(ten, second)).toEqual(['R1', 'R3', 'R4', 'R5', 'R6', 'R7', 'R8', 'R10'])
  })

  test('two presses on any route leave the choice as it was', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ten), (key) => {
        expect(toggleRoute(ten, toggleRoute(ten, none, key), key)).toEqual(none)
      }),
    )
  })

  test('a route that a shared address names but the city no longer has is left out', () => {
    expect(shownRoutes(['A'], { shown: ['gone'], hidden: ['other'] })).toEqual(['A'])
  })

  test('a link to certain routes shows those alone, whichever are the busiest by then', () => {
    const only = { shown: ['R9', 'R2'], hidden: [], only: true }
    expect(shownRoutes(ten, only)).toEqual(['R2', 'R9'])
    expect(toggleRoute(ten, only, 'R2')).toEqual({ shown: ['R9'], hidden: [] })
    expect(toggleRoute(ten, only, 'R1')).toEqual({ shown: ['R9', 'R2', 'R1'], hidden: [] })
  })
})
