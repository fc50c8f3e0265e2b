import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Role } from '../../contract/api.ts'
import { describeWith } from '../describe-with.ts'
import { aReport } from '../fakes/fleet.ts'
import { LOOKS, type Look, type Office, openOffice, whatIsWrong } from './office.ts'

describeWith(['chromium'], 'the routes of a gateway’s day on the dashboard', () => {
  let office: Office
  let credential: string
  beforeAll(async () => {
    office = await openOffice()
    credential = await office.fleet.enrol('bus-1', 'T1')
  })
  afterAll(() => office.close())

  /** Two hours of a morning four days ago: from 07:00 in Mexico City. A day that is over, whenever the test runs. */
  const day = new Date(Date.now() - 4 * 86_400_000).toISOString().slice(0, 10)
  async function aMorning() {
    const start = Date.parse(`${day}T13:00:00Z`)
    const reports = Array.from({ length: 120 }, (_, i) => aReport(i, new Date(start + i * 60_000).toISOString()))
    await office.fleet.send(credential, reports)
  }

  async function opened(role: Role, look: Look = {}): Promise<Page> {
    const page = await office.open(role, '/gateways', look)
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
    const log = (await (await office.fleet.as('admin', 'GET', '/api/audit')).json()) as {
      entries: { action: string }[]
    }
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

  it('stays open for whoever opens it again before the browser has told of its closing', async () => {
    await aMorning()
    const page = await opened('operator')
    const isOpen = await page.evaluate(async () => {
      const dialog = document.querySelector<HTMLDialogElement>('dialog.route-day')
      const told = new Promise((resolve) => dialog?.addEventListener('close', resolve, { once: true }))
      dialog?.close()
      document.querySelector<HTMLElement>('[data-route-day-open]')?.click()
      await told
      for (const _ of [1, 2, 3]) await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))
      return dialog?.open
    })
    expect(isOpen).toBe(true)
    expect(await page.isVisible('[data-route-day-date]')).toBe(true)
  })

  it.each(LOOKS)(
    'is free of accessibility faults, and as wide as its window: $colorScheme, $lang, $viewport.width',
    async (look) => {
      await aMorning()
      const page = await opened('operator', look)
      await page.click('[data-stretch] button')
      expect(await whatIsWrong(page, 'route-day', look)).toEqual([])
    },
  )
})
