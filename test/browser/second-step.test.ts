import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { serve } from '@hono/node-server'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { byCommandLine } from '../../fleet-api/audit.ts'
import { addUser } from '../../fleet-api/users.ts'
import { describeWith } from '../describe-with.ts'
import { aBrowser, codeOf } from '../fakes/browser.ts'
import { testFleet } from '../fakes/fleet.ts'
import { axe, openBrowser } from './rider.ts'

const ANA = { email: 'ana@example.mx', password: 'correct horse battery' }
const DASHBOARD = fileURLToPath(new URL('../../dist/dashboard', import.meta.url))

describeWith(['chromium'], 'signing in to the dashboard with a second step', () => {
  let browser: Browser
  let server: Server
  let totpUri: string
  let backupCodes: string[]
  beforeAll(async () => {
    browser = await openBrowser()
    const fleet = await testFleet({ dashboardDir: DASHBOARD })
    // better-auth and the codes of phones go by the machine's clock.
    fleet.setNow(new Date().toISOString())
    await addUser(fleet.auth, fleet.db, { ...ANA, role: 'operator' }, byCommandLine(Date.now()))
    const hers = aBrowser(fleet)
    await hers.signIn(ANA.email, ANA.password)
    const begun = (await (await hers.auth('two-factor/enable', { password: ANA.password })).json()) as {
      totpURI: string
      backupCodes: string[]
    }
    totpUri = begun.totpURI
    backupCodes = begun.backupCodes
    await hers.auth('two-factor/verify-totp', { code: codeOf(totpUri) })
    server = await new Promise<Server>((resolve) => {
      const made = serve({ fetch: fleet.app.fetch, port: 0, hostname: '127.0.0.1' }, () => resolve(made)) as Server
    })
  })
  afterAll(async () => {
    await browser.close()
    server.closeAllConnections()
    server.close()
  })

  async function atTheCode(width = 360, height = 740, colorScheme: 'light' | 'dark' = 'light'): Promise<Page> {
    const context = await browser.newContext({ viewport: { width, height }, colorScheme, locale: 'es-MX' })
    const page = await context.newPage()
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
    await page.fill('#email', ANA.email)
    await page.fill('#password', ANA.password)
    await page.click('button[type=submit]')
    await page.waitForSelector('#code')
    return page
  }

  it('asks for the code after the password, and lets in who has it', async () => {
    const page = await atTheCode()
    await page.fill('#code', codeOf(totpUri))
    await page.click('button[type=submit]')
    await page.waitForSelector('[data-sign-in]', { state: 'detached' })
    expect(await page.locator('#code').count()).toBe(0)
  })

  it('says that a code is wrong, and takes a backup code instead', async () => {
    const page = await atTheCode()
    await page.fill('#code', 'no-such-code')
    await page.click('button[type=submit]')
    await page.waitForSelector('.form-message p')
    expect(await page.locator('.form-message').innerText()).toContain('Este código no coincide o ya venció.')
    await page.fill('#code', backupCodes[0] ?? '')
    await page.click('button[type=submit]')
    await page.waitForSelector('[data-sign-in]', { state: 'detached' })
    expect(await page.locator('#code').count()).toBe(0)
  })

  it.each([
    [360, 740, 'light'],
    [1280, 800, 'dark'],
  ] as const)('is clean to axe and fits %i × %i, %s', async (width, height, scheme) => {
    const page = await atTheCode(width, height, scheme)
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    expect({ found: await axe(page), wider }).toEqual({ found: [], wider: 0 })
  })
})
