import { describe, expect, it } from 'vitest'
import { OUTAGE_CAUSES, type OutageCause } from '../../../contract/service.ts'
import { availabilityOf, type GatewayDay } from '../../../fleet-api/rules/availability.ts'
import type { Said } from '../../../fleet-api/rules/said-intervals.ts'

const START = 1_764_000_000
const MINUTE = 60_000

/** One minute of a moving bus on T1 with its uplink up, so many minutes after the day's beginning. */
function said(minute: number, more: Partial<Said> = {}): Said {
  const startedAt = START * 1000 + minute * MINUTE
  return {
    bootId: 'A',
    seq: minute,
    routeId: 'T1',
    startedAt,
    endedAt: startedAt + MINUTE,
    startedUptimeMs: 600_000 + minute * MINUTE,
    uplinkUpMs: MINUTE,
    outage: null,
    movedM: 300,
    ...more,
  }
}

const minutes = (from: number, to: number, more: Partial<Said> = {}) =>
  Array.from({ length: to - from }, (_, index) => said(from + index, more))

/** Another boot that began `uptime` minutes before its first report. */
const afterReboot = (from: number, to: number, uptime: number, more: Partial<Said> = {}) =>
  minutes(from, to, { bootId: 'B', ...more }).map((row, index) => ({
    ...row,
    seq: index,
    startedUptimeMs: (uptime + index) * MINUTE,
  }))

const ALWAYS: GatewayDay['services'] = new Map([['T1', [[START - 86_400, START + 2 * 86_400]]]])

/** Minutes, by route: in service, available, and the outages that there were. */
function told(all: Said[], more: Partial<GatewayDay> = {}) {
  const day = { said: all, from: START, to: START + 86_400, services: ALWAYS, fixed: false, ...more }
  return Object.fromEntries(
    availabilityOf(day).map(({ routeId, inService, available, outages }) => {
      const found = OUTAGE_CAUSES.filter((cause) => outages[cause] > 0).map((cause) => [cause, outages[cause] / 10])
      return [routeId, { inService: inService / 10, available: available / 10, ...Object.fromEntries(found) }]
    }),
  )
}

describe('availability', () => {
  it('is the share of each minute in service with the uplink up; the rest is an outage by the cause that was told', () => {
    const rows = [said(0), said(1, { uplinkUpMs: 15_000, outage: 'no-signal' }), said(2, { uplinkUpMs: 0 })]
    expect(told(rows)).toEqual({ T1: { inService: 3, available: 1.3, 'no-signal': 0.7, 'no-data': 1 } })
  })

  it('is counted on the route of each minute', () => {
    const services = new Map(
      ['T1', 'T2'].map((routeId) => [routeId, [[START, START + 3600]]] as [string, [[number, number]]]),
    )
    expect(told([...minutes(0, 5), ...minutes(5, 8, { routeId: 'T2' })], { services })).toEqual({
      T1: { inService: 5, available: 5 },
      T2: { inService: 3, available: 3 },
    })
  })

  it('is nobody’s on an unknown route, however far it moves', () => {
    expect(told(minutes(0, 10, { routeId: '' }))).toEqual({})
  })

  it('does not know of minutes whose uplink was not told', () => {
    expect(told(minutes(0, 10, { uplinkUpMs: null }))).toEqual({})
  })

  it('counts a minute without a name server as the portal’s outage, uplink or not', () => {
    expect(told([said(0), said(1, { outage: 'portal' })])).toEqual({ T1: { inService: 2, available: 1, portal: 1 } })
  })

  it('is of the day alone', () => {
    expect(told(minutes(-10, 10))).toEqual({ T1: { inService: 10, available: 10 } })
    expect(told(minutes(1430, 1450))).toEqual({ T1: { inService: 10, available: 10 } })
  })
})

describe('a bus in service', () => {
  const none = new Map()

  it('without a position is so by the timetable alone', () => {
    const services: GatewayDay['services'] = new Map([['T1', [[START + 600, START + 1200]]]])
    expect(told(minutes(0, 60, { movedM: null }), { services })).toEqual({ T1: { inService: 10, available: 10 } })
    expect(told(minutes(0, 60, { movedM: null }), { services: none })).toEqual({})
  })

  it('that moves on a route is so beside the timetable too', () => {
    expect(told(minutes(0, 10, { movedM: 100 }), { services: none })).toEqual({ T1: { inService: 10, available: 10 } })
    expect(told(minutes(0, 10, { movedM: 99 }), { services: none })).toEqual({})
  })

  it('that is parked is no outage, nor is a bus in a long layover', () => {
    const down = { uplinkUpMs: 0, outage: 'no-signal' } as const
    expect(told(minutes(0, 60, { movedM: 0, ...down }))).toEqual({})
    // Of a layover of 40 minutes the five at each end lie near enough to driving.
    const rows = [...minutes(0, 30), ...minutes(30, 70, { movedM: 0, ...down }), ...minutes(70, 100)]
    expect(told(rows)).toEqual({ T1: { inService: 70, available: 60, 'no-signal': 10 } })
  })

  it('that stands at a red light is not parked', () => {
    const rows = [...minutes(0, 30), ...minutes(30, 33, { movedM: 0, uplinkUpMs: 0 }), ...minutes(33, 60)]
    expect(told(rows)).toEqual({ T1: { inService: 60, available: 57, 'no-data': 3 } })
  })

  it('that loses its position for a while is taken by the minutes around it', () => {
    const parked = minutes(0, 60, { movedM: 0 }).map((row, index) => (index % 3 === 0 ? { ...row, movedM: null } : row))
    expect(told(parked)).toEqual({})
  })
})

