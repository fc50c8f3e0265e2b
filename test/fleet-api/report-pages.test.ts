import { describe, expect, it } from 'vitest'
import type { CityReport } from '../../contract/city-report.ts'
import { createLimits, NO_LIMITS } from '../../fleet-api/limits.ts'
import { cityMonth } from '../fakes/city-month.ts'
import { keepFinal, richReport } from '../fakes/city-report.ts'
import { aReport, BOOT, NOW, type TestFleet, testFleet } from '../fakes/fleet.ts'

const ORIGIN = 'https://wifi.example.mx'
const ask = (fleet: TestFleet, path: string, headers: Record<string, string> = {}) =>
  fleet.app.request(`${ORIGIN}${path}`, { headers })
const page = async (fleet: TestFleet, path: string, headers: Record<string, string> = {}) => {
  const answer = await ask(fleet, path, headers)
  return { status: answer.status, headers: answer.headers, text: await answer.text() }
}
const PUBLICATION = { open: true, money: false, cityName: 'León', contact: 'wifi@example.mx', licence: 'CC-BY-4.0' }
const publish = async (fleet: TestFleet, change: Partial<typeof PUBLICATION>) =>
  expect((await fleet.as('admin', 'PUT', '/api/settings/publication', { ...PUBLICATION, ...change })).status).toBe(200)
async function withReport(report: CityReport = richReport()): Promise<TestFleet> {
  const fleet = await testFleet({ publicUrl: ORIGIN })
  await keepFinal(fleet.db, report)
  return fleet
}
const EVERY_PAGE = [
  '/city',
  '/city/method',
  '/city/2026-10',
  '/embed/sessions.svg?month=2026-10',
  '/embed/riders?month=2026-10',
]

describe('the report to read and to print', () => {
  it('is for who is signed in; who is not, and reads by a browser, is shown where to sign in', async () => {
    const fleet = await withReport()
    const stranger = await ask(fleet, '/reports/document?month=2026-10', { accept: 'text/html,*/*' })
    expect([stranger.status, stranger.headers.get('location')]).toEqual([303, '/'])
    expect((await ask(fleet, '/reports/document?month=2026-10', { authorization: 'Bearer no' })).status).toBe(401)
    expect((await ask(fleet, '/reports/document?month=2026-10')).status).toBe(401)
    for (const role of ['admin', 'operator', 'official'] as const) {
      const answer = await fleet.as(role, 'GET', '/reports/document?month=2026-10')
      expect(answer.status).toBe(200)
      expect(answer.headers.get('content-type')).toBe('text/html; charset=UTF-8')
      expect(await answer.text()).toContain('317,561')
    }
  })

  it('tells the figures of the API: what is sent by buses, published, is read', async () => {
    const fleet = await cityMonth({ publicUrl: ORIGIN })
    const { city } = (await (await fleet.get('/api/reports/city?month=2026-10')).json()) as CityReport
    const text = await (await fleet.get('/reports/document?month=2026-10&lang=en')).text()
    expect(city.sessions).toBeGreaterThan(100)
    expect(text).toContain(`<dd class="value">${city.sessions?.toLocaleString('en-US')}</dd>`)
    expect(text).toContain('=HYPERLINK(&quot;')
  })

  it('is of any range too, and of a revision that is asked for', async () => {
    const fleet = await withReport()
    expect(await (await fleet.get('/reports/document?from=2026-10-05&to=2026-10-06')).text()).toContain(
      'Del 5 de octubre de 2026 al 6 de octubre de 2026',
    )
    const first = await (await fleet.get('/reports/document?month=2026-10&revision=0')).text()
    expect(first).toContain('<strong class="state">Definitivo</strong>')
  })

  it.each([
    'month=2026-13',
    'month=2026-10&from=2026-10-01&to=2026-10-02',
    'from=2026-10-05&to=2026-10-01',
    'from=2020-01-01&to=2026-01-01',
    '',
  ])('says in words what is wrong with %s', async (query) => {
    const fleet = await testFleet()
    const answer = await fleet.get(`/reports/document?${query}`)
    expect(answer.status).toBe(400)
    expect(await answer.text()).toContain('No se entiende el periodo')
  })

  it('speaks Spanish unless English is asked for', async () => {
    const fleet = await withReport()
    const of = async (lang: string, accept: string) =>
      /<html lang="(..)">/.exec((await page(fleet, `/city${lang}`, { 'accept-language': accept })).text)?.[1]
    expect(await of('', 'en-GB,en;q=0.9')).toBe('en')
    expect(await of('', 'fr')).toBe('es')
    expect(await of('?lang=es', 'en')).toBe('es')
    expect(await of('?lang=xx', 'en')).toBe('en')
  })

  it('is tagged: who asks again is told “as before” until a figure changes', async () => {
    const fleet = await withReport()
    const first = await fleet.get('/reports/document?month=2026-10')
    const tag = first.headers.get('etag') ?? ''
    expect(first.headers.get('cache-control')).toBe('private, no-cache')
    const token = { authorization: 'Bearer abordo_api_test', 'if-none-match': tag }
    expect((await ask(fleet, '/reports/document?month=2026-10', token)).status).toBe(304)
    expect((await ask(fleet, '/reports/document?month=2026-10&lang=en', token)).status).toBe(200)
  })
})

