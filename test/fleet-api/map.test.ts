import { describe, expect, it } from 'vitest'
import type { MapGatewaysAnswer, MapShapesAnswer } from '../../contract/map.ts'
import type { MapSettings } from '../../contract/map-settings.ts'
import { decodePolyline } from '../../contract/polyline.ts'
import { feed, gateway, stop } from '../../db/fleet/schema.ts'
import { byCommandLine } from '../../fleet-api/audit.ts'
import { setFleetSetting } from '../../fleet-api/fleet-settings.ts'
import { addGatewayWithCode } from '../../fleet-api/gateways.ts'
import { originOf, policyFor } from '../../fleet-api/routes/content-security.ts'
import { aReport, BOOT, NOW, type TestFleet, testFleet } from '../fakes/fleet.ts'
import { addShapes, corner } from '../fakes/network.ts'
import { aSite } from '../fakes/site.ts'

const by = byCommandLine(Date.parse(NOW))

const shapes = async (fleet: TestFleet) => (await (await fleet.get('/api/map/shapes')).json()) as MapShapesAnswer
const gateways = async (fleet: TestFleet) =>
  ((await (await fleet.get('/api/map/gateways')).json()) as MapGatewaysAnswer).gateways

/** A report whose trace ends at a place, sent as its minute ends. */
function reportFrom(place: readonly [number, number], startedAt = '2026-11-24T14:29:00Z', seq = 0) {
  const endMs = (seq + 1) * 60_000
  return aReport(seq, startedAt, { protocol: '1.3', bootId: BOOT, trace: [[endMs - 1000, place[0], place[1], 80]] })
}

