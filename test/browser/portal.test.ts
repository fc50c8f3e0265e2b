import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { describeWith } from '../describe-with.ts'
import {
  axe,
  octetsOnTheWire,
  openBrowser,
  overflowing,
  type ServedGateway,
  serveGateway,
  smallTargets,
} from './rider.ts'
import { brand, cutUplink, LARGEST_LOGO, mend, nothing, OFFERS, STATES, type State } from './rider-states.ts'

describeWith(['chromium'], 'the riders’ pages in a browser', () => {
  let browser: Browser
  let served: ServedGateway
  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(() => browser.close())
  beforeEach(async () => {
    served = await serveGateway()
  })
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close()
    await served.close()
  })

  async function phone(options: { locale?: string; javaScriptEnabled?: boolean } = {}): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 360, height: 640 }, locale: 'es-MX', ...options })
    return context.newPage()
  }
  async function open({ path = '/', prepare = nothing, act = nothing }: State, locale = 'es-MX'): Promise<Page> {
    await prepare(served.gateway)
    const page = await phone({ locale })
    await page.goto(served.origin + path)
    await act(page)
    return page
  }

  it.each(STATES)(
    '$name is clean to axe, in both languages, light and dark, and fits 360 pixels at 100% and 200% text',
    async (state) => {
      const page = await open(state)
      const found = await axe(page)
      const small = await smallTargets(page)
      const wide = await overflowing(page)
      await page.evaluate(() => {
        document.documentElement.style.fontSize = '200%'
      })
      wide.push(...(await overflowing(page)))

      const english = await open({ ...state, prepare: nothing }, 'en-US')
      await english.emulateMedia({ colorScheme: 'dark' })
      found.push(...(await axe(english)))
      wide.push(...(await overflowing(english)))
      expect({ found, small, wide }).toEqual({ found: [], small: [], wide: [] })
    },
  )

  it.each(OFFERS)('$name shows its button without scrolling at 360 × 640, in both languages', async (state) => {
    const page = await open(state)
    const bottoms: number[] = []
    for (const language of ['es', 'en']) {
      await page.goto(`${served.origin}/?lang=${language}`)
      const box = await page.locator('main button').boundingBox()
      bottoms.push((box?.y ?? 999) + (box?.height ?? 999))
    }
    expect(Math.max(...bottoms)).toBeLessThanOrEqual(640)
  })

  it('the welcome page is one request and nothing else, also with a logo', async () => {
    await brand(served.gateway)
    const page = await phone()
    await page.goto(served.origin, { waitUntil: 'networkidle' })
    expect(served.asked).toEqual(['/'])
    expect(await page.evaluate(() => document.images[0]?.naturalWidth)).toBe(120)
    expect(await page.context().cookies()).toEqual([])
  })

  it('the welcome page takes at most 14,000 octets on the wire with the largest logo, headers and all', async () => {
    const plain = await octetsOnTheWire(served.port)
    await served.gateway.policy.set({
      operatorName: 'Ñ'.repeat(100),
      branding: { color: '#c8102e', logo: LARGEST_LOGO },
    })
    await mend(served.gateway)
    cutUplink(served.gateway)
    const largest = await octetsOnTheWire(served.port)
    expect(plain).toBeLessThanOrEqual(8000)
    expect(largest).toBeLessThanOrEqual(14_000)
  })

  it('the colour of the operator is on the button', async () => {
    const page = await open({ name: 'branded', prepare: (g) => g.policy.set({ branding: { color: '#1d4ed8' } }) })
    const colour = await page.locator('main button').evaluate((button) => getComputedStyle(button).backgroundColor)
    expect(colour).toBe('rgb(29, 78, 216)')
  })

  it('without JavaScript a rider comes on, extends, reports a fault, sees their data and deletes it', async () => {
    await served.gateway.policy.set({ extension: { seconds: 1800, times: 1 } })
    const page = await phone({ javaScriptEnabled: false })
    await page.goto(served.origin)
    await page.getByRole('button', { name: 'Aceptar y conectarme' }).click()
    expect(await page.title()).toBe('Ya tienes internet · WiFi a bordo')
    await page.getByRole('button', { name: 'Agregar 30 minutos' }).click()
    expect(await page.locator('dd').first().textContent()).toBe('90 minutos')

    await page.getByRole('link', { name: 'Reportar una falla' }).click()
    await page.getByLabel('No hay internet').check()
    await page.getByLabel('¿Algo más?').fill('Desde Delta')
    await page.getByRole('button', { name: 'Enviar reporte' }).click()
    expect(await page.locator('.ticket').textContent()).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}$/)
    await page.getByRole('link', { name: 'Volver al inicio' }).click()

    await page.getByRole('link', { name: 'English' }).click()
    await page.getByRole('link', { name: 'My data' }).click()
    expect(await page.getByText('02:00:00:00:00:01').count()).toBe(1)
    await page.getByRole('button', { name: 'Delete my data and disconnect' }).click()
    expect(await page.getByText('02:00:00:00:00:01').count()).toBe(0)
    expect(served.gateway.sessions.connected()).toBe(0)

    await page.getByRole('link', { name: 'Back to the first page' }).click()
    await page.getByRole('button', { name: 'Accept and connect' }).click()
    await page.getByRole('button', { name: 'End my session' }).click()
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Your session has ended')
    await page.getByRole('button', { name: 'Accept and go on' }).click()
    expect(await page.title()).toBe('You are online · WiFi a bordo')
  })

  it('goes by the keyboard alone, with the focus in sight', async () => {
    const page = await phone()
    await page.goto(served.origin)
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    const outline = await page.evaluate(() => getComputedStyle(document.activeElement as Element).outlineWidth)
    expect(outline).toBe('3px')
    await page.keyboard.press('Enter')
    await page.waitForSelector('dl')
    expect(served.gateway.sessions.connected()).toBe(1)
  })
})
