import { describe, expect, it } from 'vitest'
import type { Place } from '../../contract/route-evidence.ts'
import { feedPattern, feedService, feedTrip, gateway } from '../../db/fleet/schema.ts'
import { FeedMessage } from '../../fleet-api/realtime/bindings.ts'
import { everythingIn, NOW, type TestFleet, testFleet } from '../fakes/fleet.ts'

const FEED = '/gtfs-rt/vehicle-positions.pb'
const NOW_S = Date.parse(NOW) / 1000

interface Bus {
  route?: string
  label?: string
  vehicleId?: string
  site?: 'vehicle' | 'stop' | 'station'
  place?: Partial<Place> | null
  /** Seconds before now: of the fix and of the interval's end. */
  age?: number
  endedAge?: number
}

/** Gateways as their newest reports left them. */
async function withBuses(buses: Record<string, Bus>): Promise<TestFleet> {
  const fleet = await testFleet()
  for (const [gatewayId, bus] of Object.entries(buses)) {
    const { route = 'T1', label = null, vehicleId = null, site = 'vehicle', place = {}, age = 20 } = bus
    const at = Date.parse(NOW) - age * 1000
    const standing = { bearing: null, speed: null, directionId: null, shapeKey: null, alongM: null, tripId: null }
    await fleet.db.transaction((tx) =>
      tx.insert(gateway).values({
        gatewayId,
        site,
        label,
        vehicleId,
        addedAt: 0,
        lastEndedAt: Date.parse(NOW) - (bus.endedAge ?? age) * 1000,
        lastReceivedAt: Date.parse(NOW),
        lastRidersConnected: 17,
        lastRouteId: route,
        lastRouteSource: 'shape',
        lastRouteConfidence: 95,
        lastPlace: place === null ? null : { at, lat: 19.4326, lon: -99.1332, ...standing, ...place },
      }),
    )
  }
  return fleet
}

async function asked(fleet: TestFleet, path = FEED) {
  const answer = await fleet.app.request(path)
  return { answer, feed: FeedMessage.decode(new Uint8Array(await answer.arrayBuffer())) }
}

async function entities(fleet: TestFleet) {
  const { feed } = await asked(fleet)
  return FeedMessage.toObject(feed, { longs: Number, arrays: true }).entity as {
    id: string
    vehicle: Record<string, unknown>
  }[]
}

async function addTrips(fleet: TestFleet): Promise<void> {
  const service = { feedId: 1, serviceId: 'S', weekdays: '1111111', startDate: '20260101', endDate: '20271231' }
  const trip = { feedId: 1, routeId: 'T1', serviceId: 'S', patternId: 0, blockId: null, startS: 0, endS: 3600 }
  await fleet.db.transaction(async (tx) => {
    await tx.insert(feedService).values({ ...service, added: [], removed: [] })
    const pattern = { feedId: 1, patternId: 0, routeId: 'T1', directionId: 0, shapeId: 'none', headsign: null }
    await tx.insert(feedPattern).values({ ...pattern, stops: [] })
    await tx.insert(feedTrip).values([
      { ...trip, tripId: 'timed', frequencies: null },
      { ...trip, tripId: 'frequent', frequencies: [[0, 86_400, 600, 0]] },
    ])
  })
}

