import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeWith } from '../describe-with.ts'
import { aMergedReport } from '../fakes/fleet.ts'
import { LOOKS, type Office, openOffice, PHONE, whatIsWrong } from './office.ts'

const HOUR = 3_600_000
const WEEK = 7 * 24 * HOUR

describeWith(['chromium'], 'riders by route on the dashboard', () => {
  let office: Office
  /** Six hours of a morning in Mexico City two days ago, from 06:00; and the same a week before. */
  const day = new Date(Date.now() - 2 * 24 * HOUR).toISOString().slice(0, 10)
  const before = new Date(Date.now() - 2 * 24 * HOUR - WEEK).toISOString().slice(0, 10)
  const start = Date.parse(`${day}T12:00:00Z`)
  const morning = `/routes?from=${day}T12:00Z&to=${day}T18:00Z&step=hour`

  beforeAll(async () => {
    office = await openOffice()
    const t1 = await office.fleet.enrol('bus-1', 'T1')
    const t2 = await office.fleet.enrol('bus-2', 'T2')
    /** So many riders in every minute of the hours; null: nothing was reported. */
    const hours = async (credential: string, from: number, riders: (number | null)[]) => {
      const reports = riders.flatMap((connected, i) => {
        const at = from + i * HOUR
        const seq = (at - start + WEEK) / 60_000
        return connected === null
          ? []
          : [
              aMergedReport(
                seq,
                new Date(at).toISOString(),
                Array.from({ length: 60 }, () => connected),
              ),
            ]
      })
      const answer = await office.fleet.send(credential, reports)
      expect(answer.status).toBe(200)
    }
    await hours(t1, start - WEEK, [10, 10, 10, 10, 10, 10])
    await hours(t2, start - WEEK, [4, 4, 4, 4, 4, 4])
    await hours(t1, start, [10, 20, 30, 15, 10, 5])
    await hours(t2, start, [4, 4, null, null, 4, 4])
    const asked = await office.fleet.as('admin', 'PUT', '/api/policy/routes/T1', { idleSeconds: 900 })
    expect(asked.status).toBe(200)
  }, 120_000)
  afterAll(() => office.close())

  const drawn = async (page: Page, step = 'hour') => {
    await page.waitForSelector(`canvas[data-chart=${step}]`)
    return page
  }
  const opened = async (path: string, ...more: [look?: Parameters<Office['open']>[2]]) =>
    drawn(await office.open('official', path, ...more))
  const query = (page: Page) => new URL(page.url()).search
  const zoomed = (page: Page, zoom: string | null) =>
    page.waitForFunction((wanted) => new URLSearchParams(location.search).get('zoom') === wanted, zoom)
  /** What the table says: its figures by time, the newest first. */
  async function table(page: Page) {
    await page.click('[data-table-toggle]')
    return page.$$eval('[data-table] tbody tr', (rows) =>
      rows.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.getAttribute('data-mean'))),
    )
  }
  async function taken(page: Page, how: 'csv' | 'png') {
    const [download] = await Promise.all([page.waitForEvent('download'), page.click(`[data-take=${how}]`)])
    return { name: download.suggestedFilename(), content: readFileSync(await download.path()) }
  }

  it('zooms where the pointer drags, and comes back with the back button and with a double click', async () => {
    const page = await opened(morning)
    const box = await page.locator('canvas').boundingBox()
    const { x = 0, y = 0, width = 0 } = box ?? {}
    const drag = async () => {
      await page.mouse.move(x + 2, y + 150)
      await page.mouse.down()
      await page.mouse.move(x + width * 0.2, y + 160, { steps: 4 })
      await page.mouse.move(x + width * 0.45, y + 160, { steps: 4 })
      await page.waitForSelector('[data-marked]')
      await page.mouse.up()
      await zoomed(page, `${day}T12:00Z/${day}T15:00Z`)
      await drawn(page)
    }
    await drag()
    expect(await table(page)).toEqual([
      ['30', ''],
      ['20', '4'],
      ['10', '4'],
    ])
    await page.goBack()
    await zoomed(page, null)
    await drag()
    await page.mouse.dblclick(x + 100, y + 100)
    await zoomed(page, null)
  })

  it('zooms by keyboard: shift and arrows mark, Enter zooms, Escape zooms out', async () => {
    const page = await opened(morning)
    await page.focus('.scrub')
    await page.keyboard.press('Home')
    for (const key of ['ArrowRight', 'Shift+ArrowRight', 'Shift+ArrowRight']) await page.keyboard.press(key)
    expect(await page.getAttribute('.scrub', 'aria-valuetext')).toMatch(/^Marcado de .*07:00–08:00 a .*09:00–10:00\./)
    await page.keyboard.press('Enter')
    await zoomed(page, `${day}T13:00Z/${day}T16:00Z`)
    await drawn(page)
    await page.focus('.scrub')
    await page.keyboard.press('Escape')
    await zoomed(page, null)
  })

  it('zooms by buttons, for who has a finger', async () => {
    const page = await opened(morning, { viewport: PHONE })
    await page.click('[data-zoom=in]')
    await zoomed(page, `${day}T13:30Z/${day}T16:30Z`)
    await page.click('[data-zoom=out]')
    await zoomed(page, null)
  })

  it('compares with the same weekday of the week before', async () => {
    const page = await opened(morning)
    await page.click('[data-compare]')
    // Over the moments that are known in both: T1 90 of 60, T2 16 of 16.
    expect(await page.textContent('[data-compare-note] strong')).toBe(
      'Rutas a la vista: 17.7 en promedio; una semana antes: 12.7 (+39%).',
    )
    await page.click('[data-table-toggle]')
    const cell = await page.textContent(`tr[data-at="${day}T14:00:00.000Z"] [data-route=T1]`)
    expect(cell).toBe('30.0 / 30Antes 10.0 (+200%)')
    expect(query(page)).toContain('compare=1')
  })

  it('takes along as CSV exactly what is in sight', async () => {
    const page = await opened(`${morning}&compare=1&only=1&show=T2`)
    await page.waitForSelector('[data-compare-note]')
    const { name, content } = await taken(page, 'csv')
    expect(name).toBe(`abordo-pasajeros-${day}T0600-${day}T1200-hora.csv`)
    const row = (hour: string, figures: string) =>
      `${day}T${hour}:00:00-06:00,hour,T2,2,${figures},true,2,${before}T${hour}:00:00-06:00,4,4,1`
    expect(content.toString().split('\r\n')).toEqual([
      'at,step,route_id,route_short_name,riders_mean,riders_peak,completeness,provisional,definitions,compared_at,compared_riders_mean,compared_riders_peak,compared_completeness',
      row('06', '4,4,1'),
      row('07', '4,4,1'),
      row('08', ',,0'),
      row('09', ',,0'),
      row('10', '4,4,1'),
      row('11', '4,4,1'),
      '',
    ])
  })

  it('takes it along as a picture, twice as fine as the page', async () => {
    const page = await opened(`${morning}&compare=1&stacked=1`)
    await page.waitForSelector('[data-compare-note]')
    const { width = 0 } = (await page.locator('canvas').boundingBox()) ?? {}
    const { name, content } = await taken(page, 'png')
    expect(name).toBe(`abordo-pasajeros-${day}T0600-${day}T1200-hora.png`)
    expect(content.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n')
    expect(content.readUInt32BE(16)).toBe(Math.floor(2 * width) + 96)
    expect(content.readUInt32BE(20)).toBeGreaterThan(2 * 400)
  })

  it('shows the same to whoever opens its address, and a link of its own shows just this for ever', async () => {
    const page = await opened(`${morning}&hide=T2`)
    await page.click('[data-compare]')
    await page.check('input[value=stacked]')
    const figures = await table(page)
    const copy = await opened(new URL(page.url()).pathname + query(page))
    expect(await table(copy)).toEqual(figures)
    expect(await copy.isChecked('input[value=stacked]')).toBe(true)
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await page.click('[data-take=link]')
    await page.waitForSelector('[data-taken]:has-text("Enlace copiado")')
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
      `${office.origin}/routes?from=${day}T12:00Z&to=${day}T18:00Z&step=hour&stacked=1&compare=1&show=T1&only=1`,
    )
  })

  it('takes two dates by the clocks of the city, and says what is wrong with them', async () => {
    const page = await office.open('official', '/routes')
    await page.click('[data-dates]')
    await page.fill('[data-date=from]', `${day}T06:00`)
    await page.fill('[data-date=to]', `${day}T05:00`)
    await page.click('[data-dates-show]')
    expect(await page.textContent('#routes-wrong')).toContain('tiene que ser después de')
    await page.fill('[data-date=to]', `${day}T12:00`)
    await page.click('[data-dates-show]')
    await page.waitForURL(`${office.origin}/routes?from=${day}T12:00Z&to=${day}T18:00Z`)
    await page.check('input[value=hour]')
    await drawn(page)
    expect((await table(page)).length).toBe(6)
  })

  it('opens an address that it does not understand as if nothing was said', async () => {
    const page = await office.open('official', '/routes?range=9y&zoom=here/there&step=week&from=never&show=gone')
    await drawn(page, 'minute')
    expect(await page.isChecked('input[value="1h"]')).toBe(true)
  })

  it('says what changed, and shows the figures of that moment to whoever goes there by keyboard', async () => {
    const page = await office.open('official', '/routes?range=7d')
    await page.waitForSelector('[data-change=policy]')
    expect(await page.textContent('[data-change=policy]')).toContain(
      'Cambió la configuración de la ruta T1: tiempo sin uso',
    )
    await page.focus('[data-change=policy]')
    await page.waitForSelector('.readout')
  })

  it.each(LOOKS)(
    'is free of accessibility faults, and as wide as its window: $colorScheme, $lang, $viewport.width',
    async (look) => {
      const page = await opened(`${morning}&compare=1`, look)
      await page.waitForSelector('[data-compare-note]')
      await page.waitForSelector('[data-dates-show]')
      await page.waitForSelector('.routes-changes:not([aria-busy=true])')
      expect(await whatIsWrong(page, 'routes', look)).toEqual([])
    },
  )
})
