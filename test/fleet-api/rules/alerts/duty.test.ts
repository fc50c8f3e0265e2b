import { describe, expect, it } from 'vitest'
import { bridged, dutyOf, type Services } from '../../../../fleet-api/rules/alerts/duty.ts'
import { monthOf } from '../../../../fleet-api/rules/alerts/month.ts'
import { wasPutAway } from '../../../../fleet-api/rules/alerts/put-away.ts'
import { aWatched, NOW_MS } from '../../../fakes/snapshot.ts'

const NOW_S = NOW_MS / 1000
const HOUR = 3600
const services = (more: Partial<Services> = {}): Services => ({
  routes: new Map([
    ['T1', [[NOW_S - HOUR, NOW_S + HOUR]]],
    ['T2', []],
    ['T3', [[NOW_S - 2 * HOUR, NOW_S + HOUR]]],
  ]),
  sites: new Map([['centro', [[NOW_S - 3 * HOUR, NOW_S + HOUR]]]]),
  assigned: new Map(),
  ...more,
})
const since = (hours: number) => NOW_MS - hours * HOUR * 1000

describe('the service of a gateway', () => {
  it.each([
    ['of its route runs', {}, {}, { routeId: 'T1', assigned: true, known: true, since: since(1) }],
    ['does not run now', { routeId: 'T2' }, {}, { routeId: 'T2', assigned: true, known: true, since: null }],
    ['is in no timetable', { routeId: 'T9' }, {}, { routeId: 'T9', assigned: true, known: false, since: null }],
    [
      'of today comes before what stands',
      {},
      { assigned: new Map([['bus-1', 'T3']]) },
      { routeId: 'T3', assigned: true, known: true, since: since(2) },
    ],
    [
      'of its last route, where nothing is said',
      { routeId: null, lastRouteId: 'T3' },
      {},
      { routeId: 'T3', assigned: false, known: true, since: since(2) },
    ],
    [
      'is not known',
      { routeId: null, lastRouteId: '' },
      {},
      { routeId: '', assigned: false, known: false, since: null },
    ],
    [
      'of a station follows its hours',
      { site: 'station', siteId: 'centro' },
      {},
      { routeId: '', assigned: true, known: true, since: since(3) },
    ],
    [
      'of a stop without hours is not known',
      { site: 'stop' },
      {},
      { routeId: '', assigned: true, known: false, since: null },
    ],
  ] as const)('%s', (_what, gateway, more, expected) => {
    expect(dutyOf(aWatched(gateway), services(more), NOW_MS)).toEqual(expected)
  })

  it('goes on over the breaks between two trips, and ends with the last', () => {
    expect(
      bridged([
        [0, 100],
        [3700, 4000],
        [7601, 8000],
      ]),
    ).toEqual([
      [0, 4000],
      [7601, 8000],
    ])
  })
})

describe('a vehicle that fell silent', () => {
  const minutes = (moved: (number | null)[]) =>
    moved.map((movedM, index) => ({ minuteAt: NOW_S - (moved.length - index) * 60, movedM }))

  it.each([
    ['had stood', Array(10).fill(5), true],
    ['was driving', Array(10).fill(50), false],
    ['had just come in', [...Array(7).fill(200), 0, 0, 0], false],
    ['had driven long before', [...Array(5).fill(200), ...Array(10).fill(0)], true],
    ['did not know where it was', Array(10).fill(null), false],
    ['had just started', Array(4).fill(0), false],
  ])('%s: %j', (_what, moved, expected) => {
    expect(wasPutAway(minutes(moved), NOW_MS)).toBe(expected)
  })
})

describe('the month of the city', () => {
  it('is cut at its own midnights', () => {
    const { from, to } = monthOf('America/Mexico_City', Date.parse('2026-12-01T05:59:59Z'))
    expect([from, to].map((at) => new Date(at).toISOString())).toEqual([
      '2026-11-01T06:00:00.000Z',
      '2026-12-01T06:00:00.000Z',
    ])
  })
})
