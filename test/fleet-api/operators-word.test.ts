import { describe, expect, it } from 'vitest'
import type { GatewaysAnswer } from '../../contract/api.ts'
import type { RouteStretchesAnswer } from '../../contract/evidence.ts'
import { feedService, feedTrip, report } from '../../db/fleet/schema.ts'
import { aReport, type TestFleet, testFleet } from '../fakes/fleet.ts'
import { rollups, rollupsAnew } from '../fakes/rollups.ts'

const MINUTE = 60_000
const START = Date.parse('2026-11-24T13:00:00Z')

/** Reports of so many minutes from 13:00 on. */
const minutes = (count: number, first = 0) =>
  Array.from({ length: count }, (_, i) => aReport(first + i, new Date(START + (first + i) * MINUTE).toISOString()))

const tell = (fleet: TestFleet, from: string, to: string, routeId: string | null) =>
  fleet.as('operator', 'PUT', '/api/gateways/bus-1/routes', {
    from: `2026-11-24T${from}:00Z`,
    to: `2026-11-24T${to}:00Z`,
    routeId,
  })

async function stretches(fleet: TestFleet): Promise<string[]> {
  const answer = await fleet.get('/api/gateways/bus-1/routes?from=2026-11-24T12:00:00Z&to=2026-11-24T15:00:00Z')
  const { stretches: found } = (await answer.json()) as RouteStretchesAnswer
  return found.map((one) => `${one.from.slice(11, 16)}–${one.to.slice(11, 16)} ${one.routeId ?? '?'} ${one.source}`)
}

async function routes({ db }: TestFleet): Promise<string[]> {
  const rows = await db.select().from(report).orderBy(report.minuteAt)
  return rows.map(({ routeId, routeSource }) => `${routeId || '?'} ${routeSource}`)
}

describe('an operator’s word on a stretch of a gateway’s past', () => {
  it('moves its riders to that route in every chart and report, and what was due with them', async () => {
    const fleet = await testFleet()
    await fleet.send(await fleet.enrol('bus-1', 'T1'), minutes(60))
    await fleet.send(await fleet.enrol('bus-2', 'T1'), minutes(60))
    const answer = await tell(fleet, '13:10', '13:40', 'T2')
    expect(await answer.json()).toEqual({ moved: 30 })
    expect(await stretches(fleet)).toEqual([
      '13:00–13:10 T1 assignment',
      '13:10–13:40 T2 operator',
      '13:40–14:00 T1 assignment',
    ])
    const { routeHours: hours, routeDays: days, routeMinutes: cells } = await rollups(fleet)
    expect(
      hours.map(({ routeId, reports, due, ridersSum, minutes: m }) => [routeId, reports, due, ridersSum, m]),
    ).toEqual([
      ['T1', 90, 90, 450, 60],
      ['T2', 30, 30, 150, 30],
    ])
    expect(days.map(({ routeId, reports, due }) => [routeId, reports, due])).toEqual([
      ['T1', 90, 90],
      ['T2', 30, 30],
    ])
    expect(cells).toHaveLength(90)
    expect(await rollups(fleet)).toEqual(await rollupsAnew(fleet))
  })

  it('holds for reports of that time that are still to come', async () => {
    const fleet = await testFleet()
    const bus = await fleet.enrol('bus-1', 'T1')
    await tell(fleet, '13:02', '13:04', 'T2')
    await fleet.send(bus, minutes(5))
    expect(await routes(fleet)).toEqual([
      'T1 assignment',
      'T1 assignment',
      'T2 operator',
      'T2 operator',
      'T1 assignment',
    ])
  })

  it('may be that it was on no route, and may be told again', async () => {
    const fleet = await testFleet()
    await fleet.send(await fleet.enrol('bus-1', 'T1'), minutes(3))
    await tell(fleet, '13:00', '13:03', null)
    expect(await routes(fleet)).toEqual(['? operator', '? operator', '? operator'])
    await tell(fleet, '13:00', '13:02', 'T2')
    expect(await routes(fleet)).toEqual(['T2 operator', 'T2 operator', '? operator'])
    expect(await rollups(fleet)).toEqual(await rollupsAnew(fleet))
  })

  it('lowers the peak of the hour that has lost its fullest minute', async () => {
    const fleet = await testFleet()
    const full = aReport(1, '2026-11-24T13:01:00Z', { riders: { connected: 40, peak: 40 } })
    await fleet.send(await fleet.enrol('bus-1', 'T1'), [minutes(1)[0], full, ...minutes(3, 2)])
    await tell(fleet, '13:01', '13:02', 'T2')
    const { routeHours: hours } = await rollups(fleet)
    expect(hours.map(({ routeId, ridersPeak }) => [routeId, ridersPeak])).toEqual([
      ['T1', 5],
      ['T2', 40],
    ])
  })

  it.each([
    ['an unknown route', { from: '2026-11-24T13:00:00Z', to: '2026-11-24T14:00:00Z', routeId: 'T9' }, 404],
    ['more than a day', { from: '2026-11-23T13:00:00Z', to: '2026-11-24T14:00:00Z', routeId: 'T2' }, 400],
    ['an end before its start', { from: '2026-11-24T14:00:00Z', to: '2026-11-24T13:00:00Z', routeId: 'T2' }, 400],
    ['the future', { from: '2026-11-25T13:00:00Z', to: '2026-11-25T14:00:00Z', routeId: 'T2' }, 400],
  ])('is refused for %s', async (_name, body, status) => {
    const fleet = await testFleet()
    await fleet.enrol('bus-1', 'T1')
    expect((await fleet.as('operator', 'PUT', '/api/gateways/bus-1/routes', body)).status).toBe(status)
  })

  it('is not for officials', async () => {
    const fleet = await testFleet()
    await fleet.enrol('bus-1', 'T1')
    const body = { from: '2026-11-24T13:00:00Z', to: '2026-11-24T14:00:00Z', routeId: 'T2' }
    expect((await fleet.as('official', 'PUT', '/api/gateways/bus-1/routes', body)).status).toBe(403)
  })
})

