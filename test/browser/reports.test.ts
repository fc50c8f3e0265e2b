import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { gatewayModemDay } from '../../db/fleet/schema.ts'
import { publishDue } from '../../fleet-api/report/publish.ts'
import { describeWith } from '../describe-with.ts'
import { aReport } from '../fakes/fleet.ts'
import { LOOKS, type Office, openOffice, PHONE, whatIsWrong } from './office.ts'

const DAY_MS = 86_400_000
/** Noon of a day that is over for good, in the month that it is of. */
const NOON = Math.floor((Date.now() - 3 * DAY_MS) / DAY_MS) * DAY_MS + 18 * 3_600_000
const DATE = new Date(NOON).toISOString().slice(0, 10)
const MONTH = DATE.slice(0, 7)

describeWith(['chromium'], 'the reports on the dashboard', () => {
  let office: Office
  beforeAll(async () => {
    office = await openOffice()
    await ridden('bus-1', 'T1', 30)
    // Four sessions: too few to be told.
    await ridden('bus-2', 'T2', 2)
    const { db } = office.fleet
    await publishDue({ db, now: Date.now(), breathe: async () => undefined, stopping: () => false })
    await office.fleet.as('operator', 'PUT', '/api/sims', { csv: 'sim,gateway_id,port\nA1,bus-1,wwan0' })
    await db.transaction((tx) =>
      tx.insert(gatewayModemDay).values({
        gatewayId: 'bus-1',
        port: 'wwan0',
        dayAt: (NOON - (NOON % DAY_MS)) / 1000,
        receivedOctets: 900_000_000,
        sentOctets: 100_000_000,
      }),
    )
  })
  afterAll(() => office.close())

  /** So many minutes of a bus on a route, with two sessions each. */
  async function ridden(gatewayId: string, routeId: string, minutes: number): Promise<void> {
    const credential = await office.fleet.enrol(gatewayId, routeId)
    const reports = Array.from({ length: minutes }, (_, seq) =>
      aReport(seq, new Date(NOON + seq * 60_000).toISOString()),
    )
    await office.fleet.send(credential, reports)
  }
  const opened = async (page: Page) => page.waitForSelector('[data-report=provisional]')
  const cell = (page: Page, row: string, column: number) =>
    page.innerText(`[data-row="${row}"] td:nth-of-type(${column})`)
  const rows = (page: Page) => page.$$eval('tbody [data-row]', (all) => all.map((one) => one.getAttribute('data-row')))

  it('say first what a report is of and what its limits are, then what riders got; what is too little is hidden', async () => {
    const page = await office.open('official', `/reports/${MONTH}`)
    await opened(page)
    expect(await page.innerText('[data-state]')).toBe('Provisional')
    expect(await page.innerText('[data-limit=state]')).toMatch(
      /^Provisional hasta el \d+ \S+ \d{4}: todavía pueden llegar/,
    )
    expect(await page.innerText('[data-limit=hidden]')).toContain('menos de diez personas')
    expect(await page.innerText('[data-figure=sessions] .key-figure-value')).toBe('60')
    expect(await cell(page, 'route:T1', 1)).toBe('60')
    expect(await cell(page, 'route:T2', 1)).toBe('<10')
    expect(await page.getAttribute(`[data-day="${DATE}"]`, 'title')).toMatch(/: 60( ·|$)/)
  })

  it('are listed month by month, and each leads to its own', async () => {
    const page = await office.open('official', '/reports')
    await page.click(`[data-month="${MONTH}"]`)
    await opened(page)
    expect(new URL(page.url()).pathname).toBe(`/reports/${MONTH}`)
  })

  it('lead to the document that prints, and it leads back', async () => {
    const page = await office.open('official', `/reports/${MONTH}`)
    await page.goto(`${office.origin}${await page.getAttribute('[data-act=document]', 'href')}`)
    expect(await page.innerText('h1')).toContain('WiFi gratis')
    await page.click(`a[href="/reports/${MONTH}"]`)
    await opened(page)
  })

  it('keep the order, the search and the figure in sight in the address', async () => {
    const page = await office.open('official', `/reports/${MONTH}`)
    await opened(page)
    await page.click('[data-sort=sessions]')
    expect(await rows(page)).toEqual(['route:T1', 'route:T2'])
    await page.click('[data-sort=route]')
    await page.click('[data-sort=route]')
    expect(await rows(page)).toEqual(['route:T2', 'route:T1'])
    await page.fill('[data-find-route]', 'ORIENTE')
    await page.click('label:has([value=outputOctets])')
    expect(new URL(page.url()).search).toBe('?sort=route.up&find=ORIENTE&metric=outputOctets')
    await page.reload()
    await opened(page)
    expect(await rows(page)).toEqual(['route:T2'])
    expect(await page.getAttribute('[data-days]', 'data-days')).toBe('outputOctets')
  })

  it('are of any dates, both included', async () => {
    const page = await office.open('official', `/reports/${MONTH}`)
    await opened(page)
    await page.fill('[data-range=from]', DATE)
    await page.fill('[data-range=to]', DATE)
    await page.click('[data-range-show]')
    await page.waitForURL(`**/reports/${DATE}/${DATE}`)
    await opened(page)
    expect(await page.innerText('[data-figure=sessions] .key-figure-value')).toBe('60')
    expect(await page.$$('[data-day]')).toHaveLength(1)
    expect(await page.getAttribute('[data-act=csv]', 'href')).toBe(`/api/reports/city.csv?from=${DATE}&to=${DATE}`)
  })

  it('refuse dates that are in the wrong order, in words', async () => {
    const page = await office.open('official', `/reports/${MONTH}`)
    await page.fill('[data-range=from]', DATE)
    await page.fill('[data-range=to]', '2026-01-01')
    await page.click('[data-range-show]')
    expect(await page.innerText('#range-wrong')).toContain('la primera no puede ser después de la segunda')
    expect(new URL(page.url()).pathname).toBe(`/reports/${MONTH}`)
  })

  it('are shared by a link that is shown once, opens the report without an account, and is withdrawn in the settings', async () => {
    const page = await office.open('official', `/reports/${MONTH}`)
    await page.click('[data-act=share]')
    await page.click('[data-form=share] [type=submit]')
    expect(await page.innerText('#f-label-wrong')).toBe('Escribe algo aquí.')
    await page.fill('#f-label', 'Regiduría de Movilidad')
    await page.click('[data-form=share] [type=submit]')
    const url = await page.innerText('[data-copy=share-url]')
    const stranger = await office.open(null, new URL(url).pathname)
    expect(await stranger.innerText('.shared')).toContain('Compartido con: Regiduría de Movilidad.')
    await page.click('[data-dialog-close]')
    await page.goto(`${office.origin}/settings/sharing`)
    await page.click('[data-ask=revoke-1]')
    await page.click('[data-do=revoke-1]')
    await page.waitForSelector('[data-link="1"]', { state: 'detached' })
    expect((await stranger.reload())?.status()).toBe(404)
  })

  it('give a code that shows the month’s chart on another page', async () => {
    const page = await office.open('official', `/reports/${MONTH}`)
    await page.click('[data-act=embed]')
    const code = await page.innerText('[data-copy=embed]')
    expect(code).toContain(
      `<a href="${office.origin}/city/${MONTH}"><img src="${office.origin}/embed/sessions.svg?month=${MONTH}&lang=es"`,
    )
  })

  it('compare what a carrier bills with what was measured, and name the lines that cannot be read', async () => {
    const page = await office.open('operator', '/reports/bills')
    await page.fill('#f-carrier', 'Telcel')
    await page.fill('#f-month', MONTH)
    await page.fill('#f-bill-csv', 'sim,gb\nA1,1.1\nA2,x')
    await page.click('[data-form=bill] [type=submit]')
    expect(await page.innerText('[data-problem=bad-csv]')).toContain('line 3 has “x” for gb')
    await page.fill('#f-bill-csv', 'sim,gb\nA1,1.1\nA2,0.25')
    await page.click('[data-form=bill] [type=submit]')
    await page.click('[data-bill="1"]')
    await page.waitForSelector('[data-sim=A1]')
    expect(await page.innerText('[data-figure=difference] .key-figure-value')).toBe('+10%')
    expect(await page.innerText('[data-sim=A2]')).toContain('no se sabe dónde está')
  })

  it.each([
    ['operator', 1],
    ['official', 0],
  ] as const)('let an %s bring bills: %i', async (role, forms) => {
    const page = await office.open(role, '/reports/bills')
    await page.waitForSelector('[data-bill]')
    expect(await page.$$('[data-form=bill]')).toHaveLength(forms)
  })

  it('are what the first page leads officials to, and nobody else', async () => {
    const page = await office.open('official', '/')
    await page.click('[data-to-reports]')
    await page.waitForURL('**/reports')
    const other = await office.open('operator', '/')
    await other.waitForSelector('.now-figures')
    expect(await other.$$('[data-to-reports]')).toEqual([])
  })

  it.each(LOOKS)('are free of accessibility faults: $colorScheme, $lang, $viewport.width', async (look) => {
    const wrong: Record<string, string[]> = {}
    for (const [name, path, sign] of [
      ['months', '/reports', '[data-month]'],
      ['report', `/reports/${MONTH}`, '[data-report=provisional]'],
      ['bills', '/reports/bills', '[data-bill]'],
      ['bill', '/reports/bills/1', '[data-sim]'],
    ] as const) {
      const page = await office.open('admin', path, look)
      await page.waitForSelector(sign)
      wrong[name] = await whatIsWrong(page, name, look)
      await page.close()
    }
    expect(wrong).toEqual({ months: [], report: [], bills: [], bill: [] })
  })

  it('have dialogs free of accessibility faults, on a phone too', async () => {
    const page = await office.open('official', `/reports/${MONTH}`, { viewport: PHONE })
    await page.click('[data-act=share]')
    const look = { viewport: PHONE, colorScheme: 'light', lang: 'es' } as const
    expect(await whatIsWrong(page, 'share', look)).toEqual([])
  })
})