describe('the page of a share link', () => {
  it('is the report of its dates as officials read it, money too, and leads nowhere that is not for everybody', async () => {
    const fleet = await withReport()
    await publish(fleet, { open: false, money: false })
    const link = { fromDate: '2026-10-01', toDate: '2026-10-31', label: 'Regiduría <b>', language: 'es', days: 30 }
    const { url } = (await (await fleet.as('official', 'POST', '/api/share-links', link)).json()) as { url: string }
    const { status, text, headers } = await page(fleet, new URL(url).pathname)
    expect(status).toBe(200)
    expect(text).toContain('Compartido con: Regiduría &lt;b&gt;. Este enlace vale hasta el 24 de diciembre de 2026.')
    expect(text).toContain('317,561')
    expect(text).toContain('MXN\u00a05,557,318')
    expect([...text.matchAll(/href="([^"#]+)"/g)].map(([, href]) => href)).toEqual(['data:,', 'mailto:wifi@example.mx'])
    expect(headers.get('cache-control')).toBe('no-store')
  })
})

describe('the public pages', () => {
  it.each(EVERY_PAGE)('%s is open to everybody, and closed in words where the city has not published', async (path) => {
    const fleet = await withReport()
    expect((await page(fleet, path)).status).toBe(200)
    await publish(fleet, { open: false })
    const closed = await page(fleet, path)
    expect(closed.status).toBe(404)
    expect(closed.text).toContain('Esta página no está publicada')
    expect(closed.text).not.toContain('317,561')
  })

  it('tell of money only where an admin has said so', async () => {
    const fleet = await withReport()
    await publish(fleet, { money: false })
    expect((await page(fleet, '/city/2026-10')).text).not.toMatch(/MXN|No cumplido/)
    await publish(fleet, { money: true })
    expect((await page(fleet, '/city/2026-10')).text).toContain('MXN\u00a05,557,318')
  })

  it('list the months, and say so where one is not there or has not begun', async () => {
    const fleet = await withReport()
    const city = await page(fleet, '/city')
    expect(city.text).toContain('href="/city/2026-10?lang=es"')
    expect(city.text).toContain('317,561')
    expect((await page(fleet, '/city/2026-09')).status).toBe(404)
    expect((await page(fleet, '/city/octubre')).text).toContain('No existe el reporte de ese mes')
    expect((await page(fleet, '/city/2027-01')).text).toContain('Ese mes todavía no empieza.')
  })

  it('of a city without a report say so', async () => {
    const fleet = await testFleet()
    const city = await page(fleet, '/city')
    expect(city.status).toBe(200)
    expect(city.text).toContain('Todavía no hay ningún mes publicado.')
    expect(city.text).toContain('Ningún equipo está enviando datos en este momento.')
  })

  it('tell riders online now in tens, and not at all below ten; gateways that work one by one', async () => {
    const fleet = await testFleet()
    const [one, two] = [await fleet.enrol('bus-1', 'T1'), await fleet.enrol('bus-2', 'T2')]
    const minute = (seq: number, connected: number, boot = BOOT) =>
      aReport(seq, '2026-11-24T14:29:00Z', { bootId: boot, riders: { connected, peak: connected } })
    await fleet.send(one, [minute(0, 9)])
    const few = await page(fleet, '/city')
    expect(few.text).toContain('Hay menos de diez personas conectadas')
    expect(few.text).toContain('1 de 2 equipos de WiFi en línea')
    expect(few.text).not.toMatch(/<strong>9<\/strong>/)
    expect(few.text).toMatch(/Norte – Sur<\/span><b>1 equipo<\/b>/)
    expect(few.text).not.toContain('Oriente – Poniente')

    await fleet.send(two, [minute(0, 28)])
    fleet.setNow('2026-11-24T14:30:09Z')
    expect((await page(fleet, '/city')).text).toContain('Hay menos de diez')
    fleet.setNow('2026-11-24T14:30:10Z')
    const many = await page(fleet, '/city')
    expect(many.text).toContain('<span>al menos</span> <strong>30</strong> <span>personas conectadas</span>')
    expect(many.text).toContain('<script src="/city/refresh.js" defer></script>')
    expect((await page(fleet, '/city/refresh.js')).headers.get('content-type')).toBe('text/javascript; charset=utf-8')
    expect(many.headers.get('cache-control')).toBe('public, max-age=30')
  })

  it('may be framed nowhere, but for what is made for it, which anybody may show', async () => {
    const fleet = await withReport()
    for (const path of ['/embed/sessions.svg', '/embed/riders']) {
      const { headers, status } = await page(fleet, path)
      expect(status).toBe(200)
      expect(headers.get('content-security-policy')).toContain('frame-ancestors *')
      expect(headers.get('x-frame-options')).toBeNull()
      expect(headers.get('cross-origin-resource-policy')).toBe('cross-origin')
    }
    for (const path of ['/city', '/city/2026-10', '/city/method']) {
      const { headers } = await page(fleet, path)
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
      expect(headers.get('x-frame-options')).toBe('SAMEORIGIN')
    }
  })

  it('give a picture that stands alone, with its heading and where it comes from', async () => {
    const fleet = await withReport()
    await publish(fleet, {})
    const { headers, text } = await page(fleet, '/embed/sessions.svg?month=2026-10&lang=en')
    expect(headers.get('content-type')).toBe('image/svg+xml; charset=utf-8')
    expect(text.startsWith('<svg xmlns="http://www.w3.org/2000/svg"')).toBe(true)
    expect(text).toContain('Sessions on public transport WiFi by day, October 2026')
    expect(text).toContain('Source: León · Final · revision 1 · wifi.example.mx')
  })

  it('are given to one address only so often, and say so in words', async () => {
    const limits = createLimits({ ...NO_LIMITS, visitor: { points: 2, seconds: 60 } })
    const fleet = await testFleet({ limits })
    expect([(await page(fleet, '/city')).status, (await page(fleet, '/embed/riders')).status]).toEqual([200, 404])
    const third = await page(fleet, '/city/method')
    expect([third.status, third.headers.get('retry-after')]).toEqual([429, '60'])
    expect(third.text).toContain('Demasiadas consultas')
    expect((await page(fleet, '/open-data/connectivity.json?month=2026-10')).status).toBe(429)
    expect((await fleet.get('/api/me')).status).toBe(200)
  })

  it('have the day on which they are asked for in no figure', async () => {
    const fleet = await withReport()
    fleet.setNow(NOW)
    const first = await page(fleet, '/city/2026-10')
    fleet.setNow('2027-03-01T00:00:00Z')
    expect((await page(fleet, '/city/2026-10')).headers.get('etag')).toBe(first.headers.get('etag'))
  })
})
