import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { type Guide, guideSchema } from '../../contract/guide.ts'
import type { Place } from '../../contract/route-evidence.ts'
import { feedService, feedTrip, gateway, stop } from '../../db/fleet/schema.ts'
import { everythingIn, NOW, type TestFleet, testFleet } from '../fakes/fleet.ts'
import { addShapes, corner } from '../fakes/network.ts'

// NOW is 08:30 in Mexico City. Six kilometres to the east, and back.
const EAST = [corner(0, 0), corner(60, 0)]
const STOPS: [string, number][] = [
  ['s1', 0],
  ['s2', 3000],
  ['s3', 6000],
]
const at = (seconds: number) => new Date(Date.parse(NOW) + seconds * 1000).toISOString()
const NOTHING = { bearing: null, speed: null, directionId: null, shapeKey: null, alongM: null, tripId: null }

interface City {
  fleet: TestFleet
  bus: string
  /** Puts the bus somewhere on its route, so many metres along; seconds after NOW. */
  drive(alongM: number, more?: Partial<Place> & { routeId?: string; afterS?: number }): Promise<void>
  guide(): Promise<Guide>
  open(url: string, headers?: Record<string, string>): Promise<Response>
}

/** A city with a timed trip of 30 minutes, 08:20 to 08:50, and one by frequencies. */
async function city(more: Parameters<typeof testFleet>[0] = {}): Promise<City> {
  const fleet = await testFleet({ publicUrl: 'https://wifi.leon.example', ...more })
  await addShapes(fleet.db, [
    { routeId: 'T1', points: EAST, directionId: 0, stops: STOPS },
    { routeId: 'T1', points: [...EAST].reverse(), directionId: 1, stops: STOPS },
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
const urlOf = ({ share }: Guide) => share?.url ?? 'no link'

describe('the link to a trip that riders hand on', () => {
  it('reaches the bus in its guide, ends half an hour after the trip by the timetable, and names no bus', async () => {
    const { drive, guide } = await city()
    await drive(1000, { tripId: 'morning' })
    const { share } = await guide()
    expect(share?.until).toBe('2026-11-24T15:20:00.000Z')
    expect(share?.url).toMatch(/^https:\/\/wifi\.leon\.example\/viaje\/[\w-]{80,400}$/)
    expect(Buffer.from(share?.url.split('/').at(-1) ?? '', 'base64url').toString('latin1')).not.toContain('secreto')
  })

  it('is the same for all who ask during the trip, and another on the way back', async () => {
    const { fleet, drive, guide } = await city()
    await drive(1000, { tripId: 'morning' })
    const first = await guide()
    fleet.setNow(at(600))
    await drive(3000, { tripId: 'morning', afterS: 600 })
    expect(await guide()).toEqual(first)
    // For a while nothing says which trip it is: riders keep the link that they have.
    await drive(3100, { afterS: 600, directionId: null })
    expect(urlOf(await guide())).toBe(urlOf(first))
    await drive(100, { directionId: 1, shapeKey: 'key-1', afterS: 600 })
    const back = await guide()
    expect(urlOf(back)).not.toBe(urlOf(first))
    expect(back.version).not.toBe(first.version)
  })

  it('lasts 90 minutes at most where the timetable says no end', async () => {
    const { fleet, drive, guide, open } = await city()
    await drive(1000, { tripId: 'frequent' })
    const { share } = await guide()
    expect(share?.until).toBe('2026-11-24T15:45:00.000Z')
    fleet.setNow('2026-11-24T15:44:59Z')
    expect((await open(share?.url ?? '')).status).toBe(200)
    fleet.setNow('2026-11-24T15:45:00Z')
    expect((await open(share?.url ?? '')).status).toBe(410)
  })

  it('is not there for a bus without a route, without a place, or of which nothing was heard for half an hour', async () => {
    const { fleet, drive, guide } = await city()
    await drive(1000)
    fleet.setNow(at(1801))
    expect((await guide()).share).toBeUndefined()
    await fleet.db.transaction((tx) => tx.update(gateway).set({ lastPlace: null }))
    expect((await guide()).share).toBeUndefined()
  })

  it('is not there, and shows nothing, while the operator keeps its positions to itself', async () => {
    const { fleet, drive, guide, open } = await city()
    await drive(1000)
    const { share } = await guide()
    await fleet.as('admin', 'PUT', '/api/gtfs-rt', { public: false })
    const answer = await open(share?.url ?? '')
    expect(answer.status).toBe(404)
    expect(await answer.text()).toContain('Este enlace no muestra ningún viaje')
    fleet.setNow(at(11))
    expect((await guide()).share).toBeUndefined()
  })

  it('is stored nowhere and stands in no log', async () => {
    const { fleet, drive, guide, open } = await city()
    await drive(1000)
    const url = urlOf(await guide())
    await open(url)
    const token = url.split('/').at(-1) ?? ''
    expect(await everythingIn(fleet.db)).not.toContain(token)
    expect(fleet.logged.join()).not.toContain(token)
  })

  it('is one that only this fleet makes: a token with one sign changed, or of another fleet, opens nothing', async () => {
    const one = await city()
    await one.drive(1000)
    const url = urlOf(await one.guide())
    const last = url.at(-10)
    const forged = `${url.slice(0, -10)}${last === 'A' ? 'B' : 'A'}${url.slice(-9)}`
    const other = await city()
    await other.drive(1000)
    const statuses = await Promise.all([one.open(url), one.open(forged), other.open(url), one.open(`${url}x`)])
    expect(statuses.map(({ status }) => status)).toEqual([200, 404, 404, 404])
  })
})

describe('the page of a trip', () => {
  it('shows where the bus is, its next stops and about when it is there', async () => {
    const { fleet, drive, guide, open } = await city()
    await drive(1000, { tripId: 'morning' })
    const url = urlOf(await guide())
    fleet.setNow(at(60))
    const answer = await open(url)
    expect(answer.status).toBe(200)
    const page = await answer.text()
    expect(page).toContain('<h1>Voy en la ruta 1</h1>')
    expect(page).toContain('Visto hace 1 min (08:30)')
    // 30 minutes for 6,000 m: ten for the 2,000 m to the market.
    expect(page).toMatch(/<li><span>Mercado<\/span><time datetime="2026-11-24T14:40:00.000Z">≈ 08:40<\/time><\/li>/)
    expect(page).toMatch(/<li><span>Terminal<\/span><time[^>]*>≈ 08:55<\/time><\/li>/)
    expect(page).not.toContain('secreto')
    expect(page).toContain('a más tardar a las 09:20')
  })

  it('is kept by nobody: no cookie, no cache, no search engine', async () => {
    const { drive, guide, open } = await city()
    await drive(1000)
    const { headers } = await open(urlOf(await guide()))
    expect(Object.fromEntries(headers)).toMatchObject({ 'cache-control': 'no-store', 'x-robots-tag': 'noindex' })
    expect(headers.get('set-cookie')).toBeNull()
    expect(headers.get('referrer-policy')).toBe('same-origin')
  })

  it('speaks English to who asks for it', async () => {
    const { drive, guide, open } = await city()
    await drive(1000)
    const page = await (await open(urlOf(await guide()), { 'accept-language': 'en-US,en;q=0.9' })).text()
    expect(page).toContain('<html lang="en"')
    expect(page).toContain('<h1>I am on route 1</h1>')
  })

  it('says since when the bus is silent', async () => {
    const { fleet, drive, guide, open } = await city()
    await drive(1000)
    const url = urlOf(await guide())
    fleet.setNow(at(360))
    expect(await (await open(url)).text()).toContain('El autobús no ha dicho dónde está desde las 08:30.')
  })

  it('says that the trip is over once the bus is on its way back, on another route, or the link has ended', async () => {
    const { fleet, drive, guide, open } = await city()
    await drive(1000, { tripId: 'morning' })
    const url = urlOf(await guide())
    await drive(5900, { directionId: 1, shapeKey: 'key-1' })
    const back = await open(url)
    await drive(1000, { routeId: 'T2', directionId: null, shapeKey: null, alongM: null })
    const other = await open(url)
    await drive(1000, { tripId: 'morning' })
    fleet.setNow('2026-11-24T15:20:00Z')
    const late = await open(url)
    expect([back.status, other.status, late.status]).toEqual([410, 410, 410])
    expect(await late.text()).toContain('Este viaje terminó')
  })

  it('tells no next stop in a street where the route runs both ways and nothing says which', async () => {
    const { drive, guide, open } = await city()
    await drive(1000, { directionId: null, shapeKey: null, alongM: null })
    const page = await (await open(urlOf(await guide()))).text()
    expect(page).toContain('No sabemos cuál parada sigue.')
    expect(page).toContain('class="bus"')
  })

  it('is told to wait who tries tokens without end', async () => {
    const { fleet } = await city()
    const tried: number[] = []
    for (let n = 0; n < 101; n += 1) tried.push((await fleet.app.request(`/viaje/guess${n}`)).status)
    expect(tried.slice(0, 100)).toEqual(Array.from({ length: 100 }, () => 404))
    expect(tried[100]).toBe(429)
  })
})
