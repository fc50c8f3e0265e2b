import { describe, expect, it } from 'vitest'
import { gateway, gatewayServiceDay } from '../../db/fleet/schema.ts'
import { byCommandLine } from '../../fleet-api/audit.ts'
import { addGatewayWithCode } from '../../fleet-api/gateways.ts'
import { tidyUp } from '../../fleet-api/upkeep.ts'
import { aReport, NOW, type TestFleet, testFleet } from '../fakes/fleet.ts'
import { aSite } from '../fakes/site.ts'
import { anUplink } from '../fakes/telemetry.ts'
import { hm, putTrips } from '../fakes/timetable.ts'

/** Adds a gateway in a station and enrols it; returns its credential. */
async function inStation(fleet: TestFleet, gatewayId: string): Promise<string> {
  const added = { gatewayId, site: 'station', label: null, routeId: null } as const
  const code = await addGatewayWithCode(fleet.db, added, byCommandLine(Date.parse(NOW)))
  const answer = await fleet.post('/v1/enrol', { code, software: 'abordo test' })
  return ((await answer.json()) as { credential: string }).credential
}

const ask = async (fleet: TestFleet, method: string, path: string, body?: unknown) => {
  const answer = await fleet.as('operator', method, path, body)
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
}

describe('the sites of a city', () => {
  it('are written, listed with their gateways, changed and taken away', async () => {
    const fleet = await testFleet()
    await inStation(fleet, 'station-1-a')
    expect(await ask(fleet, 'PUT', '/api/sites/station-1', aSite())).toEqual({
      status: 200,
      body: { id: 'station-1', ...aSite(), gateways: [] },
    })
    expect(await ask(fleet, 'PUT', '/api/gateways/station-1-a/site', { siteId: 'station-1' })).toEqual({
      status: 200,
      body: { id: 'station-1-a', siteId: 'station-1' },
    })
    await ask(fleet, 'PUT', '/api/sites/station-1', aSite({ name: 'Estación Norte', stopId: 'N1' }))
    expect((await ask(fleet, 'GET', '/api/sites')).body).toMatchObject({
      sites: [{ id: 'station-1', name: 'Estación Norte', stopId: 'N1', gateways: ['station-1-a'] }],
    })
    expect((await ask(fleet, 'GET', '/api/sites/station-1')).body).toMatchObject({ name: 'Estación Norte' })
    expect(await ask(fleet, 'DELETE', '/api/sites/station-1')).toEqual({ status: 200, body: { id: 'station-1' } })
    expect((await ask(fleet, 'GET', '/api/sites')).body).toEqual({ sites: [] })
    expect(await fleet.db.select({ siteId: gateway.siteId }).from(gateway)).toEqual([{ siteId: null }])
  })

  it.each([
    [
      'PUT',
      '/api/sites/a%20b',
      aSite(),
      400,
      'id: write a site id of letters, digits, dots, - and _, such as station-1',
    ],
    [
      'PUT',
      '/api/sites/station-1',
      { ...aSite(), openingHours: { ...aSite().openingHours, monday: [['9', '10:00']] } },
      400,
      'openingHours.monday.0.0: write a time such as 05:30; 25:00 is 1 in the morning after',
    ],
    ['GET', '/api/sites/none', undefined, 404, 'There is no site none: GET /api/sites lists those that there are.'],
    ['DELETE', '/api/sites/none', undefined, 404, 'There is no site none: GET /api/sites lists those that there are.'],
    ['PUT', '/api/gateways/none/site', { siteId: null }, 404, 'There is no gateway of this id.'],
    [
      'PUT',
      '/api/gateways/station-1-a/site',
      { siteId: 'none' },
      404,
      'There is no site none: GET /api/sites lists those that there are.',
    ],
    [
      'PUT',
      '/api/gateways/bus-1/site',
      { siteId: 'station-1' },
      400,
      'bus-1 is on a vehicle: only gateways at stops and in stations have a site.',
    ],
  ])('refuse %s %s in words', async (method, path, body, status, detail) => {
    const fleet = await testFleet()
    await fleet.enrol('bus-1', 'T1')
    await inStation(fleet, 'station-1-a')
    expect(await ask(fleet, method, path, body)).toMatchObject({ status, body: { detail } })
  })

  it('have their gateways in service while they are open, a power cut included', async () => {
    const fleet = await testFleet()
    const credential = await inStation(fleet, 'station-1-a')
    fleet.setNow('2026-11-25T16:00:00Z')
    await ask(fleet, 'PUT', '/api/sites/station-1', aSite())
    await ask(fleet, 'PUT', '/api/gateways/station-1-a/site', { siteId: 'station-1' })
    const minute = (at: string, bootId: string) =>
      aReport(0, at, { protocol: '1.2', bootId, uplink: anUplink({ upMs: 30_000 }) })
    await fleet.send(credential, [
      // Tuesday 24 November: 22:59 and 23:00, a power cut over the night, back on Wednesday at 6:00, an hour after it opened.
      minute('2026-11-25T04:59:00Z', '11111111-1111-4111-8111-111111111111'),
      { ...minute('2026-11-25T05:00:00Z', '11111111-1111-4111-8111-111111111111'), seq: 1 },
      minute('2026-11-25T12:00:00Z', '22222222-2222-4222-8222-222222222222'),
    ])
    const now = Date.parse('2026-11-25T12:05:00Z')
    await tidyUp({ db: fleet.db, now, breathe: async () => undefined, stopping: () => false })
    expect(await fleet.db.select().from(gatewayServiceDay).orderBy(gatewayServiceDay.dayAt)).toMatchObject([
      { routeId: '', inService: 10, available: 5, noData: 5, power: 0 },
      { routeId: '', inService: 610, available: 5, noData: 5, power: 600 },
    ])
  })

  it('tell a power cut in their opening hours by the boot that ends it, on whichever day', async () => {
    const fleet = await testFleet()
    const credential = await inStation(fleet, 'station-1-a')
    fleet.setNow('2026-11-25T16:00:00Z')
    await ask(fleet, 'PUT', '/api/sites/station-1', aSite())
    await ask(fleet, 'PUT', '/api/gateways/station-1-a/site', { siteId: 'station-1' })
    const minute = (at: string, bootId: string) => aReport(0, at, { protocol: '1.2', bootId, uplink: anUplink() })
    await fleet.send(credential, [
      // Tuesday 18:00, and back on Wednesday at 9:01.
      minute('2026-11-25T00:00:00Z', '11111111-1111-4111-8111-111111111111'),
      minute('2026-11-25T15:01:00Z', '22222222-2222-4222-8222-222222222222'),
    ])
    const now = Date.parse('2026-11-25T15:05:00Z')
    await tidyUp({ db: fleet.db, now, breathe: async () => undefined, stopping: () => false })
    expect(await fleet.db.select().from(gatewayServiceDay).orderBy(gatewayServiceDay.dayAt)).toMatchObject([
      { inService: 3000, available: 10, power: 2990 },
      { inService: 2420, available: 10, power: 2410 },
    ])
  })
})

