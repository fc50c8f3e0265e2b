import type { Page } from 'playwright-core'
import { encode } from 'uqr'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Role } from '../../contract/api.ts'
import { alert } from '../../db/fleet/schema.ts'
import { describeWith } from '../describe-with.ts'
import { sixHoursOf } from './a-gateway-of-late.ts'
import { LOOKS, type Look, type Office, openOffice, whatIsWrong } from './office.ts'

/** The QR code, once it is drawn. */
const DRAWN = '[data-qr]:not([data-qr=""])'

describeWith(['chromium'], 'the page of a gateway on the dashboard', () => {
  let office: Office
  let oneMore: (riders: number) => Promise<void>
  beforeAll(async () => {
    office = await openOffice()
    oneMore = await sixHoursOf(office.fleet, await office.fleet.enrol('bus-1', 'T1'))
    const now = Date.now()
    await office.fleet.db.transaction((tx) =>
      tx.insert(alert).values({
        kind: 'hot',
        scope: 'gateway',
        subjectId: 'bus-1',
        routeId: 'T1',
        state: 'open',
        facts: { temperatureC: 91.5 },
        sinceAt: now - 30 * 60_000,
        seenAt: now,
        openedAt: now - 20 * 60_000,
      }),
    )
  })
  afterAll(() => office.close())

  async function opened(role: Role, look: Look = {}, path = '/gateways/bus-1'): Promise<Page> {
    const page = await office.open(role, path, look)
    await page.waitForSelector('[data-timeline]')
    await page.waitForSelector('[data-report]')
    return page
  }

  async function act(page: Page, name: string): Promise<void> {
    await page.click(`[data-action=${name}]`)
    await page.waitForSelector(`dialog[data-dialog=${name}][open]`)
  }

  const save = (page: Page) => page.click('[data-dialog-save]')
  const isShut = (page: Page) => page.waitForSelector('dialog[data-dialog]', { state: 'detached' })
  async function lastDeed(): Promise<unknown> {
    const log = (await (await office.fleet.as('admin', 'GET', '/api/audit')).json()) as {
      entries: { action: string; details: unknown }[]
    }
    return [log.entries[0]?.action, log.entries[0]?.details]
  }

  it('is behind its row in the list, and leads back there', async () => {
    const page = await office.open('operator', '/gateways')
    await page.click('[data-gateway=bus-1] .gateway-name a')
    await page.waitForSelector('[data-gateway-page=bus-1]')
    await page.click('.gateway-back a')
    await page.waitForSelector('[data-gateway=bus-1]')
    expect(new URL(page.url()).pathname).toBe('/gateways')
  })

  it('tells power, internet and portal of the last day, as bands and as a table', async () => {
    const page = await opened('official')
    const names = await page.$$eval('[data-track] .timeline-name', (all) => all.map((one) => one.textContent))
    expect(names).toEqual([
      'Corriente97.2% funcionó, falló 10 min',
      'Internet94.2% funcionó, falló 20 min',
      'Portal100% funcionó',
    ])
    await page.click('text=Ver como tabla')
    const down = await page.$$eval('[data-stretch$=down]', (all) =>
      all.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent)),
    )
    expect(down).toEqual([
      ['Corriente', 'Falla: sin corriente', '10 min'],
      ['Internet', 'Falla: sin señal', '20 min'],
    ])
  })

  it('tells how the box is, what its SIM used, and what it sent last', async () => {
    const page = await opened('official')
    expect(await page.textContent('[data-fact=temperature] dd')).toBe('52 °C')
    expect(await page.textContent('[data-fact=dhcp] dd')).toBe('12 de 240')
    expect(await page.textContent('[data-modem=wwan0] b')).toBe('Telcel')
    expect(await page.$$('[data-report]')).toHaveLength(20)
    expect(await page.$$('[data-sim=wwan0] .sim-day')).not.toEqual([])
    expect(await page.getAttribute('[data-trail]', 'data-trail')).toBe('4')
  })

  it('shows a week where that is asked for, and says so in its address', async () => {
    const page = await opened('official')
    await page.check('input[name=period][value="7d"]', { force: true })
    await page.waitForFunction(() => document.querySelector('#riders-title')?.textContent?.includes('cada hora'))
    expect(new URL(page.url()).searchParams.get('period')).toBe('7d')
  })

  it('says that there is no such gateway', async () => {
    const page = await office.open('operator', '/gateways/bus-9')
    await page.waitForSelector('[data-no-gateway]')
  })

  it('lets officials read, and shows them nothing that they may not do', async () => {
    const page = await opened('official')
    expect(await page.$$('[data-action]')).toEqual([])
  })

  it('says what is wrong and what to do first', async () => {
    const page = await opened('official')
    await page.waitForSelector('[data-gateway-alerts="1"]')
    expect(await page.getAttribute('li[data-alert]', 'data-kind')).toBe('hot')
    expect(await page.textContent('.gateway-first')).not.toBe('')
    expect(await page.getAttribute('[data-condition]', 'data-condition')).toBe('problem')
  })

  it('follows its gateway without being loaded anew', async () => {
    const page = await opened('official')
    await oneMore(33)
    await page.waitForFunction(() => document.querySelector('.gateway-riders-now')?.textContent === '33')
  })

  it('is called and moved as an operator says', async () => {
    const page = await opened('operator')
    await act(page, 'change')
    expect(await page.isDisabled('[data-dialog-save]')).toBe(true)
    await page.fill('[data-field=label]', 'x'.repeat(101))
    expect(await page.textContent('[data-wrong=label]')).toBe('Usa 100 letras como máximo.')
    await page.fill('[data-field=label]', '1043')
    await page.fill('[data-field=vehicleId]', 'unidad 7')
    await page.selectOption('[data-field=routeId]', 'T2')
    await save(page)
    await isShut(page)
    expect(await page.textContent('#gateway-name')).toBe('1043Autobús · bus-1 · vehículo unidad 7')
    expect(await lastDeed()).toEqual(['gateway change', { label: '1043', vehicleId: 'unidad 7', routeId: 'T2' }])
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-action'))).toBe('change')
  })

  it('keeps what was typed where the fleet refuses it, and asks before it is lost', async () => {
    const page = await opened('operator')
    await page.route('**/api/gateways/bus-1', (route) =>
      route.request().method() === 'PATCH' ? route.fulfill({ status: 503 }) : route.continue(),
    )
    await act(page, 'change')
    await page.fill('[data-field=label]', 'otro')
    await save(page)
    await page.waitForSelector('dialog [data-problem=unavailable]')
    expect(await page.inputValue('[data-field=label]')).toBe('otro')
    const asked: string[] = []
    page.on('dialog', (dialog) => {
      asked.push(dialog.message())
      void dialog.accept()
    })
    await page.keyboard.press('Escape')
    await isShut(page)
    expect(asked).toEqual(['Hay cambios sin guardar. ¿Salir sin guardarlos?'])
  })

  it('is assigned by date, and the assignment is taken away', async () => {
    const page = await opened('operator')
    await act(page, 'assign')
    await save(page)
    expect(await page.textContent('[data-wrong=assign-route]')).toBe('Elige una ruta o escribe un bloque.')
    await page.selectOption('[data-field=assign-route]', 'T2')
    await page.fill('[data-field=assign-from]', '2026-12-02')
    await page.fill('[data-field=assign-to]', '2026-12-01')
    await save(page)
    expect(await page.textContent('[data-wrong=assign-to]')).toBe('El último día no puede ser antes del primero.')
    await page.fill('[data-field=assign-to]', '2026-12-03')
    await save(page)
    await page.waitForSelector('[data-assignment]')
    expect(await page.textContent('[data-assignment] > span:nth-child(2)')).toBe(
      'Oriente – Poniente 2026-12-02 – 2026-12-03',
    )
    await page.click('[data-assignment] button')
    await page.waitForSelector('[data-assignment]', { state: 'detached' })
    expect((await lastDeed()) as unknown[]).toEqual(['gateway unassign', { routeId: 'T2', blockId: null }])
  })

  it('is snoozed with a reason, and told of again with one click', async () => {
    const page = await opened('operator')
    await act(page, 'snooze')
    await save(page)
    expect(await page.textContent('[data-wrong=reason]')).toContain('Escribe el motivo')
    await page.fill('[data-field=reason]', 'en el taller')
    await save(page)
    await page.waitForSelector('[data-banner=snooze]')
    expect(await page.textContent('[data-banner=snooze]')).toContain('Motivo: en el taller')
    await page.click('[data-action=unsnooze]')
    await page.waitForSelector('[data-banner=snooze]', { state: 'detached' })
  })

  it('gets a code that enrols it, shown once as a line and as a QR code', async () => {
    const page = await opened('operator')
    await act(page, 'code')
    await save(page)
    await page.waitForSelector(DRAWN)
    const line = (await page.textContent('[data-enrol-line]')) ?? ''
    const dark = encode(line, { ecc: 'M', border: 4 }).data.flat().filter(Boolean).length
    const path = await page.getAttribute(`${DRAWN} path`, 'd')
    expect(path?.split('M')).toHaveLength(dark + 1)
    const [, code = ''] = /^abordo gateway enrol --fleet http:\S+ --code (\S+)$/.exec(line) ?? []
    expect((await office.fleet.post('/v1/enrol', { code, software: 'abordo test' })).status).toBe(200)
    await page.click('[data-dialog-close]')
    await isShut(page)
    await act(page, 'code')
    expect(await page.$('[data-enrol-line]')).toBeNull()
  })

  it('renews its credential, and loses it once its id was typed', async () => {
    const page = await opened('operator')
    await act(page, 'renew')
    await save(page)
    await page.waitForSelector('[data-banner=renew]')
    await act(page, 'revoke')
    await page.fill('[data-field=revoke]', 'bus')
    expect(await page.isDisabled('[data-dialog-save]')).toBe(true)
    await page.fill('[data-field=revoke]', 'bus-1')
    await save(page)
    await page.waitForSelector('[data-banner=revoked]')
    expect(await page.$$('[data-action=revoke]')).toEqual([])
    expect(await lastDeed()).toEqual(['gateway revoke', { hadCredential: true }])
  })

  it.each(LOOKS)(
    'is free of accessibility faults, and as wide as its window: $colorScheme, $lang, $viewport.width',
    async (look) => {
      const page = await opened('operator', look)
      await page.waitForSelector('[data-chart-loading]', { state: 'detached' })
      const whole = await whatIsWrong(page, 'gateway', look)
      await act(page, 'code')
      await save(page)
      await page.waitForSelector(DRAWN)
      const dialog = await whatIsWrong(page, 'gateway-code', look)
      expect([...whole, ...dialog]).toEqual([])
    },
  )
})