describe('a gap between reports', () => {
  const whole = (more: Record<string, number>) => ({ T1: { inService: 60, ...more } })

  it('of one boot whose seqs go on is the portal’s outage', () => {
    const rows = [...minutes(0, 20), ...minutes(30, 60).map((row) => ({ ...row, seq: row.seq - 10 }))]
    expect(told(rows)).toEqual(whole({ available: 50, portal: 10 }))
  })

  it('of one boot in which seqs are missing is not known, so it is neither available nor an outage', () => {
    expect(told([...minutes(0, 20), ...minutes(30, 60)])).toEqual({ T1: { inService: 50, available: 50 } })
  })

  it('that a long interval covers is the portal’s outage, but for the time since it is back', () => {
    const long = said(20, { endedAt: said(30).startedAt, uplinkUpMs: 30_000, movedM: 200 })
    const rows = [...minutes(0, 20), long, ...minutes(30, 60).map((row) => ({ ...row, seq: row.seq - 9 }))]
    expect(told(rows)).toEqual(whole({ available: 50.5, portal: 9.5 }))
  })

  it('that a new boot ends is a power cut, until its first report', () => {
    expect(told([...minutes(0, 20), ...afterReboot(30, 60, 1)])).toEqual(whole({ available: 50, power: 10 }))
  })

  it('that ends with a boot whose first reports are missing is a power cut until that boot’s kernel began', () => {
    const rows = afterReboot(30, 60, 4).map((row) => ({ ...row, seq: row.seq + 4 }))
    expect(told([...minutes(0, 20), ...rows])).toEqual({ T1: { inService: 56, available: 50, power: 6 } })
  })

  it('of more than half an hour between two boots is a bus that was put away', () => {
    expect(told([...minutes(0, 20), ...afterReboot(50, 60, 1)])).toEqual(whole({ available: 30, power: 30 }))
    expect(told([...minutes(0, 20), ...afterReboot(51, 60, 1)])).toEqual({ T1: { inService: 29, available: 29 } })
  })

  it('in which the kernel ran on while the database was lost is the gateway’s outage', () => {
    expect(told([...minutes(0, 20), ...afterReboot(30, 60, 300)])).toEqual(whole({ available: 50, gateway: 10 }))
  })

  it('on the way from one route to another is nobody’s', () => {
    const rows = [...minutes(0, 20), ...afterReboot(30, 60, 1, { routeId: 'T2' })]
    expect(told(rows, { services: new Map([...ALWAYS, ['T2', ALWAYS.get('T1') ?? []]]) })).toEqual({
      T1: { inService: 20, available: 20 },
      T2: { inService: 30, available: 30 },
    })
  })

  it('of a bus that was parked before it is no outage', () => {
    const rows = [...minutes(0, 20, { movedM: 0 }), ...afterReboot(30, 60, 1)]
    expect(told(rows)).toEqual({ T1: { inService: 30, available: 30 } })
  })

  it('between two gateways that share a credential is not one gateway’s', () => {
    const rows = [...minutes(0, 20), ...afterReboot(30, 40, 1), ...minutes(50, 60)]
    expect(told(rows)).toEqual({ T1: { inService: 50, available: 40, power: 10 } })
  })
})

describe('a gateway at a stop or in a station', () => {
  const open: Partial<GatewayDay> = { fixed: true, services: new Map([['', [[START, START + 20 * 3600]]]]) }

  it('is in service while it is open, wherever it is said to be', () => {
    const rows = minutes(1190, 1210, { movedM: 0 })
    expect(told(rows, open)).toEqual({ '': { inService: 10, available: 10 } })
  })

  it('without power for hours has an outage of its opening hours', () => {
    const rows = [...minutes(0, 60), ...afterReboot(360, 420, 1)]
    expect(told(rows, open)).toEqual({ '': { inService: 420, available: 120, power: 300 } })
    const overnight = [...minutes(1140, 1200), ...afterReboot(1260, 1320, 1)]
    expect(told(overnight, open)).toEqual({ '': { inService: 60, available: 60 } })
  })

  it('is asked for by no hours where it has none', () => {
    expect(told(minutes(0, 60), { fixed: true, services: new Map() })).toEqual({})
  })
})

it('knows every cause of the contract', () => {
  const causes: OutageCause[] = ['power', 'no-signal', 'no-data', 'sim-quota', 'gateway', 'portal']
  const rows = causes.map((outage, minute) => said(minute, { uplinkUpMs: 0, outage }))
  expect(told(rows)).toEqual({
    T1: { inService: 6, available: 0, ...Object.fromEntries(causes.map((cause) => [cause, 1])) },
  })
})