describe('the scheduled service of a date', () => {
  it('is told route by route', async () => {
    const fleet = await testFleet()
    await putTrips(fleet.db, 1, [
      { tripId: 'a', routeId: 'T1', startS: 0, endS: hm(1), frequencies: [[hm(23), hm(24), hm(0, 30), 1]] },
    ])
    const told = {
      timezone: 'America/Mexico_City',
      routes: [
        {
          routeId: 'T1',
          shortName: '1',
          longName: 'Norte – Sur',
          minutes: 90,
          trips: 2,
          intervals: [{ from: '2026-11-28T23:00:00-06:00', to: '2026-11-29T00:30:00-06:00' }],
        },
      ],
    }
    expect(await (await fleet.get('/api/routes/service?date=2026-11-28')).json()).toEqual({
      date: '2026-11-28',
      ...told,
    })
    const now = Date.parse('2026-11-28T18:00:00Z')
    fleet.setNow('2026-11-28T18:00:00Z')
    await tidyUp({ db: fleet.db, now, breathe: async () => undefined, stopping: () => false })
    expect(await (await fleet.get('/api/routes/service')).json()).toEqual({ date: '2026-11-28', ...told })
  })

  it('is asked for by a date that there is', async () => {
    const fleet = await testFleet()
    expect((await fleet.get('/api/routes/service?date=2026-02-30')).status).toBe(400)
  })
})