describe('what is told of a gateway’s routes', () => {
  it('says from when on minutes are kept, so that nobody corrects what is gone', async () => {
    const fleet = await testFleet()
    const bus = await fleet.enrol('bus-1', 'T1')
    const day = '/api/gateways/bus-1/routes?from=2026-11-23T00:00:00Z&to=2026-11-24T00:00:00Z'
    expect(await (await fleet.get(day)).json()).toEqual({
      timezone: 'America/Mexico_City',
      keptSince: null,
      stretches: [],
    })
    await fleet.send(bus, minutes(3))
    expect(await (await fleet.get(day)).json()).toEqual({
      timezone: 'America/Mexico_City',
      keptSince: '2026-11-24T13:00:00.000Z',
      stretches: [],
    })
  })

  it('has the route of its newest report and its source in the list of gateways, once there is one', async () => {
    const fleet = await testFleet()
    const bus = await fleet.enrol('bus-1', 'T1')
    const listed = async () => {
      const { gateways } = (await (await fleet.get('/api/gateways')).json()) as GatewaysAnswer
      return gateways.map(({ route }) => route)
    }
    expect(await listed()).toEqual([null])
    await fleet.send(bus, minutes(3))
    expect(await listed()).toEqual([{ id: 'T1', source: 'assignment', confidence: 90 }])
    await tell(fleet, '13:00', '13:03', null)
    await fleet.send(bus, minutes(1, 3))
    expect(await listed()).toEqual([{ id: 'T1', source: 'assignment', confidence: 90 }])
  })

  it('has no route, and no guess, of a gateway whose newest report says none', async () => {
    const fleet = await testFleet()
    const code = await fleet.enrol('bus-1', null)
    await fleet.send(code, minutes(1))
    const { gateways } = (await (await fleet.get('/api/gateways')).json()) as GatewaysAnswer
    expect(gateways.map(({ route }) => route)).toEqual([{ id: null, source: 'unknown', confidence: 0 }])
  })
})

