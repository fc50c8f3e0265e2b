import { eq } from 'drizzle-orm'
import type { LatLon } from '../../contract/along.ts'
import { type Guide, guideSchema } from '../../contract/guide.ts'
import type { Place } from '../../contract/route-evidence.ts'
import { feedService, feedTrip, gateway, stop } from '../../db/fleet/schema.ts'
import { NOW, type TestFleet, testFleet } from './fleet.ts'
import { addShapes, corner } from './network.ts'

// NOW is 08:30 in Mexico City. Six kilometres to the east, and back.
const EAST = [corner(0, 0), corner(60, 0)]
const STOPS: [string, number][] = [
  ['s1', 0],
  ['s2', 3000],
  ['s3', 6000],
]
const NOTHING = { bearing: null, speed: null, directionId: null, shapeKey: null, alongM: null, tripId: null }

export interface TripCity {
  fleet: TestFleet
  bus: string
  /** Puts the bus somewhere on its route, so many metres along; seconds after NOW. */
  drive(alongM: number, more?: Partial<Place> & { routeId?: string; afterS?: number }): Promise<void>
  guide(): Promise<Guide>
  open(url: string, headers?: Record<string, string>): Promise<Response>
}

/** A city with a timed trip of 30 minutes, 08:20 to 08:50, and one by frequencies. */
export async function tripCity(more: Parameters<typeof testFleet>[0] = {}, points: LatLon[] = EAST): Promise<TripCity> {
  const fleet = await testFleet({ publicUrl: 'https://wifi.leon.example', ...more })
  await addShapes(fleet.db, [
    { routeId: 'T1', points, directionId: 0, stops: STOPS },
    { routeId: 'T1', points: [...points].reverse(), directionId: 1, stops: STOPS },
  ])
  const service = { feedId: 1, serviceId: 'S', weekdays: '1111111', startDate: '20260101', endDate: '20271231' }
  const trip = { feedId: 1, routeId: 'T1', serviceId: 'S', patternId: 0, blockId: null }
  await fleet.db.transaction(async (tx) => {
    await tx.insert(feedService).values({ ...service, added: [], removed: [] })
    await tx.insert(feedTrip).values([
      { ...trip, tripId: 'morning', startS: 30_000, endS: 31_800, frequencies: null },
      { ...trip, tripId: 'frequent', startS: 0, endS: 1800, frequencies: [[0, 86_400, 600, 0]] },
    ])
    await tx.insert(stop).values([
      { stopId: 's2', stopName: 'Mercado', stopLat: null, stopLon: null, feedId: 1 },
      { stopId: 's3', stopName: 'Terminal', stopLat: null, stopLon: null, feedId: 1 },
    ])
  })
  const bus = await fleet.enrol('bus-secreto-17', 'T1')
  return {
    fleet,
    bus,
    async drive(alongM, { routeId = 'T1', afterS = 0, ...place } = {}) {
      const [lat, lon] = corner(alongM / 100, 0)
      const endedAt = Date.parse(NOW) + afterS * 1000
      await fleet.db.transaction((tx) =>
        tx
          .update(gateway)
          .set({
            lastRouteId: routeId,
            lastEndedAt: endedAt,
            lastPlace: { at: endedAt, lat, lon, ...NOTHING, directionId: 0, shapeKey: 'key-0', alongM, ...place },
          })
          .where(eq(gateway.gatewayId, 'bus-secreto-17')),
      )
    },
    guide: async () => guideSchema.parse(await (await fleet.asGateway(bus, 'GET', '/v1/guide')).json()),
    open: async (url, headers = {}) => fleet.app.request(new URL(url).pathname, { headers }),
  }
}
