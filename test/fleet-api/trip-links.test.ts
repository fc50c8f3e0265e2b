import { describe, expect, it } from 'vitest'
import type { Guide } from '../../contract/guide.ts'
import { gateway } from '../../db/fleet/schema.ts'
import { everythingIn, NOW } from '../fakes/fleet.ts'
import { tripCity as city } from '../fakes/trip-city.ts'

const at = (seconds: number) => new Date(Date.parse(NOW) + seconds * 1000).toISOString()
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

  it('reaches a gateway that has the shapes without them', async () => {
    const { fleet, bus, drive, guide } = await city()
    await drive(1000, { tripId: 'morning' })
    const { version, shapesVersion, share } = await guide()
    const news = await fleet.asGateway(bus, 'GET', `/v1/guide?shapes=${shapesVersion}`)
    expect(await news.json()).toEqual({ version, shapesVersion, share })
    const other = await fleet.asGateway(bus, 'GET', '/v1/guide?shapes=of-yesterday')
    expect(await other.json()).toEqual(await guide())
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

  it('goes on through a detour on which nothing says which route the bus is on', async () => {
    const { drive, guide, open } = await city()
    await drive(1000)
    const url = urlOf(await guide())
    await drive(1500, { routeId: '', directionId: null, shapeKey: null, alongM: null })
    const answer = await open(url)
    expect(answer.status).toBe(200)
    expect(await answer.text()).toContain('<h1>Voy en la ruta 1</h1>')
  })

  it('shows nothing of a gateway that was revoked meanwhile', async () => {
    const { fleet, drive, guide, open } = await city()
    await drive(1000, { tripId: 'morning' })
    const url = urlOf(await guide())
    expect((await open(url)).status).toBe(200)
    await fleet.as('operator', 'POST', '/api/gateways/bus-secreto-17/revoke')
    expect((await open(url)).status).toBe(410)
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
