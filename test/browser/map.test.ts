import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { NO_MAP } from '../../contract/map-settings.ts'
import { byCommandLine } from '../../fleet-api/audit.ts'
import { setFleetSetting } from '../../fleet-api/fleet-settings.ts'
import { describeWith } from '../describe-with.ts'
import { aReport } from '../fakes/fleet.ts'
import { type GroundHost, servePmtiles, serveTiles } from '../fakes/map-ground.ts'
import { addShapes, corner } from '../fakes/network.ts'
import { LOOKS, type Look, type Office, openOffice, whatIsWrong } from './office.ts'

describeWith(['chromium'], 'the map of the dashboard', () => {
  let office: Office
  let tiles: GroundHost
  const started = Date.now() - 3 * 60_000
  const credentials = new Map<string, string>()

  beforeAll(async () => {
    office = await openOffice()
    const { fleet } = office
    await addShapes(fleet.db, [
      { routeId: 'T1', points: [corner(0, 0), corner(30, 0)] },
      { routeId: 'T2', points: [corner(10, -20), corner(10, 20)] },
    ])
    for (const [id, route] of [
      ['bus-1', 'T1'],
      ['bus-2', 'T2'],
      ['bus-3', 'T2'],
    ] as const) {
      credentials.set(id, await fleet.enrol(id, route))
    }
    await drive('bus-1', 0, corner(20, 0))
    await drive('bus-2', 0, corner(10, 15))
    tiles = await serveTiles()
  })
  afterEach(() => setFleetSetting(office.fleet.db, 'map', NO_MAP, byCommandLine(Date.now())))
  afterAll(async () => {
    tiles.close()
    await office.close()
  })

  /** A report of the nth minute, with where the bus was at its end. */
  async function drive(id: string, minute: number, [lat, lon]: readonly [number, number]): Promise<void> {
    const end = (minute + 1) * 60_000
    const startedAt = new Date(started + minute * 60_000).toISOString()
    const told = aReport(minute, startedAt, { protocol: '1.3', trace: [[end - 1000, lat, lon, 80]] })
    await office.fleet.send(credentials.get(id) ?? '', [told])
  }

  const centredOn = ([lat, lon]: readonly [number, number]) => `at=${lat.toFixed(5)},${lon.toFixed(5)},15`

  async function opened(query = '', look: Look = {}): Promise<Page> {
    const page = await office.open('operator', `/map${query}`, look)
    await page.waitForSelector('[data-map-row=bus-1]', { state: 'attached' })
    return page
  }

  /** Waits until the canvas has a colour at so many pixels from the map's middle: of a mark, beside the sign in it. */
  async function seesColour(page: Page, colour: string, x = 0, y = -8): Promise<void> {
    await page.waitForFunction(
      ([wanted, dx, dy]) => {
        const canvas = document.querySelector<HTMLCanvasElement>('canvas.map-fleet')
        const pen = canvas?.getContext('2d')
        if (!canvas || !pen) return false
        const [red, green, blue] = pen.getImageData(canvas.width / 2 + dx, canvas.height / 2 + dy, 1, 1).data
        const hex = [red, green, blue].map((part) => (part ?? 0).toString(16).padStart(2, '0')).join('')
        return `#${hex}` === wanted
      },
      [colour, x, y] as const,
    )
  }

  const rows = (page: Page) =>
    page.$$eval('[data-map-row]', (all) => all.map((row) => row.getAttribute('data-map-row')))
  const inAddress = (page: Page, name: string) => new URL(page.url()).searchParams.get(name)
  const askAgain = (page: Page) => page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))

  it('draws each gateway where it is, without any tile server, and says in the table what it cannot draw', async () => {
    const page = await opened(`?${centredOn(corner(20, 0))}`)
    await seesColour(page, '#14794b')
    expect((await rows(page)).sort()).toEqual(['bus-1', 'bus-2', 'bus-3'])
    expect(await page.textContent('[data-map-row=bus-3]')).toContain('Sin posición')
    expect(await page.getAttribute('[data-map-unplaced]', 'data-map-unplaced')).toBe('1')
    expect(await page.$$('.leaflet-tile')).toEqual([])
  })

  it('shows all of the city where the address says nothing', async () => {
    const page = await opened()
    await page.waitForFunction(() => location.search.includes('at='))
    const [lat = 0, lon = 0] = (inAddress(page, 'at') ?? '').split(',').map(Number)
    const [middleLat, middleLon] = corner(15, 0)
    expect(Math.abs(lat - middleLat)).toBeLessThan(0.001)
    expect(Math.abs(lon - middleLon)).toBeLessThan(0.001)
  })

  it('moves a bus to where its next report says', async () => {
    const page = await opened(`?${centredOn(corner(10, 15))}`)
    await seesColour(page, '#14794b')
    await drive('bus-2', 1, corner(10, 17))
    await askAgain(page)
    // 200 m north are 44 pixels here.
    await seesColour(page, '#14794b', 0, -44 - 8)
    await drive('bus-2', 2, corner(10, 15))
  })

  it('is chosen from by keyboard: Enter opens the card, the map goes there, Escape gives the focus back', async () => {
    const page = await opened()
    await page.focus('[data-map-row=bus-1] button')
    await page.keyboard.press('Enter')
    await page.waitForSelector('[data-map-card=bus-1]')
    // The focus and the address follow with the next frame.
    await page.waitForFunction(() => document.activeElement?.getAttribute('href') === '/gateways/bus-1')
    await page.waitForFunction(() => new URLSearchParams(location.search).get('bus') === 'bus-1')
    await seesColour(page, '#14794b')
    await page.keyboard.press('Escape')
    await page.waitForSelector('[data-map-card]', { state: 'detached' })
    await page.waitForFunction(
      () => document.activeElement?.closest('[data-map-row]')?.getAttribute('data-map-row') === 'bus-1',
    )
    await page.waitForFunction(() => !new URLSearchParams(location.search).has('bus'))
  })

  it('is moved by keyboard itself', async () => {
    const page = await opened(`?${centredOn(corner(20, 0))}`)
    await seesColour(page, '#14794b')
    await page.focus('[data-map]')
    await page.keyboard.press('-')
    await page.waitForFunction(() => new URLSearchParams(location.search).get('at')?.endsWith(',14'))
  })

  it('opens the card of the bus that is clicked, which leads to its page', async () => {
    const page = await opened(`?${centredOn(corner(20, 0))}`)
    await seesColour(page, '#14794b')
    await page.click('[data-map]')
    await page.waitForSelector('[data-map-card=bus-1]')
    await page.click('[data-map-card] a')
    await page.waitForFunction(() => location.pathname === '/gateways/bus-1')
    await page.waitForSelector('[data-map]', { state: 'detached' })
    expect(new URL(page.url()).search).toBe('')
  })

  it('shows what is asked for on the map and in the table, and the address says so', async () => {
    const page = await opened()
    await page.fill('[data-map-search]', 'BUS-2')
    await page.waitForSelector('[data-map-row=bus-1]', { state: 'detached' })
    expect(await rows(page)).toEqual(['bus-2'])
    await page.fill('[data-map-search]', '')
    await page.check('[data-map-mark=never-seen]')
    expect(await rows(page)).toEqual(['bus-3'])
    await page.selectOption('[data-map-route]', 'T2')
    expect([inAddress(page, 'state'), inAddress(page, 'route')]).toEqual(['never-seen', 'T2'])
    const sent = await office.open('official', `/map${new URL(page.url()).search}`)
    await sent.waitForSelector('[data-map-row=bus-3]')
    expect(await rows(sent)).toEqual(['bus-3'])
    expect(await sent.isChecked('[data-map-mark=never-seen]')).toBe(true)
    expect(await sent.inputValue('[data-map-route]')).toBe('T2')
  })

  it('is drawn on the tiles of the host that is set, and says whose they are', async () => {
    tiles.works = true
    await setTiles('© <b>Calles</b> & otros')
    const page = await opened()
    await page.waitForSelector('.leaflet-tile-loaded', { state: 'attached' })
    expect(await page.textContent('.leaflet-control-attribution')).toBe('© <b>Calles</b> & otros')
    expect(await page.$$('[data-map-ground-fails]')).toEqual([])
  })

  it('says so when the host of the tiles fails, and shows the rest', async () => {
    tiles.works = false
    await setTiles('x')
    const page = await opened(`?${centredOn(corner(20, 0))}`)
    await page.waitForSelector('[data-map-ground-fails]')
    await seesColour(page, '#14794b')
  })

  it('is drawn from a PMTiles file, whose reader is fetched only then', async () => {
    const host = await servePmtiles()
    const url = `${host.origin}/leon.pmtiles`
    const set = { kind: 'pmtiles', url, attribution: '© OpenStreetMap' } as const
    await setFleetSetting(office.fleet.db, 'map', set, byCommandLine(Date.now()))
    const page = await opened(`?${centredOn(corner(20, 0))}`)
    await page.waitForSelector('canvas.leaflet-tile-loaded', { state: 'attached' })
    await seesColour(page, '#14794b')
    expect(await page.$$('[data-map-ground-fails]')).toEqual([])
    expect(host.asked).toContain('GET bytes=0-6')
    host.close()
  })

  async function setTiles(attribution: string): Promise<void> {
    const url = `${tiles.origin}/{z}/{x}/{y}.png`
    await setFleetSetting(office.fleet.db, 'map', { kind: 'raster', url, attribution }, byCommandLine(Date.now()))
  }

  it.each(LOOKS)(
    'is free of accessibility faults, and as wide as its window: $colorScheme, $lang, $viewport.width',
    async (look) => {
      const page = await opened('?bus=bus-1', look)
      await page.waitForSelector('[data-map-card=bus-1]')
      expect(await whatIsWrong(page, 'map', look)).toEqual([])
    },
  )
})
