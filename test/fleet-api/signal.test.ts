import { describe, expect, it } from 'vitest'
import type { DeadZones } from '../../contract/dead-zones.ts'
import { type Guide, guideSchema } from '../../contract/guide.ts'
import type { Fix } from '../../contract/trace.ts'
import { signalPiece, stop } from '../../db/fleet/schema.ts'
import { aReport, type TestFleet, testFleet } from '../fakes/fleet.ts'
import { addShapes, corner } from '../fakes/network.ts'

// Six kilometres to the east. Between 3,000 and 4,000 m the internet is lost.
const SHAPE = [corner(0, 0), corner(60, 0)]
const LOST = (alongM: number) => alongM >= 3000 && alongM < 4000

/** Twelve minutes along the shape at 8 m/s, a fix every ten seconds; or longer, where it is slower. */
function pass(start: string, boot: number, speedMps = 8) {
  const began = Date.parse(start)
  return Array.from({ length: Math.floor(96 / speedMps) }, (_, seq) =>
    aReport(seq, new Date(began + seq * 60_000).toISOString(), {
      protocol: '1.3',
      bootId: `00000000-0000-4000-8000-0000000000${boot}`,
      trace: Array.from({ length: 6 }, (_, i): Fix => {
        const seconds = seq * 60 + i * 10
        const [lat, lon] = corner((seconds * speedMps) / 100, 0)
        return [seq * 60_000 + i * 10_000, lat, lon, LOST(seconds * speedMps) ? null : 80]
      }),
    }),
  )
}

async function city(): Promise<{ fleet: TestFleet; bus: string }> {
  const fleet = await testFleet()
  await addShapes(fleet.db, [
    {
      routeId: 'T1',
      points: SHAPE,
      stops: [
        ['s1', 0],
        ['s2', 3100],
        ['s3', 6000],
      ],
    },
  ])
  await fleet.db.transaction((tx) =>
    tx.insert(stop).values([
      { stopId: 's1', stopName: 'Terminal', stopLat: null, stopLon: null, feedId: 1 },
      { stopId: 's2', stopName: 'Mercado', stopLat: null, stopLon: null, feedId: 1 },
    ]),
  )
  return { fleet, bus: await fleet.enrol('bus-1', null) }
}

async function guideOf(fleet: TestFleet, bus: string): Promise<Guide> {
  return guideSchema.parse(await (await fleet.asGateway(bus, 'GET', '/v1/guide')).json())
}

describe('the uplink along a shape', () => {
  it('is judged once five passes have seen a piece, and not before', async () => {
    const { fleet } = await city()
    fleet.setNow('2026-11-24T12:30:00Z')
    const asked = async () => (await (await fleet.get('/api/dead-zones?route=T1')).json()) as DeadZones
    const buses = ['a', 'b', 'c', 'd'].map((name) => fleet.enrol(`bus-${name}`, null))
    for (const bus of await Promise.all(buses)) await fleet.send(bus, pass('2026-11-24T12:00:00Z', 10))
    expect((await asked()).features).toEqual([])
    await fleet.send(await fleet.enrol('bus-e', null), pass('2026-11-24T12:00:00Z', 10))
    const { features } = await asked()
    const lost = features.filter(({ properties }) => properties.weak).map(({ properties }) => properties.fromM)
    expect(lost).toEqual([3000, 3250, 3500, 3750])
    expect(features[0]).toMatchObject({
      geometry: { type: 'LineString' },
      properties: { routeIds: ['T1'], fromM: 0, toM: 250, passes: 5, lossShare: 0, roundTripMs: 80 },
    })
    const weak = (await (await fleet.get('/api/dead-zones?weak=true')).json()) as DeadZones
    expect(weak.features).toHaveLength(4)
    expect(((await (await fleet.get('/api/dead-zones?hours=3')).json()) as DeadZones).features).toEqual([])
  })

  it('is seen as well where a gateway had no link for long, and sends all of it at once, or the newest first', async () => {
    const seen = async (requests: (reports: ReturnType<typeof pass>) => ReturnType<typeof pass>[]) => {
      const { fleet, bus } = await city()
      fleet.setNow('2026-11-24T14:30:00Z')
      for (const request of requests(pass('2026-11-24T12:00:00Z', 10, 1))) await fleet.send(bus, request)
      const pieces = await fleet.db.select().from(signalPiece)
      const sum = (of: 'samples' | 'lost') => pieces.reduce((total, piece) => total + piece[of], 0)
      return [sum('samples'), sum('lost')]
    }
    const pieces = (reports: ReturnType<typeof pass>, size: number) =>
      Array.from({ length: Math.ceil(reports.length / size) }, (_, i) => reports.slice(i * size, i * size + size))
    // Of 96 minutes with six fixes each all but the first six, by which it is not told where it goes; of the 1000 m without internet every one.
    const live = await seen((reports) => pieces(reports, 1))
    expect(live).toEqual([540, 100])
    expect(await seen((reports) => [reports])).toEqual(live)
    expect(await seen((reports) => pieces(reports, 16).reverse())).toEqual(live)
  })

  it('reaches a gateway of the route in its guide, with the stops and an ETag', async () => {
    const { fleet, bus } = await city()
    fleet.setNow('2026-11-24T12:15:00Z')
    const answers: (string | null)[] = []
    const buses = [bus, ...(await Promise.all(['a', 'b', 'c', 'd'].map((name) => fleet.enrol(`bus-${name}`, null))))]
    for (const one of buses.reverse()) {
      const answer = (await (await fleet.send(one, pass('2026-11-24T12:00:00Z', 10))).json()) as {
        guideVersion: string
      }
      answers.push(answer.guideVersion)
    }
    fleet.setNow('2026-11-24T12:35:00Z')
    const guide = await guideOf(fleet, bus)
    expect(guide).toMatchObject({ routeId: 'T1', routeName: '1', shapes: [{ weak: [[3000, 4000]] }] })
    expect(guide.shapes[0]?.stops).toEqual([
      { name: 'Terminal', alongM: 0 },
      { name: 'Mercado', alongM: 3100 },
      { name: 's3', alongM: 6000 },
    ])
    expect(answers[0]).toMatch(/^[0-9a-f]{16}$/)
    const again = await fleet.app.request('/v1/guide', {
      headers: { authorization: `Bearer ${bus}`, 'if-none-match': `"${guide.version}"` },
    })
    expect(again.status).toBe(304)
  })

  it('has no guide for a gateway whose route is not known', async () => {
    const { fleet, bus } = await city()
    const answer = (await (await fleet.send(bus, [aReport(0, '2026-11-24T14:00:00Z')])).json()) as {
      guideVersion: null
    }
    expect(answer.guideVersion).toBeNull()
    expect((await fleet.asGateway(bus, 'GET', '/v1/guide')).status).toBe(204)
  })
})
