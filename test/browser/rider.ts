import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { connect } from 'node:net'
import type { Browser, Page } from 'playwright-core'
import { createPortalApp } from '../../portal/app.ts'
import { listenPortal } from '../../portal/server.ts'
import { chromiumPath } from '../bus/needs.ts'
import { ANA, type TestGateway, testGateway } from '../fakes/gateway.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
// biome-ignore format: one flag a line says nothing more
const FLAGS = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
]

export async function openBrowser(): Promise<Browser> {
  // Only here, since few tests need a browser and it takes a while to load.
  const { chromium } = await import('playwright-core')
  return chromium.launch({ executablePath: chromiumPath() ?? '', headless: true, args: FLAGS })
}

export interface ServedGateway {
  gateway: TestGateway
  port: number
  origin: string
  /** Paths that were asked for, in order. */
  asked: string[]
  close: () => Promise<void>
}

/** A test gateway's portal on a socket of this machine, where everybody is Ana. */
export async function serveGateway(): Promise<ServedGateway> {
  const gateway = await testGateway()
  const asked: string[] = []
  const app = createPortalApp({
    ...gateway.deps,
    ownHosts: new Set(['127.0.0.1']),
    remoteAddress: () => ANA.ip,
  })
  const server = await listenPortal({
    fetch: (request, env) => {
      asked.push(new URL(request.url).pathname)
      return app.fetch(request, env)
    },
    httpPort: 0,
    https: null,
    listenOn: '127.0.0.1',
    after: (ms, job) => {
      const timer = setTimeout(job, ms)
      return () => clearTimeout(timer)
    },
    log: (message) => gateway.logged.push(message),
  })
  return { gateway, port: server.port, origin: `http://127.0.0.1:${server.port}`, asked, close: server.close }
}

/** What axe finds wrong with the page, each as `rule: where`. */
export async function axe(page: Page): Promise<string[]> {
  await page.evaluate(AXE)
  return page.evaluate(async () => {
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
    const found = await (globalThis as unknown as { axe: typeof import('axe-core') }).axe.run(document, {
      runOnly: { type: 'tag', values: tags },
      // Where everything is that is as it should be takes longer to write down than to look at.
      resultTypes: ['violations'],
      selectors: false,
    })
    return found.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 120)}`))
  })
}

/** What does not fit into its place, as `tag: text`; the page itself is `HTML`. */
export function overflowing(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('html, body, body *')]
      .filter((one) => one.clientWidth > 0 && one.scrollWidth > one.clientWidth + 1)
      .map((one) => `${one.tagName}: ${(one.textContent ?? '').slice(0, 60)}`),
  )
}

/** Links, buttons and choices that are smaller than 44 × 44 pixels, by their text. */
export function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('a, button, .choice, textarea')]
      .filter((one) => {
        const { width, height } = one.getBoundingClientRect()
        return width < 44 || height < 44
      })
      .map((one) => one.textContent ?? ''),
  )
}

/** Every octet that comes back for `GET /` of a phone, headers and all. */
export function octetsOnTheWire(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    let octets = 0
    const socket = connect(port, '127.0.0.1', () =>
      socket.write(
        `GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: Mozilla/5.0\r\nAccept: text/html\r\nAccept-Language: es-MX\r\nConnection: close\r\n\r\n`,
      ),
    )
    socket.on('data', (data) => {
      octets += data.length
    })
    socket.on('error', reject)
    socket.on('end', () => resolve(octets))
  })
}
