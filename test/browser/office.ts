import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { serve } from '@hono/node-server'
import type { Page } from 'playwright-core'
import { onTestFinished } from 'vitest'
import { ROLES, type Role } from '../../contract/api.ts'
import type { FleetDeps } from '../../fleet-api/app.ts'
import { byCommandLine } from '../../fleet-api/audit.ts'
import { addUser } from '../../fleet-api/users.ts'
import { aBrowser } from '../fakes/browser.ts'
import { type TestFleet, testFleet } from '../fakes/fleet.ts'
import { axe, openBrowser } from './rider.ts'

export const LAPTOP = { width: 1280, height: 800 }
export const PHONE = { width: 360, height: 740 }
/** Every look that a page has to be good in. */
export const LOOKS = [
  { viewport: LAPTOP, colorScheme: 'light', lang: 'es' },
  { viewport: LAPTOP, colorScheme: 'dark', lang: 'en' },
  { viewport: PHONE, colorScheme: 'light', lang: 'en' },
  { viewport: PHONE, colorScheme: 'dark', lang: 'es' },
] as const

export interface Look {
  viewport?: { width: number; height: number }
  colorScheme?: 'light' | 'dark'
  lang?: 'es' | 'en'
}

export interface Office {
  fleet: TestFleet
  origin: string
  /** Opens a page of the dashboard in a browser of its own, signed in; role null: not. */
  open(role: Role | null, path: string, look?: Look): Promise<Page>
  close(): Promise<void>
}

const DASHBOARD = fileURLToPath(new URL('../../dist/dashboard', import.meta.url))
/** Everybody's. */
export const PASSWORD = 'correct horse battery'

/** A test fleet with the built dashboard on a socket of this machine, a user of each role, and a Chromium to look at it with. */
export async function openOffice(given: Partial<FleetDeps> = {}): Promise<Office> {
  const browser = await openBrowser()
  const fleet = await testFleet({ dashboardDir: DASHBOARD, ...given })
  // Browsers and better-auth go by the machine's clock.
  fleet.setNow(new Date().toISOString())
  const server = await new Promise<Server>((resolve) => {
    const made = serve({ fetch: fleet.app.fetch, port: 0, hostname: '127.0.0.1' }, () => resolve(made)) as Server
  })
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const cookies = new Map<Role, { name: string; value: string; url: string }[]>()
  for (const role of ROLES) {
    const user = { email: `${role}@example.mx`, password: PASSWORD, role }
    await addUser(fleet.auth, fleet.db, user, byCommandLine(Date.now()))
    const theirs = aBrowser(fleet, origin)
    await theirs.signIn(user.email, PASSWORD)
    cookies.set(
      role,
      [...theirs.cookies].map(([name, value]) => ({ name, value, url: origin })),
    )
  }
  return {
    fleet,
    origin,
    async open(role, path, { viewport = LAPTOP, colorScheme = 'light', lang = 'es' } = {}) {
      const context = await browser.newContext({
        viewport,
        colorScheme,
        locale: lang === 'es' ? 'es-MX' : 'en-GB',
        // What moves without end keeps the processor busy, and pictures of it differ.
        reducedMotion: 'reduce',
      })
      onTestFinished(() => context.close())
      await context.addCookies((role && cookies.get(role)) ?? [])
      const page = await context.newPage()
      await page.goto(`${origin}${path}`)
      return page
    },
    async close() {
      await browser.close()
      server.closeAllConnections()
      server.close()
    },
  }
}

/** What axe finds wrong with a page, and whether it is wider than its window. Its picture goes to the folder ABORDO_SCREENSHOTS, if any. */
export async function whatIsWrong(page: Page, name: string, { viewport, colorScheme, lang }: Look): Promise<string[]> {
  const folder = process.env.ABORDO_SCREENSHOTS
  const file = `${folder}/${name} ${viewport?.width} ${colorScheme} ${lang}.png`
  await (folder ? page.screenshot({ path: file, fullPage: true }) : null)
  const isTooWide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)
  return [...(await axe(page)), ...(isTooWide ? ['wider than its window'] : [])]
}