describe('the shapes of the map', () => {
  it('are those of each route, simplified, in its colour', async () => {
    const fleet = await testFleet()
    const straight = [corner(0, 0), corner(10, 0.02), corner(20, 0)]
    await addShapes(fleet.db, [
      { routeId: 'T1', points: straight },
      { routeId: 'T1', points: [...straight].reverse() },
      // Two patterns of one course are drawn once.
      { routeId: 'T1', points: straight },
    ])
    const { routes } = await shapes(fleet)
    expect(routes.map(({ routeId, color, shapes }) => [routeId, color, shapes.length])).toEqual([
      ['T1', '#0055a4', 2],
      ['T2', '#cfd600', 0],
    ])
    const rounded = ([lat, lon]: readonly [number, number]) => [
      Math.round(lat * 1e5) / 1e5,
      Math.round(lon * 1e5) / 1e5,
    ]
    expect(decodePolyline(routes[0]?.shapes[0] ?? '')).toEqual([rounded(corner(0, 0)), rounded(corner(20, 0))])
  })

  it('come with a tag, by which they are not sent again', async () => {
    const fleet = await testFleet()
    await addShapes(fleet.db, [{ routeId: 'T1', points: [corner(0, 0), corner(20, 0)] }])
    const first = await fleet.get('/api/map/shapes')
    const tag = first.headers.get('etag') ?? ''
    expect(tag).toMatch(/^W\/"/)
    const again = await fleet.app.request('/api/map/shapes', {
      headers: { authorization: 'Bearer abordo_api_test', 'if-none-match': tag },
    })
    expect(again.status).toBe(304)
  })

  it('are none before there is a feed', async () => {
    const fleet = await testFleet()
    await fleet.db.transaction((tx) => tx.update(feed).set({ state: 'retired' }))
    expect(await shapes(fleet)).toEqual({ routes: [] })
  })
})

describe('the gateways of the map', () => {
  it('are where their newest report says', async () => {
    const fleet = await testFleet()
    const credential = await fleet.enrol('bus-1', 'T1')
    await fleet.enrol('bus-2', 'T2')
    await fleet.send(credential, [reportFrom([19.432608123, -99.133209456])])
    const [first, second] = await gateways(fleet)
    expect(first).toMatchObject({
      id: 'bus-1',
      label: null,
      site: 'vehicle',
      routeId: 'T1',
      state: 'live',
      condition: { is: 'working', cause: null, since: null },
      riders: 5,
      lastReportAt: '2026-11-24T14:30:00.000Z',
      place: { lat: 19.43261, lon: -99.13321, at: '2026-11-24T14:29:59.000Z', bearing: null },
    })
    expect(second).toMatchObject({ id: 'bus-2', routeId: 'T2', riders: null, lastReportAt: null, place: null })
  })

  it('stay where they were when a report says nothing of it, with their age', async () => {
    const fleet = await testFleet()
    const credential = await fleet.enrol('bus-1', null)
    await fleet.send(credential, [reportFrom([19.43, -99.13])])
    fleet.setNow('2026-11-24T14:31:00Z')
    await fleet.send(credential, [aReport(1, '2026-11-24T14:30:00Z', { protocol: '1.3', trace: [] })])
    expect((await gateways(fleet))[0]?.place).toMatchObject({ lat: 19.43, lon: -99.13, at: '2026-11-24T14:29:59.000Z' })
  })

  it('tell no riders once they are silent', async () => {
    const fleet = await testFleet()
    const credential = await fleet.enrol('bus-1', 'T1')
    await fleet.send(credential, [reportFrom([19.43, -99.13])])
    fleet.setNow('2026-11-24T15:00:00Z')
    expect((await gateways(fleet))[0]).toMatchObject({
      state: 'missing',
      condition: { is: 'missing', since: '2026-11-24T14:30:00.000Z' },
      riders: null,
      place: { lat: 19.43 },
    })
  })

  it('at stops and in stations are where the feed has their stop', async () => {
    const fleet = await testFleet()
    await fleet.db.transaction(async (tx) => {
      await tx.insert(stop).values({ stopId: 'N1', stopName: 'Norte', stopLat: 19.5, stopLon: -99.1, feedId: 1 })
      await tx.insert(stop).values({ stopId: 'N2', stopName: 'Sur', stopLat: null, stopLon: null, feedId: 1 })
    })
    for (const [gatewayId, stopId] of [
      ['station-1', 'N1'],
      ['station-2', 'N2'],
    ] as const) {
      await addGatewayWithCode(fleet.db, { gatewayId, site: 'station', label: null, routeId: null }, by)
      await fleet.as('operator', 'PUT', `/api/sites/site-${gatewayId}`, aSite({ stopId }))
      await fleet.as('operator', 'PUT', `/api/gateways/${gatewayId}/site`, { siteId: `site-${gatewayId}` })
    }
    expect((await gateways(fleet)).map(({ id, site, place }) => ({ id, site, place }))).toEqual([
      { id: 'station-1', site: 'station', place: { lat: 19.5, lon: -99.1, at: null, bearing: null } },
      { id: 'station-2', site: 'station', place: null },
    ])
  })

  it('of a whole fleet take little', async () => {
    const fleet = await testFleet()
    const now = Date.parse(NOW)
    await fleet.db.transaction(async (tx) => {
      for (let n = 0; n < 2300; n += 100) {
        await tx.insert(gateway).values(Array.from({ length: 100 }, (_, i) => aBus(n + i, now)))
      }
    })
    const answer = await fleet.app.request('/api/map/gateways', {
      headers: { authorization: 'Bearer abordo_api_test', 'accept-encoding': 'gzip' },
    })
    expect(answer.headers.get('content-encoding')).toBe('gzip')
    const octets = (await answer.arrayBuffer()).byteLength
    expect(octets).toBeGreaterThan(10_000)
    expect(octets).toBeLessThan(100_000)
  })
})

function aBus(n: number, now: number): typeof gateway.$inferInsert {
  const [lat, lon] = [19 + ((n * 7919) % 50_000) / 1e5, -99 - ((n * 104_729) % 50_000) / 1e5]
  const fixed = { speed: 5, directionId: null, shapeKey: null, alongM: null, tripId: null }
  return {
    gatewayId: `bus-${n}`,
    site: 'vehicle',
    label: `Unidad ${n}`,
    addedAt: 0,
    lastReceivedAt: now - (n % 60) * 1000,
    lastEndedAt: now - (n % 60) * 1000,
    lastRidersConnected: n % 40,
    lastRouteId: `T${n % 100}`,
    lastPlace: { at: now - (n % 60) * 1013, lat, lon, bearing: n % 360, ...fixed },
  }
}

describe('what the dashboard may load', () => {
  const on = (url: string): MapSettings => ({ kind: 'raster', url, attribution: 'x' })

  it.each([
    [{ kind: 'none' } as const, null],
    [on('/maps/{z}/{x}/{y}.png'), null],
    [on('https://tiles.example.mx/{z}/{x}/{y}.png?key=1'), 'https://tiles.example.mx'],
    [on('http://10.0.0.7:8090/{z}/{x}/{y}.png'), 'http://10.0.0.7:8090'],
    [on('https://{s}.tile.example.org/{z}/{x}/{y}.png'), 'https://*.tile.example.org'],
    [
      { kind: 'pmtiles', url: 'https://maps.example.mx/leon.pmtiles', attribution: 'x' } as const,
      'https://maps.example.mx',
    ],
    // What would end the directive, or the header, is no host.
    [on("https://a;script-src'unsafe-inline'/{z}/{x}/{y}.png"), null],
    [on('https://a,b.example/{z}/{x}/{y}.png'), null],
  ])('of %j is what comes from %s', (settings, origin) => {
    expect(originOf(settings)).toBe(origin)
  })

  it('is what comes from the fleet itself, and the map’s ground from the one host that is set', async () => {
    const fleet = await testFleet()
    const policyOf = async (path: string) => (await fleet.app.request(path)).headers.get('content-security-policy')
    expect(policyFor(null)).toBe(
      "default-src 'self'; img-src 'self' data:; connect-src 'self'; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'",
    )
    expect(await policyOf('/set-password')).toBe(policyFor(null))
    await setFleetSetting(fleet.db, 'map', on('https://tiles.example.mx/{z}/{x}/{y}.png'), by)
    expect(await policyOf('/set-password')).toBe(policyFor('https://tiles.example.mx'))
    // Answers that are no pages load nothing.
    expect(await policyOf('/api/docs')).toBe(policyFor(null))
    expect(await policyOf('/api/me')).toBe(policyFor(null))
    expect(await policyOf('/nothing')).toBe(policyFor(null))
  })
})
