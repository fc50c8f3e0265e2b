import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeWith } from '../describe-with.ts'
import { corner } from '../fakes/network.ts'
import { type TripCity, tripCity } from '../fakes/trip-city.ts'
import { LOOKS, whatIsWrong } from './office.ts'
import { openBrowser, smallTargets } from './rider.ts'

/** Six kilometres through a grid of streets. */
const WINDING = [
  corner(0, 0),
  corner(14, 2),
  corner(14, 16),
  corner(30, 18),
  corner(32, 9),
  corner(42, 8),
  corner(44, 0),
]

describeWith(['chromium'], 'the page of a trip in a browser', () => {
  let browser: Browser
  let server: Server
  let city: TripCity
  let path: string
  beforeAll(async () => {
    browser = await openBrowser()
    city = await tripCity({ publicUrl: null }, WINDING)
    server = await new Promise<Server>((resolve) => {
      const made = serve({ fetch: city.fleet.app.fetch, port: 0, hostname: '127.0.0.1' }, () => resolve(made)) as Server
    })
    await drive(2200)
    path = new URL((await city.guide()).share?.url ?? '').pathname
  })
  afterAll(async () => {
    await browser.close()
    server.close()
  })

  const origin = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const drive = (alongM: number) => city.drive(alongM, { tripId: 'morning' })
  async function open(
    { viewport, colorScheme, lang }: (typeof LOOKS)[number],
    more: { javaScriptEnabled?: boolean } = {},
  ): Promise<Page> {
    const locale = lang === 'es' ? 'es-MX' : 'en-GB'
    const context = await browser.newContext({ viewport, colorScheme, locale, ...more })
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    return context.newPage()
  }

  it.each(LOOKS)('is clean to axe and fits $viewport.width × $viewport.height, $colorScheme, $lang', async (look) => {
    const page = await open(look)
    await page.goto(`${origin()}${path}`)
    expect(await page.locator('html').getAttribute('lang')).toBe(look.lang)
    expect({ found: await whatIsWrong(page, 'trip', look), small: await smallTargets(page) }).toEqual({
      found: [],
      small: [],
    })
    await page.goto(`${origin()}/viaje/none`)
    expect(await whatIsWrong(page, 'no trip', look)).toEqual([])
  })

  it('hands its address on by one button', async () => {
    const page = await open(LOOKS[0])
    await page.goto(`${origin()}${path}?lang=es`)
    await page.evaluate(() => Object.defineProperty(navigator, 'share', { value: undefined }))
    await page.getByRole('button', { name: 'Compartir este viaje' }).click()
    await page.getByRole('button', { name: 'Enlace copiado' }).waitFor()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(`${origin()}${path}`)
  })

  it('follows the bus by itself, and keeps nothing in the browser', async () => {
    const page = await open(LOOKS[0])
    await page.clock.install()
    await page.goto(`${origin()}${path}`)
    expect(await page.locator('.stops li').first().textContent()).toContain('Mercado')
    await drive(4500)
    await page.clock.fastForward(30_000)
    await page.getByText('Mercado').waitFor({ state: 'detached' })
    expect(await page.locator('.stops li').first().textContent()).toContain('Terminal')
    await drive(2200)
    expect(await page.context().cookies()).toEqual([])
    expect(await page.evaluate(() => localStorage.length + sessionStorage.length)).toBe(0)
  })

  it('says all that it has to say without JavaScript', async () => {
    const page = await open(LOOKS[2], { javaScriptEnabled: false })
    await page.goto(`${origin()}${path}`)
    expect(await page.getByRole('button').count()).toBe(0)
    expect(await page.locator('.address').textContent()).toBe(`${origin()}${path}`)
    expect(await page.locator('meta[http-equiv=refresh]').getAttribute('content')).toBe('30')
  })
})
