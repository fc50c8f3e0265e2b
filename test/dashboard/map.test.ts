import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createFormat } from '../../dashboard/format.ts'
import { formatCentre, parseCentre, parseMarks } from '../../dashboard/pages/map/address-state.ts'
import { ageText } from '../../dashboard/pages/map/age.ts'
import { countMarks, filterForMap, isFaded, sortForMap } from '../../dashboard/pages/map/filter.ts'
import { createGlides, GLIDE_MS } from '../../dashboard/pages/map/glide.ts'
import { spotOf, worldPx } from '../../dashboard/pages/map/mercator.ts'
import { aMapGateway } from '../fakes/map-gateway.ts'

describe('what moves on the map', () => {
  const a = { x: 0.25, y: 0.5 }
  const near = { x: 0.25002, y: 0.5 }
  const at = (spot: { x: number; y: number }) => new Map([['bus-1', spot]])

  it('glides from where it was drawn to where it is', () => {
    const glides = createGlides()
    glides.put(at(a), 0, false)
    expect(glides.moves(0)).toBe(false)
    glides.put(at(near), 1000, false)
    expect(glides.moves(1000)).toBe(true)
    expect(glides.at('bus-1', 1000)).toEqual(a)
    expect(glides.at('bus-1', 1000 + GLIDE_MS / 2)?.x).toBeCloseTo(0.25001, 9)
    expect(glides.at('bus-1', 1000 + GLIDE_MS)).toEqual(near)
    expect(glides.moves(1000 + GLIDE_MS)).toBe(false)
  })

  it('goes on from the middle of its way where it is known to be elsewhere meanwhile', () => {
    const glides = createGlides()
    glides.put(at(a), 0, false)
    glides.put(at(near), 0, false)
    const middle = glides.at('bus-1', GLIDE_MS / 2)
    glides.put(at(a), GLIDE_MS / 2, false)
    expect(glides.at('bus-1', GLIDE_MS / 2)).toEqual(middle)
    expect(glides.at('bus-1', 2 * GLIDE_MS)).toEqual(a)
  })

  it('does not begin anew when the same place is told again', () => {
    const glides = createGlides()
    glides.put(at(a), 0, false)
    glides.put(at(near), 0, false)
    glides.put(at(near), GLIDE_MS - 1, false)
    expect(glides.at('bus-1', GLIDE_MS)).toEqual(near)
  })

  it('is there at once for readers who want no motion, where it is new, and where it was far away', () => {
    const still = createGlides()
    still.put(at(a), 0, true)
    still.put(at(near), 0, true)
    expect(still.at('bus-1', 0)).toEqual(near)
    expect(still.moves(0)).toBe(false)
    const far = createGlides()
    far.put(at(a), 0, false)
    far.put(at({ x: 0.26, y: 0.5 }), 0, false)
    expect(far.at('bus-1', 0)).toEqual({ x: 0.26, y: 0.5 })
    expect(far.moves(0)).toBe(false)
  })

  it('is gone when it is no longer named', () => {
    const glides = createGlides()
    glides.put(at(a), 0, false)
    glides.put(new Map(), 1, false)
    expect(glides.at('bus-1', 1)).toBeNull()
  })
})

describe('places on the map', () => {
  it('are where web maps have them', () => {
    expect(spotOf(0, 0)).toEqual({ x: 0.5, y: 0.5 })
    // The tile of León's centre at zoom 12, by the common formula.
    const { x, y } = spotOf(21.122, -101.684)
    expect([Math.floor((x * worldPx(12)) / 256), Math.floor((y * worldPx(12)) / 256)]).toEqual([891, 1802])
  })

  it('are faded after ten minutes, but not at stops and stations', () => {
    const now = Date.parse('2026-11-24T14:30:00Z')
    const told = (at: string | null) => aMapGateway({ place: { lat: 21, lon: -101, at, bearing: null } })
    expect(isFaded(told('2026-11-24T14:20:00Z'), now)).toBe(false)
    expect(isFaded(told('2026-11-24T14:19:59Z'), now)).toBe(true)
    expect(isFaded(told(null), now)).toBe(false)
    expect(isFaded(aMapGateway({ place: null }), now)).toBe(false)
  })
})

describe('the age of a place', () => {
  const format = createFormat('en-GB', 'UTC')
  const age = (at: string) =>
    ageText(at, Date.parse('2026-11-24T14:30:00Z'), format, { underAMinute: 'under 1 min ago' })

  it('is told in whole minutes, and never as a time to come', () => {
    expect(age('2026-11-24T14:30:40Z')).toBe('under 1 min ago')
    expect(age('2026-11-24T14:29:01Z')).toBe('under 1 min ago')
    expect(age('2026-11-24T14:05:00Z')).toBe('25 min ago')
  })
})

describe('the view of the map in the address', () => {
  it('is read back as it was written', () => {
    const view = fc.record({
      lat: fc.integer({ min: -8_500_000, max: 8_500_000 }).map((n) => n / 1e5),
      lon: fc.integer({ min: -18_000_000, max: 18_000_000 }).map((n) => n / 1e5),
      zoom: fc.integer({ min: 0, max: 80 }).map((n) => n / 4),
    })
    fc.assert(
      fc.property(view, (centre) => {
        expect(parseCentre(formatCentre(centre))).toEqual({ ...centre, lat: centre.lat + 0, lon: centre.lon + 0 })
      }),
    )
  })

  it.each([null, '', '1,2', '91,0,3', '0,181,3', '0,0,21', 'a,b,c', '1,2,3,4'])('takes %s for none', (text) => {
    expect(parseCentre(text)).toBeNull()
  })

  it('has the marks that there are, and no others', () => {
    expect(parseMarks('late,missing,constructor')).toEqual(['missing', 'late'])
    expect(parseMarks(null)).toEqual([])
  })
})

describe('the gateways of the map', () => {
  const fleet = [
    aMapGateway({ id: 'bus-10', routeId: 'T1' }),
    aMapGateway({ id: 'bus-2', routeId: 'T2', label: 'Unidad Ñandú' }),
    aMapGateway({ id: 'bus-3', routeId: null, condition: { is: 'missing', cause: 'power', since: null } }),
  ]
  const shown = (filter: Partial<Parameters<typeof filterForMap>[1]>) =>
    filterForMap(fleet, { marks: [], route: '', search: '', ...filter }, (id) =>
      id === 'T1' ? '1 Norte – Sur' : '',
    ).map(({ id }) => id)

  it('stand with the gravest first, then as people count', () => {
    const all = [...fleet, aMapGateway({ id: 'bus-9' })]
    expect(sortForMap(all).map(({ id }) => id)).toEqual(['bus-3', 'bus-9', 'bus-10', 'bus-2'])
  })

  it('are found by mark, route, and words in whatever case or accents', () => {
    expect(shown({})).toEqual(['bus-10', 'bus-2', 'bus-3'])
    expect(shown({ marks: ['missing'] })).toEqual(['bus-3'])
    expect(shown({ route: 'T2' })).toEqual(['bus-2'])
    expect(shown({ search: 'NORTE' })).toEqual(['bus-10'])
    expect(shown({ search: 'nandu unidad' })).toEqual(['bus-2'])
    expect(shown({ search: 'nothing' })).toEqual([])
  })

  it('are counted by mark, without marks that nobody has', () => {
    expect([...countMarks(fleet)]).toEqual([
      ['missing', 1],
      ['working', 2],
    ])
  })
})
