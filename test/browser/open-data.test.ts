import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeWith } from '../describe-with.ts'
import { cityMonth, upkeep } from '../fakes/city-month.ts'
import { LOOKS } from './office.ts'
import { axe, openBrowser, overflowing } from './rider.ts'

describeWith(['chromium'], 'the page of the open data in a browser', () => {
  let browser: Browser
  let server: Server
  beforeAll(async () => {
    browser = await openBrowser()
    const fleet = await cityMonth()
    await upkeep(fleet, '2026-11-08T12:00:00Z')
    server = await new Promise<Server>((resolve) => {
      const made = serve({ fetch: fleet.app.fetch, port: 0, hostname: '127.0.0.1' }, () => resolve(made)) as Server
    })
  })
  afterAll(async () => {
    await browser.close()
    server.close()
  })

  const origin = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  async function open({ viewport, colorScheme, lang }: (typeof LOOKS)[number]): Promise<Page> {
    const context = await browser.newContext({ viewport, colorScheme, locale: lang === 'es' ? 'es-MX' : 'en-GB' })
    const page = await context.newPage()
    await page.goto(`${origin()}/open-data/`)
    return page
  }

  it.each(LOOKS)('is clean to axe and fits $viewport.width × $viewport.height, $colorScheme, $lang', async (look) => {
    const page = await open(look)
    expect(await page.locator('html').getAttribute('lang')).toBe(look.lang)
    expect({ found: await axe(page), wide: await overflowing(page) }).toEqual({ found: [], wide: [] })
  })

  it('is read in the other language by one link, and its files are where it says', async () => {
    const page = await open(LOOKS[0])
    await page.getByRole('link', { name: 'In English' }).click()
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Open data')
    const hrefs = await page.locator('.files a').evaluateAll((links) => links.map((link) => link.getAttribute('href')))
    expect(hrefs).toEqual([
      '/open-data/connectivity.csv?month=2026-10',
      '/open-data/days.csv?month=2026-10',
      '/open-data/connectivity.json?month=2026-10',
    ])
    for (const href of hrefs) expect((await fetch(`${origin()}${href}`)).status).toBe(200)
  })

  it('asks the fleet for itself only, and breaks no rule of its own', async () => {
    const context = await browser.newContext()
    const page = await context.newPage()
    const asked: string[] = []
    const complaints: string[] = []
    page.on('request', (request) => asked.push(request.url()))
    page.on('console', (message) => complaints.push(message.text()))
    await page.goto(`${origin()}/open-data/`)
    await page.waitForLoadState('networkidle')
    expect({ asked, complaints }).toEqual({ asked: [`${origin()}/open-data/`], complaints: [] })
  })
})
