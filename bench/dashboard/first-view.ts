import { gzipSync } from 'node:zlib'
import type { Browser, BrowserContext } from 'playwright-core'
import { READER } from './city.ts'

/** What 1.6 Mbit/s down and 0.75 up with 150 ms of round trip are to Chromium: what it calls "slow 4G" as of Lighthouse. */
const NETWORK = { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 93_750 }
const SLOWER = 4

/** A page, and by what one knows that it shows what it is for. */
export interface Sight {
  path: string
  sight: string
}

export interface FirstView {
  /** From the navigation to the frame after that. */
  drawnMs: number
  /** All scripts until then, each gzipped. */
  scriptOctets: number
  requests: number
}

/** Opens a page of the dashboard as somebody who is signed in and has never been there: nothing of it is kept. */
export async function firstView(
  browser: Browser,
  origin: string,
  { path, sight }: Sight,
  cookies: Cookies,
): Promise<FirstView> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'es-MX' })
  await context.addCookies(cookies)
  await context.addInitScript(noteWhenDrawn(sight))
  const page = await context.newPage()
  const devtools = await context.newCDPSession(page)
  await devtools.send('Network.enable')
  await devtools.send('Network.emulateNetworkConditions', NETWORK)
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWER })
  const scripts: Promise<Buffer>[] = []
  let requests = 0
  let isDrawn = false
  page.on('response', (response) => {
    // What comes after the sight was not waited for.
    if (isDrawn) return
    requests += 1
    if (response.request().resourceType() === 'script' || response.url().endsWith('.js')) scripts.push(response.body())
  })
  await page.goto(`${origin}${path}`, { waitUntil: 'commit' })
  const drawn = await page.waitForFunction(() => (globalThis as { drawnAt?: number }).drawnAt)
  const drawnMs = Number(await drawn.jsonValue())
  isDrawn = true
  const bodies = await Promise.all(scripts)
  await context.close()
  return { drawnMs, requests, scriptOctets: bodies.reduce((sum, body) => sum + gzipSync(body).length, 0) }
}

/** In the page: the time of the first frame after what is looked for is there. As text: what tsx makes of a function needs more than itself. */
const noteWhenDrawn = (sight: string) => `
  const watch = new MutationObserver(() => {
    if (!document.querySelector('${sight}')) return
    watch.disconnect()
    requestAnimationFrame(() => { globalThis.drawnAt = performance.now() })
  })
  watch.observe(document, { subtree: true, childList: true, attributes: true })
`

export type Cookies = Parameters<BrowserContext['addCookies']>[0]

/** The cookies of a reader who has signed in. */
export async function signedIn(origin: string): Promise<Cookies> {
  const answer = await fetch(`${origin}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify(READER),
  })
  if (!answer.ok) throw new Error(`sign-in: ${answer.status} ${await answer.text()}`)
  return answer.headers.getSetCookie().flatMap((cookie) => {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
    return name && value ? [{ name, value, url: origin }] : []
  })
}
