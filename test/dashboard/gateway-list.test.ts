import { describe, expect, test } from 'vitest'
import { CONDITIONS, type Gateway, NOTICES } from '../../contract/api.ts'
import { en } from '../../dashboard/i18n/en.ts'
import { es } from '../../dashboard/i18n/es.ts'
import {
  CONDITION_ORDER,
  type ConditionName,
  countConditions,
  filterGateways,
  rowsInSight,
  sortGateways,
} from '../../dashboard/models/gateway-list.ts'

const gateway = (id: string, is: ConditionName, more: Partial<Gateway> = {}): Gateway => ({
  id,
  site: 'vehicle',
  label: null,
  routeId: null,
  route: null,
  state: 'live',
  lastReportAt: null,
  lastIntervalEndedAt: null,
  condition: { is, cause: null, since: null, alerts: [] },
  snoozed: null,
  ridersConnected: null,
  enrolled: true,
  software: null,
  policy: { wanted: 1, running: 1, problem: null },
  clock: null,
  notices: [],
  backlog: null,
  ...more,
})
const ids = (list: Gateway[]) => list.map((g) => g.id)
const noName = () => ''

describe('list of gateways', () => {
  test('trouble comes first, and bus-2 before bus-10', () => {
    const list = [
      gateway('bus-10', 'working'),
      gateway('bus-2', 'working'),
      gateway('n', 'never-seen'),
      gateway('b', 'back-filling'),
      gateway('l', 'late'),
      gateway('m', 'missing'),
    ]
    expect(ids(sortGateways(list))).toEqual(['m', 'l', 'b', 'n', 'bus-2', 'bus-10'])
  })

  test('every condition has its place', () => {
    expect([...CONDITION_ORDER].sort()).toEqual([...CONDITIONS].sort())
  })

  test('within a condition, a gateway with a notice comes before those without', () => {
    const list = [
      gateway('bus-1', 'working'),
      gateway('bus-2', 'working', { notices: ['clock-unknown'] }),
      gateway('bus-3', 'late'),
    ]
    expect(ids(sortGateways(list))).toEqual(['bus-3', 'bus-2', 'bus-1'])
  })

  test('every notice has words in both languages', () => {
    expect(Object.keys(es.gateways.notices)).toEqual([...NOTICES])
    expect(Object.keys(en.gateways.notices)).toEqual([...NOTICES])
  })

  test('a search finds ids, labels and route names, without regard to case, accents or order of words', () => {
    const list = [
      gateway('bus-1', 'working', { label: 'Unidad 1001', routeId: 'T1' }),
      gateway('bus-2', 'late', { routeId: 'T2' }),
      gateway('st-1', 'working', { label: 'Estación Delta' }),
    ]
    const name = (id: string) => ({ T1: 'Delta – San Juan', T2: 'San Jerónimo' })[id] ?? ''
    expect(ids(filterGateways(list, null, 'ESTACION', name))).toEqual(['st-1'])
    expect(ids(filterGateways(list, null, 'delta', name))).toEqual(['bus-1', 'st-1'])
    expect(ids(filterGateways(list, null, 'jeronimo bus', name))).toEqual(['bus-2'])
    expect(ids(filterGateways(list, null, '  ', name))).toEqual(['bus-1', 'bus-2', 'st-1'])
  })

  test('a condition and a search both have to fit', () => {
    const list = [gateway('bus-1', 'working'), gateway('bus-2', 'late')]
    expect(ids(filterGateways(list, 'late', 'bus', noName))).toEqual(['bus-2'])
    expect(ids(filterGateways(list, 'missing', '', noName))).toEqual([])
  })

  test('every condition is counted, also with nothing in it', () => {
    expect(countConditions([gateway('a', 'working'), gateway('b', 'working'), gateway('c', 'late')])).toEqual({
      missing: 0,
      problem: 0,
      late: 1,
      'back-filling': 0,
      'clock-suspect': 0,
      'never-seen': 0,
      parked: 0,
      working: 2,
    })
  })

  test('of 2300 rows only those in sight are drawn, with a few around', () => {
    expect(rowsInSight(-600, 800, 56, 2300)).toEqual({ first: 0, last: 12 })
    expect(rowsInSight(56_000, 800, 56, 2300)).toEqual({ first: 992, last: 1023 })
    expect(rowsInSight(200_000, 800, 56, 2300)).toEqual({ first: 2300, last: 2300 })
    expect(rowsInSight(0, 800, 56, 3)).toEqual({ first: 0, last: 3 })
  })
})