describe('the GTFS-Realtime feed of vehicle positions', () => {
  it('has what the reference asks for, decoded by the official bindings', async () => {
    const fleet = await withBuses({
      'bus-1': { label: '1042', place: { bearing: 360, speed: 8.4, directionId: 1 } },
      'bus-2': { route: 'T2', vehicleId: 'V-2' },
    })
    const { answer, feed } = await asked(fleet)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe('application/x-protobuf')
    expect(FeedMessage.toObject(feed, { longs: Number, enums: String })).toEqual({
      header: { gtfsRealtimeVersion: '2.0', incrementality: 'FULL_DATASET', timestamp: NOW_S },
      entity: [
        {
          id: 'V-2',
          vehicle: {
            vehicle: { id: 'V-2' },
            trip: { routeId: 'T2' },
            position: { latitude: expect.closeTo(19.4326, 4), longitude: expect.closeTo(-99.1332, 4) },
            timestamp: NOW_S - 20,
          },
        },
        {
          id: 'bus-1',
          vehicle: {
            vehicle: { id: 'bus-1', label: '1042' },
            trip: { routeId: 'T1', directionId: 1 },
            position: {
              latitude: expect.closeTo(19.4326, 4),
              longitude: expect.closeTo(-99.1332, 4),
              bearing: 0,
              speed: expect.closeTo(8.4, 4),
            },
            timestamp: NOW_S - 20,
          },
        },
      ],
    })
  })

  it('leaves out who is on no route, who is nowhere, whose place is old, and what is no vehicle', async () => {
    const fleet = await withBuses({
      known: {},
      unknown: { route: '' },
      'of-no-feed': { route: 'T9' },
      nowhere: { place: null },
      stale: { age: 91, endedAge: 10 },
      ahead: { age: -91 },
      station: { site: 'station' },
      silent: { age: 91 },
    })
    expect((await entities(fleet)).map(({ id }) => id)).toEqual(['known'])
  })

  it('keeps a place for ninety seconds', async () => {
    const fleet = await withBuses({ 'bus-1': { age: 90 } })
    expect(await entities(fleet)).toHaveLength(1)
    fleet.setNow('2026-11-24T14:30:02Z')
    expect(await entities(fleet)).toEqual([])
  })

  it('never tells a moment that is still to come', async () => {
    const fleet = await withBuses({ 'bus-1': { age: -30 } })
    expect((await entities(fleet))[0]?.vehicle.timestamp).toBe(NOW_S)
  })

  it('has each vehicle once: of two gateways in it the newer place', async () => {
    const fleet = await withBuses({
      'bus-1-front': { vehicleId: 'bus-1', age: 50, place: { lat: 19.1 } },
      'bus-1-back': { vehicleId: 'bus-1', age: 10, place: { lat: 19.2 } },
    })
    const found = await entities(fleet)
    expect(found.map(({ id }) => id)).toEqual(['bus-1'])
    expect(found[0]?.vehicle.position).toMatchObject({ latitude: expect.closeTo(19.2, 4) })
  })

  it('names a trip of the feed in use that runs at its own times, and else the route', async () => {
    const fleet = await withBuses({
      a: { place: { tripId: 'timed', directionId: 0 } },
      b: { place: { tripId: 'frequent', directionId: 0 } },
      c: { place: { tripId: 'of another feed' } },
      d: { route: 'T2', place: { tripId: 'timed' } },
      e: { age: 80, endedAge: 10, place: { tripId: 'timed', directionId: 0 } },
    })
    await addTrips(fleet)
    expect((await entities(fleet)).map(({ vehicle }) => vehicle.trip)).toEqual([
      { tripId: 'timed', routeId: 'T1', directionId: 0, scheduleRelationship: 0 },
      { routeId: 'T1', directionId: 0 },
      { routeId: 'T1' },
      { routeId: 'T2' },
      { routeId: 'T1' },
    ])
  })

  it('says nothing of riders, nor of how full a bus is', async () => {
    const fleet = await withBuses({ 'bus-1': { label: '1042' } })
    const text = JSON.stringify(await (await fleet.app.request(`${FEED}?format=json`)).json())
    expect(text).toContain('1042')
    expect(text).not.toMatch(/occupancy|rider|congestion|17\b/i)
  })

  it('can be read as JSON', async () => {
    const fleet = await withBuses({ 'bus-1': {} })
    const answer = await fleet.app.request(`${FEED}?format=json`)
    expect(await answer.json()).toMatchObject({
      header: { incrementality: 'FULL_DATASET', timestamp: NOW_S },
      entity: [{ id: 'bus-1', vehicle: { trip: { routeId: 'T1' }, timestamp: NOW_S - 20 } }],
    })
    expect((await fleet.app.request(`${FEED}?format=xml`)).status).toBe(400)
  })

  it('is a feed too where there is no vehicle', async () => {
    const { answer, feed } = await asked(await testFleet())
    expect(answer.status).toBe(200)
    expect(feed.entity).toEqual([])
  })

  it('is made once a second, however many ask', async () => {
    const fleet = await withBuses({ 'bus-1': {} })
    expect(await entities(fleet)).toHaveLength(1)
    await fleet.db.transaction((tx) => tx.update(gateway).set({ lastRouteId: '' }))
    expect(await entities(fleet)).toHaveLength(1)
    fleet.setNow('2026-11-24T14:30:01Z')
    expect(await entities(fleet)).toEqual([])
  })
})

describe('whether everybody may read the feed', () => {
  it('is an admin’s to say, and in the audit log', async () => {
    const fleet = await withBuses({ 'bus-1': {} })
    expect(await (await fleet.get('/api/gtfs-rt')).json()).toEqual({ public: true })
    expect((await fleet.as('operator', 'PUT', '/api/gtfs-rt', { public: false })).status).toBe(403)
    expect((await fleet.as('admin', 'PUT', '/api/gtfs-rt', { public: 'no' })).status).toBe(400)
    expect(await (await fleet.as('admin', 'PUT', '/api/gtfs-rt', { public: false })).json()).toEqual({ public: false })
    expect((await fleet.app.request(FEED)).status).toBe(401)
    expect((await fleet.get(FEED)).status).toBe(200)
    await fleet.as('admin', 'PUT', '/api/gtfs-rt', { public: true })
    expect((await fleet.app.request(FEED)).status).toBe(200)
    expect(await everythingIn(fleet.db)).toMatch(/positions kept.*positions published/)
  })
})
