import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { serve } from '@hono/node-server'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Role } from '../../contract/api.ts'
import { byCommandLine } from '../../fleet-api/audit.ts'
import { addUser } from '../../fleet-api/users.ts'
import { describeWith } from '../describe-with.ts'
import { aReport, type TestFleet, testFleet } from '../fakes/fleet.ts'
import { axe, openBrowser } from './rider.ts'

const PASSWORD = 'correct horse battery'
const DASHBOARD = fileURLToPath(new URL('../../dist/dashboard', import.meta.url))
const LAPTOP = { width: 1280, height: 800 }
const PHONE = { width: 360, height: 740 }

describeWith(['chromium'], 'the routes of a gateway’s day on the dashboard', () => {
  let browser: Browser
  let server: Server
  let fleet: TestFleet
  let credential: string
  beforeAll(async () => {
    browser = await openBrowser()
    fleet = await testFleet({ dashboardDir: DASHBOARD })
    // Browsers and better-auth go by the machine's clock.
    fleet.setNow(new Date().toISOString())
    for (const role of ['operator', 'official'] as const) {
      const user = { email: `${role}@example.mx`, password: PASSWORD, role }
      await addUser(fleet.auth, fleet.db, user, byCommandLine(Date.now()))
    }
    credential = await fleet.enrol('bus-1', 'T1')
    server = await new Promise<Server>((resolve) => {
      const made = serve({ fetch: fleet.app.fetch, port: 0, hostname: '127.0.0.1' }, () => resolve(made)) as Server
    })
  })
  afterAll(async () => {
    await browser.close()
    server.closeAllConnections()
    server.close()
  })

  /** Two hours of a morning four days ago: from 07:00 in Mexico City. A day that is over, whenever the test runs. */
  const day = new Date(Date.now() - 4 * 86_400_000).toISOString().slice(0, 10)
  async function aMorning() {
    const start = Date.parse(`${day}T13:00:00Z`)
    const reports = Array.from({ length: 120 }, (_, i) => aReport(i, new Date(start + i * 60_000).toISOString()))
    await fleet.send(credential, reports)
  }

  async function opened(
    role: Role,
    viewport = LAPTOP,
    { colorScheme = 'light', lang = 'es' }: { colorScheme?: 'light' | 'dark'; lang?: string } = {},
  ): Promise<Page> {
    const context = await browser.newContext({ viewport, colorScheme, locale: lang === 'es' ? 'es-MX' : 'en-GB' })
    const page = await context.newPage()
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/?lang=${lang}`)
    await page.fill('#email', `${role}@example.mx`)
    await page.fill('#password', PASSWORD)
    await page.click('button[type=submit]')
    await page.click('[data-route-day-open]')
    await page.fill('[data-route-day-date]', day)
    await page.waitForSelector('[data-stretch]')
    return page
  }

  const rows = (page: Page) =>
    page.$$eval('[data-stretch]', (all) =>
      all.map((row) => `${row.querySelector('th')?.textContent} ${row.getAttribute('data-stretch')}`),
    )

  it('lets an operator correct a stretch, and the stretches change with it', async () => {
    await aMorning()
    const page = await opened('operator')
    expect(await rows(page)).toEqual(['07:00–09:00 assignment'])
    await page.click('[data-stretch] button')
    expect(await page.inputValue('[data-correct=from]')).toBe('07:00')
    await page.fill('[data-correct=from]', '07:30')
    await page.fill('[data-correct=to]', '08:15')
    await page.selectOption('[data-correct=route]', 'T2')
    await page.click('[data-correct=save]')
    await page.waitForSelector('[data-stretch=operator]')
    expect(await page.textContent('[data-correct=said]')).toBe('Listo: 45 minutos corregidos.')
    expect(await rows(page)).toEqual(['07:00–07:30 assignment', '07:30–08:15 operator', '08:15–09:00 assignment'])
    const log = (await (await fleet.as('admin', 'GET', '/api/audit')).json()) as { entries: { action: string }[] }
    expect(log.entries[0]?.action).toBe('gateway reattribute')
  })

  it('says what is wrong with the times before anything is sent', async () => {
    await aMorning()
    const page = await opened('operator')
    await page.fill('[data-correct=from]', '09:00')
    await page.fill('[data-correct=to]', '08:00')
    expect(await page.textContent('.correct-route-wrong')).toBe('La hora final va después de la inicial.')
    expect(await page.isDisabled('[data-correct=save]')).toBe(true)
  })

  it('shows officials the same, and lets them change nothing', async () => {
    await aMorning()
    const page = await opened('official')
    expect((await rows(page)).length).toBeGreaterThan(0)
    expect(await page.$$('.correct-route, [data-stretch] button')).toEqual([])
  })

  it('opens and closes by keyboard, and gives the focus back', async () => {
    await aMorning()
    const page = await opened('operator')
    await page.keyboard.press('Escape')
    await page.waitForSelector('dialog.route-day:not([open])', { state: 'attached' })
    await page.waitForFunction(() => document.activeElement?.hasAttribute('data-route-day-open'))
    await page.keyboard.press('Enter')
    await page.waitForSelector('dialog.route-day[open]')
  })

  it.each([
    ['on a laptop in the light', LAPTOP, { colorScheme: 'light', lang: 'es' }],
    ['on a laptop in the dark', LAPTOP, { colorScheme: 'dark', lang: 'en' }],
    ['on a phone in the light', PHONE, { colorScheme: 'light', lang: 'en' }],
    ['on a phone in the dark', PHONE, { colorScheme: 'dark', lang: 'es' }],
  ] as const)('is free of accessibility faults %s', async (name, viewport, look) => {
    await aMorning()
    const page = await opened('operator', viewport, look)
    await page.click('[data-stretch] button')
    expect(await axe(page)).toEqual([])
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)
    expect(wide).toBe(false)
    const folder = process.env.ABORDO_SCREENSHOTS
    await (folder ? page.screenshot({ path: `${folder}/route-day ${name}.png` }) : null)
  })
})