describe('an assignment', () => {
  const assign = (fleet: TestFleet, body: unknown) =>
    fleet.as('operator', 'POST', '/api/gateways/bus-1/assignments', body)

  it('counts on its service dates, in the city’s time zone, and the newest before others', async () => {
    const fleet = await testFleet()
    const bus = await fleet.enrol('bus-1', null)
    await assign(fleet, { routeId: 'T1', from: '2026-11-24', to: '2026-11-24' })
    await assign(fleet, { routeId: 'T2', from: '2026-11-25' })
    // Midnight in Mexico City is at 06:00 UTC.
    fleet.setNow('2026-11-25T12:00:00Z')
    await fleet.send(bus, [
      aReport(0, '2026-11-24T05:59:00Z'),
      aReport(1, '2026-11-24T06:00:00Z'),
      aReport(2, '2026-11-25T05:59:00Z'),
      aReport(3, '2026-11-25T06:00:00Z'),
    ])
    expect(await routes(fleet)).toEqual(['? unknown', 'T1 assignment', 'T1 assignment', 'T2 assignment'])
  })

  it('to a block is to the route of the trip that the block runs at the time, and to none outside its hours', async () => {
    const fleet = await testFleet()
    const bus = await fleet.enrol('bus-1', null)
    const trip = { feedId: 1, serviceId: 'daily', patternId: 1, blockId: 'B7', frequencies: null }
    await fleet.db.transaction(async (tx) => {
      await tx.insert(feedService).values({
        feedId: 1,
        serviceId: 'daily',
        weekdays: '1111111',
        startDate: '20260101',
        endDate: '20271231',
        added: [],
        removed: [],
      })
      await tx.insert(feedTrip).values([
        { ...trip, tripId: 'a', routeId: 'T1', startS: 7 * 3600, endS: 7.5 * 3600 },
        { ...trip, tripId: 'b', routeId: 'T2', startS: 7.75 * 3600, endS: 8.25 * 3600 },
        // Past midnight, of the service day before.
        { ...trip, tripId: 'c', routeId: 'T1', startS: 24.5 * 3600, endS: 25 * 3600 },
      ])
    })
    expect((await assign(fleet, { blockId: 'B7', from: '2026-11-23' })).status).toBe(200)
    expect((await assign(fleet, { blockId: 'B8', from: '2026-11-23' })).status).toBe(400)
    await fleet.send(bus, [
      aReport(0, '2026-11-24T06:40:00Z'),
      aReport(1, '2026-11-24T12:59:00Z'),
      aReport(2, '2026-11-24T13:00:00Z'),
      aReport(3, '2026-11-24T13:40:00Z'),
      aReport(4, '2026-11-24T13:45:00Z'),
    ])
    expect(await routes(fleet)).toEqual([
      'T1 assignment',
      '? unknown',
      'T1 assignment',
      'T1 assignment',
      'T2 assignment',
    ])
  })

  it('can be taken back, and says which there are', async () => {
    const fleet = await testFleet()
    await fleet.enrol('bus-1', null)
    const made = (await (await assign(fleet, { routeId: 'T1', from: '2026-11-24' })).json()) as {
      assignments: { id: number }[]
    }
    expect(made.assignments).toMatchObject([{ routeId: 'T1', blockId: null, from: '2026-11-24', to: null }])
    const gone = await fleet.as('operator', 'DELETE', `/api/gateways/bus-1/assignments/${made.assignments[0]?.id}`)
    expect(await gone.json()).toEqual({ assignments: [] })
    expect((await fleet.as('operator', 'DELETE', '/api/gateways/bus-1/assignments/99')).status).toBe(404)
  })

  it.each([
    ['neither a route nor a block', { from: '2026-11-24' }],
    ['both', { routeId: 'T1', blockId: 'B7', from: '2026-11-24' }],
    ['an end before its start', { routeId: 'T1', from: '2026-11-24', to: '2026-11-23' }],
  ])('is refused with %s', async (_name, body) => {
    const fleet = await testFleet()
    await fleet.enrol('bus-1', null)
    expect((await assign(fleet, body)).status).toBe(400)
  })
})

describe('a sign-on', () => {
  it('is the route where the operator has assigned none, and what the feed does not have says nothing', async () => {
    const fleet = await testFleet()
    const signOn = (routeId: string) => ({ protocol: '1.3', signOn: { routeId, blockId: null, tripId: null } })
    await fleet.send(await fleet.enrol('bus-1', null), [
      aReport(0, '2026-11-24T13:00:00Z', signOn('T2')),
      aReport(1, '2026-11-24T13:01:00Z', signOn('T9')),
    ])
    await fleet.send(await fleet.enrol('bus-2', 'T1'), [aReport(2, '2026-11-24T13:02:00Z', signOn('T2'))])
    expect(await routes(fleet)).toEqual(['T2 sign-on', '? unknown', 'T1 assignment'])
  })
})
