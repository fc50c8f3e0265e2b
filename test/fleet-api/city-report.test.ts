import { describe, expect, it } from 'vitest'
import { byCommandLine } from '../../fleet-api/audit.ts'
import { addGatewayWithCode } from '../../fleet-api/gateways.ts'
import { aMergedReport, aReport, testFleet } from '../fakes/fleet.ts'
import { ask, boot, upkeep } from '../fakes/official.ts'
import { anUplink } from '../fakes/telemetry.ts'
import { hm, putTrips } from '../fakes/timetable.ts'

describe('the report of the city', () => {
  it('says what riders got, of the city, of each kind of site and of each route, once their day is published', async () => {
    const fleet = await testFleet()
    const [one, two] = [await fleet.enrol('bus-1', 'T1'), await fleet.enrol('bus-2', 'T2')]
    await fleet.send(one, [aMergedReport(0, '2026-10-05T14:00:00Z', Array(60).fill(12))])
    await fleet.send(two, [aMergedReport(0, '2026-10-05T14:00:00Z', Array(30).fill(20))])
    await upkeep(fleet, '2026-10-06T08:59:00Z')
    expect((await ask(fleet, 'month=2026-10')).city).toMatchObject({ sessions: null, completeness: 1 })
    await upkeep(fleet, '2026-10-06T09:00:00Z')
    const report = await ask(fleet, 'month=2026-10')
    expect(report).toMatchObject({
      month: '2026-10',
      fromDate: '2026-10-01',
      toDate: '2026-10-31',
      from: '2026-10-01T00:00:00-06:00',
      to: '2026-11-01T00:00:00-06:00',
      state: 'provisional',
      finalAt: '2026-11-08T00:00:00-06:00',
      publishedTo: '2026-10-05',
    })
    expect(report.city).toMatchObject({
      key: '@city',
      sessions: 180,
      ridersMean: 22,
      ridersPeak: 32,
      connectedHours: 22,
      inputOctets: 9000,
      outputOctets: 90_000,
      hidden: [],
      carried: false,
      savings: 3150,
    })
    expect(report.sites).toMatchObject([{ key: '@vehicle', sessions: 180, ridersPeak: null }])
    expect(report.routes).toMatchObject([
      { routeId: 'T1', shortName: '1', sessions: 120, ridersMean: 12, ridersPeak: 12, connectedHours: 12 },
      { routeId: 'T2', shortName: '2', sessions: 60, ridersMean: 20, ridersPeak: 20, connectedHours: 10 },
    ])
    expect(await (await fleet.get('/api/reports/months')).json()).toEqual({
      months: [
        {
          month: '2026-10',
          state: 'provisional',
          revision: null,
          sessions: 180,
          availability: report.city.service.availability,
          completeness: 1,
        },
      ],
    })
    expect(report.days.filter(({ sessions }) => sessions !== null)).toMatchObject([
      { date: '2026-10-05', sessions: 180, outputOctets: 90_000, completeness: 1 },
    ])
  })

  it('hides what stands for fewer than ten sessions, and tells it with later days', async () => {
    const fleet = await testFleet()
    const bus = await fleet.enrol('bus-1', 'T1')
    await fleet.send(bus, [aReport(0, '2026-10-05T14:00:00Z', { sessions: { started: 7, ended: {} } })])
    await upkeep(fleet, '2026-10-06T09:00:00Z')
    expect((await ask(fleet, 'month=2026-10')).city).toMatchObject({
      sessions: null,
      connectedHours: null,
      carried: false,
      hidden: [
        'sessions',
        'ridersMean',
        'ridersPeak',
        'connectedHours',
        'inputOctets',
        'outputOctets',
        'sessionLength',
        'timeToConnect',
      ],
    })
    fleet.setNow('2026-10-06T15:00:00Z')
    await fleet.send(bus, [
      aReport(0, '2026-10-06T14:00:00Z', { bootId: boot(2), sessions: { started: 4, ended: {} } }),
    ])
    await upkeep(fleet, '2026-10-07T09:00:00Z')
    const { city, days } = await ask(fleet, 'month=2026-10')
    expect(city).toMatchObject({ sessions: 11, inputOctets: 200, carried: true, ridersPeak: null })
    expect(days.filter(({ sessions }) => sessions !== null)).toMatchObject([{ date: '2026-10-06', sessions: 11 }])
  })

  it('tells stops and stations from vehicles on no known route', async () => {
    const fleet = await testFleet()
    const bus = await fleet.enrol('bus-1', null)
    const added = { gatewayId: 'station-1', site: 'station', label: null, routeId: null } as const
    const code = await addGatewayWithCode(fleet.db, added, byCommandLine(Date.parse('2026-11-24T12:00:00Z')))
    const { credential } = await (await fleet.post('/v1/enrol', { code, software: 'abordo test' })).json()
    await fleet.send(bus, [aReport(0, '2026-11-23T14:00:00Z', { sessions: { started: 11, ended: {} } })])
    await fleet.send(credential, [aMergedReport(0, '2026-11-23T14:00:00Z', Array(10).fill(30))])
    await upkeep(fleet, '2026-11-24T12:00:00Z')
    const { city, sites, routes } = await ask(fleet, 'month=2026-11')
    expect(city).toMatchObject({ sessions: 31, vehicles: { reporting: 2 } })
    expect(sites).toMatchObject([
      { key: '@vehicle', sessions: 11, completeness: 1, vehicles: { reporting: 1 } },
      // Riders of ten minutes, over the ten in which anybody in the city reported.
      { key: '@station', site: 'station', sessions: 20, ridersMean: 30, ridersPeak: null, hidden: [] },
    ])
    expect(routes).toMatchObject([{ key: '', routeId: null, shortName: null, sessions: 11 }])
  })

  it('counts a stop that is assigned to a route among the stops and nowhere else', async () => {
    const fleet = await testFleet()
    const bus = await fleet.enrol('bus-1', 'T1')
    const added = { gatewayId: 'stop-1', site: 'stop', label: null, routeId: 'T1' } as const
    const code = await addGatewayWithCode(fleet.db, added, byCommandLine(Date.parse('2026-11-24T12:00:00Z')))
    const { credential } = await (await fleet.post('/v1/enrol', { code, software: 'abordo test' })).json()
    await fleet.send(bus, [aReport(0, '2026-11-23T14:00:00Z', { sessions: { started: 11, ended: {} } })])
    await fleet.send(credential, [aReport(0, '2026-11-23T14:00:00Z', { sessions: { started: 30, ended: {} } })])
    const stretch = { from: '2026-11-23T14:00:00Z', to: '2026-11-23T14:01:00Z', routeId: 'T1' }
    const answer = await fleet.as('operator', 'PUT', '/api/gateways/stop-1/routes', stretch)
    expect([answer.status, (await answer.json()).detail]).toEqual([
      400,
      'routeId: a stop or station is on no route; only vehicles are.',
    ])
    await upkeep(fleet, '2026-11-24T12:00:00Z')
    const { city, sites, routes } = await ask(fleet, 'month=2026-11')
    expect(city).toMatchObject({ sessions: 41, vehicles: { reporting: 2 } })
    expect(sites).toMatchObject([
      { key: '@vehicle', sessions: 11 },
      { key: '@stop', sessions: 30 },
    ])
    expect(routes).toMatchObject([{ routeId: 'T1', sessions: 11 }])
  })

  it('says what it costs, what the contract says of it, and how much more it is than the month before', async () => {
    const fleet = await testFleet()
    const source = 'Contract 7/2026'
    await fleet.as('admin', 'PUT', '/api/settings/assumptions', {
      savingsPerConnection: 10,
      currency: 'MXN',
      costPerMonth: 3000,
      source,
    })
    await fleet.as('admin', 'PUT', '/api/settings/agreement', {
      availability: 0.9,
      credits: [{ below: 0.9, credit: 0.1 }],
    })
    await putTrips(fleet.db, 1, [{ tripId: 'a', routeId: 'T1', startS: hm(6), endS: hm(9), frequencies: null }])
    const bus = await fleet.enrol('bus-1', 'T1')
    await fleet.send(bus, [aMergedReport(0, '2026-10-20T14:00:00Z', Array(60).fill(12))])
    // Down for half of an hour.
    const uplink = anUplink({ upMs: 1_800_000, link: false })
    await fleet.send(bus, [
      aMergedReport(0, '2026-11-20T12:00:00Z', Array(60).fill(18), { protocol: '1.2', uplink, bootId: boot(2) }),
    ])
    await upkeep(fleet, '2026-11-21T12:00:00Z')
    const november = await ask(fleet, 'month=2026-11')
    expect(november.city).toMatchObject({
      sessions: 120,
      savings: 1200,
      connectedHours: 18,
      // Twenty of the thirty days of November are published: 2000 pesos.
      costPerConnectedHour: 111.11,
      service: { availability: 0.5, outageMinutes: { 'no-signal': 30 } },
      agreement: { promised: 0.9, attained: false, creditShare: 0.1, credit: 300 },
      // The month is not over: what adds up is not compared yet.
      previousMonth: { sessions: null, connectedHours: null, ridersMean: 0.5, availability: null },
      lastYear: null,
    })
    expect(november.routes[0]).toMatchObject({
      costPerConnectedHour: null,
      agreement: { attained: false, creditShare: 0.1, credit: null },
    })
    const days = await ask(fleet, 'from=2026-11-20&to=2026-11-20')
    expect(days.city).toMatchObject({ costPerConnectedHour: 5.56, agreement: { credit: null }, previousMonth: null })
  })

  it('tells how many problems riders reported, and in how many days they were fixed, from ten on', async () => {
    const fleet = await testFleet()
    const bus = await fleet.enrol('bus-1', 'T1')
    const send = (count: number, day: string, n: number) =>
      fleet.send(bus, [
        aReport(0, `${day}T14:00:00Z`, {
          protocol: '1.1',
          bootId: boot(n),
          problems: Array.from({ length: count }, (_, index) => ({
            ticket: `AB${n}${index}`,
            kind: 'slow',
            text: '',
            reportedAt: `${day}T14:00:30.000Z`,
          })),
        }),
      ])
    await send(9, '2026-11-18', 2)
    await upkeep(fleet, '2026-11-20T12:00:00Z')
    expect((await ask(fleet, 'month=2026-11')).problems).toEqual({ reported: null, fixed: null, daysToFix: null })
    const { tickets } = await (await fleet.as('operator', 'GET', '/api/tickets')).json()
    const answered = await fleet.as('operator', 'POST', `/api/tickets/${tickets[0].id}/answer`, {
      answer: 'fixed',
      others: true,
    })
    expect(answered.status).toBe(200)
    fleet.setNow('2026-11-20T16:00:00Z')
    await send(2, '2026-11-20', 3)
    await upkeep(fleet, '2026-11-21T12:00:00Z')
    // Of eleven nine are fixed and two are not: neither is told, and so not both together.
    expect((await ask(fleet, 'month=2026-11')).problems).toEqual({ reported: null, fixed: null, daysToFix: null })
    fleet.setNow('2026-11-21T16:00:00Z')
    await send(8, '2026-11-21', 4)
    await upkeep(fleet, '2026-11-22T12:00:00Z')
    expect((await ask(fleet, 'month=2026-11')).problems).toEqual({ reported: 10, fixed: null, daysToFix: null })
    const open = await (await fleet.as('operator', 'GET', '/api/tickets')).json()
    await fleet.as('operator', 'POST', `/api/tickets/${open.tickets[0].id}/answer`, { answer: 'fixed', others: true })
    fleet.setNow('2026-11-22T16:00:00Z')
    await send(0, '2026-11-22', 5)
    await upkeep(fleet, '2026-11-23T12:00:00Z')
    expect((await ask(fleet, 'month=2026-11')).problems).toEqual({ reported: 11, fixed: 11, daysToFix: 1.9 })
  })

  it('of a month without anything, and of one that is to come, says nothing', async () => {
    const fleet = await testFleet()
    await upkeep(fleet, '2026-11-24T12:00:00Z')
    expect(await ask(fleet, 'month=2025-02')).toMatchObject({
      city: { completeness: null, sessions: null, hidden: [], previousMonth: null },
      sites: [],
      routes: [],
      problems: { reported: null, fixed: null, daysToFix: null },
    })
    expect(await ask(fleet, 'month=2027-02')).toMatchObject({
      state: 'provisional',
      publishedTo: null,
      city: { completeness: null, sessions: null },
      days: [],
    })
  })
})
