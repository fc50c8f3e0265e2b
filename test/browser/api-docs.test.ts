import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeWith } from '../describe-with.ts'
import { testFleet } from '../fakes/fleet.ts'
import { axe, openBrowser, overflowing } from './rider.ts'

describeWith(['chromium'], 'the page of the API in a browser', () => {
  let browser: Browser
  let server: Server
  beforeAll(async () => {
    browser = await openBrowser()
    const { app } = await testFleet()
    server = await new Promise<Server>((resolve) => {
      const made = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, () => resolve(made)) as Server
    })
  })
  afterAll(async () => {
    await browser.close()
    server.close()
  })

  const address = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/docs`

  async function open(width: number, height: number, colorScheme: 'light' | 'dark'): Promise<Page> {
    const context = await browser.newContext({ viewport: { width, height }, colorScheme })
    const page = await context.newPage()
    await page.goto(address())
    return page
  }
  async function openWhole(width: number, height: number, colorScheme: 'light' | 'dark'): Promise<Page> {
    const page = await open(width, height, colorScheme)
    await page.evaluate(() => {
      for (const part of document.querySelectorAll('details')) part.open = true
    })
    return page
  }

  it.each([
    [360, 740, 'light'],
    [360, 740, 'dark'],
    [1280, 900, 'light'],
    [1280, 900, 'dark'],
  ] as const)('fits %i × %i, %s, with everything open', async (width, height, scheme) => {
    expect(await overflowing(await openWhole(width, height, scheme))).toEqual([])
  })

  // Thousands of elements, half a minute where the machine is busy: each width and each scheme once.
  it.each([
    [360, 740, 'light'],
    [1280, 900, 'dark'],
  ] as const)(
    'is clean to axe at %i × %i, %s, with everything open',
    { timeout: 120_000 },
    async (width, height, scheme) => {
      expect(await axe(await openWhole(width, height, scheme))).toEqual([])
    },
  )

  it('shows how to begin on the first screen of a phone', async () => {
    const page = await open(360, 740, 'light')
    const box = await page.locator('#start').boundingBox()
    expect(box?.y).toBeLessThan(300)
  })

  it('asks the fleet for itself only, and breaks no rule of its own', async () => {
    const context = await browser.newContext()
    const page = await context.newPage()
    const asked: string[] = []
    const complaints: string[] = []
    page.on('request', (request) => asked.push(request.url()))
    page.on('console', (message) => complaints.push(message.text()))
    await page.goto(address())
    await page.waitForLoadState('networkidle')
    expect({ asked, complaints }).toEqual({ asked: [address()], complaints: [] })
  })
})
