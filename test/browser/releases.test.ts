import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeWith } from '../describe-with.ts'
import { aReport } from '../fakes/fleet.ts'
import { gatewayAsks, publish } from '../fakes/release.ts'
import { LOOKS, type Office, openOffice, whatIsWrong } from './office.ts'

describeWith(['chromium'], 'the versions of the gateways', () => {
  let office: Office
  const buses: ReturnType<typeof gatewayAsks>[] = []
  beforeAll(async () => {
    office = await openOffice()
    const { fleet } = office
    for (let n = 1; n <= 24; n += 1) {
      const credential = await fleet.enrol(`bus-${n}`, 'T1')
      buses.push(gatewayAsks(fleet, credential))
      const minuteAgo = new Date(Date.now() - 120_000).toISOString()
      await fleet.send(credential, [aReport(0, minuteAgo, { software: 'abordo 1.0.0' })])
    }
    const program = Buffer.alloc(2_300_000, 7)
    await publish(fleet, { files: { amd64: program, arm64: program }, notes: 'Primera versión publicada.' }, 'all')
    for (const bus of buses.slice(0, 15)) await bus.tell('proved')
    for (const bus of buses.slice(15, 18)) await bus.tell('taken')
    await buses[23]?.tell('refused', { reason: 'la firma no es de quien debe' })
  })
  afterAll(() => office.close())

  it('are offered ring by ring, each after a question that says what will happen', async () => {
    const page = await office.open('admin', '/settings/releases')
    await publish(office.fleet, { version: '1.5.0', sequence: 2, notes: 'Mejora el GPS.' }, 'none')
    await page.reload()
    await page.fill('[data-field=gateway]', 'nobody')
    await page.click('[data-form=canary] [type=submit]')
    await page.getByText('No hay ningún equipo con ese nombre').waitFor()
    await page.fill('[data-field=gateway]', 'bus-1')
    await page.click('[data-form=canary] [type=submit]')
    await page.waitForSelector('[data-canary="bus-1"]')
    await page.click('[data-ask="offer-canary-1.5.0"]')
    await page.locator('dialog[open]', { hasText: 'Los demás se quedan con la que tienen.' }).waitFor()
    await page.click('[data-do="offer-canary-1.5.0"]')
    await page.waitForSelector('[data-release="1.5.0"] [data-ring=canary]')
    expect(await page.textContent('[data-release="1.5.0"] [data-count=waiting]')).toBe('1 falta')
    expect((await buses[0]?.release('1.4.0'))?.status).toBe(200)
    expect((await buses[1]?.release('1.4.0'))?.status).toBe(204)
  })

  it('say where one went wrong and why, what to do about it, and go on when an admin says so', async () => {
    await office.fleet.as('admin', 'PATCH', '/api/releases/1.5.0', { ring: 'all' })
    office.fleet.setNow(new Date(Date.now() + 1000).toISOString())
    for (const bus of buses.slice(0, 2)) await bus.tell('rolled-back', { version: '1.5.0', reason: 'no hubo internet' })
    const page = await office.open('operator', '/settings/releases')
    await page.getByText('Se detuvo: 2 equipos la instalaron y tuvieron que volver').waitFor()
    expect(await page.locator('[data-release] [data-ask]').count()).toBe(0)
    expect(await page.textContent('[data-failures="1.5.0"]')).toContain('Volvió a la anterior: no hubo internet')
    await page.click('[data-failures="1.5.0"] a >> nth=0')
    await page.waitForSelector('[data-fact=enrolled]')
    const program = page.locator('[data-fact=software]')
    await program.getByText('La 1.5.0 falló y volvió a la anterior: no hubo internet').waitFor()
    expect(await program.getAttribute('class')).toBe('fact fact-bad')
  })

  it.each(LOOKS)(
    'are good to look at: $viewport.width $colorScheme $lang',
    async (look) => {
      const page = await office.open('admin', '/settings/releases', look)
      await page.waitForSelector('[data-release="1.5.0"] [data-ask="go-on-1.5.0"]')
      expect(await whatIsWrong(page, 'settings-releases', look)).toEqual([])
    },
    120_000,
  )

  it('go on when an admin says so', async () => {
    office.fleet.setNow(new Date(Date.now() + 2000).toISOString())
    const page = await office.open('admin', '/settings/releases')
    await page.click('[data-ask="go-on-1.5.0"]')
    await page.click('[data-do="go-on-1.5.0"]')
    await page.waitForSelector('[data-release="1.5.0"] [data-ring=all].tag-good')
    expect((await buses[4]?.release('1.4.0'))?.status).toBe(200)
  })
})
