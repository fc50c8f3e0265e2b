import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { alert, alertEvent } from '../../db/fleet/schema.ts'
import { describeWith } from '../describe-with.ts'
import { aReport } from '../fakes/fleet.ts'
import { LOOKS, type Office, openOffice, whatIsWrong } from './office.ts'

const MINUTE_MS = 60_000

describeWith(['chromium'], 'alerts on the dashboard', () => {
  let office: Office
  beforeAll(async () => {
    office = await openOffice()
    const now = Date.now()
    for (const id of ['bus-1043', 'bus-7', 'bus-8']) {
      const credential = await office.fleet.enrol(id, 'T2')
      await office.fleet.send(credential, [aReport(0, new Date(now - 2 * MINUTE_MS).toISOString())])
    }
    const about = { scope: 'gateway', routeId: 'T2', state: 'open', seenAt: now } as const
    await office.fleet.db.transaction(async (tx) => {
      await tx.insert(alert).values([
        {
          ...about,
          kind: 'missing',
          subjectId: 'bus-1043',
          cause: 'no-data',
          facts: {},
          sinceAt: now - 130 * MINUTE_MS,
          openedAt: now - 115 * MINUTE_MS,
        },
        {
          ...about,
          kind: 'hot',
          subjectId: 'bus-7',
          facts: { temperatureC: 91.5 },
          sinceAt: now - 30 * MINUTE_MS,
          openedAt: now - 20 * MINUTE_MS,
        },
        {
          ...about,
          kind: 'disk',
          subjectId: 'bus-8',
          facts: { freeShare: 0.02 },
          state: 'closed',
          sinceAt: now - 90 * MINUTE_MS,
          openedAt: now - 80 * MINUTE_MS,
          closedAt: now - 10 * MINUTE_MS,
        },
      ])
      await tx.insert(alertEvent).values([
        { alertId: 1, at: now - 115 * MINUTE_MS, kind: 'opened', details: {} },
        {
          alertId: 1,
          at: now - 114 * MINUTE_MS,
          kind: 'told',
          details: { channelId: 1, channel: 'Taller norte', kind: 'email', what: 'opened' },
        },
      ])
    })
  })
  afterAll(() => office.close())

  const titles = (page: Page) => page.$$eval('[data-alert] h3', (all) => all.map((one) => one.textContent))
  const listed = (page: Page) => page.$$eval('li[data-alert]', (all) => all.map((one) => one.getAttribute('data-kind')))

  it('stand with what is grave first, each with since when, the likely cause and who was told', async () => {
    const page = await office.open('operator', '/alerts')
    await page.waitForSelector('li[data-alert]')
    expect(await listed(page)).toEqual(['missing', 'hot'])
    expect((await titles(page))[0]).toContain('bus-1043')
    const first = await page.innerText('li[data-alert]')
    expect(first).toContain('hace 2 h')
    expect(first).toContain('El módem tiene red, pero no pasan datos.')
    expect(first).toContain('Avisado a Taller norte')
  })

  it('lead from the first page to why a bus has no WiFi, since when and who is told in two clicks', async () => {
    const page = await office.open('operator', '/')
    await page.click('[data-kind=missing] h3 a')
    expect(await page.innerText('[data-alert-cause]')).toBe('El módem tiene red, pero no pasan datos.')
    expect(await page.innerText('[data-alert-told]')).toContain('Taller norte')
    await page.click('[data-to-gateway]')
    await page.waitForURL(/\/gateways\/bus-1043$/)
    await page.goBack()
    expect(await page.innerText('[data-alert-cause]')).toBe('El módem tiene red, pero no pasan datos.')
  })

  it('are searched and chosen by kind, and the search is in the address', async () => {
    const page = await office.open('operator', '/alerts')
    await page.waitForSelector('li[data-alert]')
    await page.fill('[data-alert-search]', '1043 DATOS')
    expect(await listed(page)).toEqual(['missing'])
    expect(new URL(page.url()).searchParams.get('q')).toBe('1043 DATOS')
    const same = await office.open('official', `${new URL(page.url()).pathname}${new URL(page.url()).search}`)
    await same.waitForSelector('li[data-alert]')
    expect(await listed(same)).toEqual(['missing'])
  })

  it('shows those that have closed, from when to when', async () => {
    const page = await office.open('operator', '/alerts?closed=1')
    await page.waitForSelector('li[data-alert]')
    expect(await listed(page)).toEqual(['disk'])
    expect(await page.innerText('.alert-since')).toContain('→')
  })

  it('are acknowledged with a note, snoozed and resumed, and the history says by whom', async () => {
    const page = await office.open('operator', '/alerts/2')
    await page.fill('[data-alert-note-field]', 'Va Luis con un ventilador')
    await page.click('[data-acknowledge]')
    await page.waitForSelector('[data-event=acknowledged]')
    expect(await page.innerText('[data-event=acknowledged]')).toContain('operator@example.mx')
    expect(await page.innerText('[data-alert-note]')).toBe('Va Luis con un ventilador')
    await page.click('[data-snooze=h4]')
    await page.waitForSelector('[data-unsnooze]')
    await page.click('[data-unsnooze]')
    await page.waitForSelector('[data-snooze=h4]')
    expect(await page.$$eval('[data-event]', (all) => all.map((one) => one.getAttribute('data-event')))).toEqual([
      'acknowledged',
      'snoozed',
      'unsnoozed',
    ])
  })

  it('are only read by officials', async () => {
    const page = await office.open('official', '/alerts/1')
    await page.waitForSelector('[data-alert-cause]')
    expect(await page.$$('.alert-actions')).toEqual([])
  })

  it('says that there is no such alert', async () => {
    const page = await office.open('operator', '/alerts/999')
    expect(await page.innerText('#alert-title')).toBe('Esta alerta no existe o es muy antigua')
  })

  for (const path of ['/', '/alerts', '/alerts/1']) {
    it.each(LOOKS)(
      `are free of accessibility faults at ${path}: $colorScheme, $lang, $viewport.width`,
      async (look) => {
        const page = await office.open('operator', path, look)
        await page.waitForSelector('[data-alert]')
        await page.waitForSelector('[data-nav-alerts]')
        expect(await whatIsWrong(page, `alerts${path.replaceAll('/', '-')}`, look)).toEqual([])
      },
    )
  }
})
