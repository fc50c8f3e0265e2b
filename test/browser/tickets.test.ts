import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeWith } from '../describe-with.ts'
import { aReport } from '../fakes/fleet.ts'
import { LOOKS, type Office, openOffice, whatIsWrong } from './office.ts'

describeWith(['chromium'], 'riders’ reports on the dashboard', () => {
  let office: Office
  let credential: string
  let seq = 0
  beforeAll(async () => {
    office = await openOffice()
    credential = await office.fleet.enrol('bus-1', 'T1')
  })
  afterAll(() => office.close())

  /** A rider of bus-1 reports something as broken. */
  async function reported(ticket: string, kind: 'slow' | 'no-internet', text: string): Promise<void> {
    const at = Date.now() - 600_000 + seq * 60_000
    const problem = { ticket, kind, text, reportedAt: new Date(at + 30_000).toISOString() }
    await office.fleet.send(credential, [aReport(seq, new Date(at).toISOString(), { problems: [problem] })])
    seq += 1
  }
  const listed = (page: Page) =>
    page.$$eval('[data-ticket]', (all) => all.map((one) => one.getAttribute('data-ticket')))

  it('are answered with one click, those that are alike with it, and riders of the bus are told for a week', async () => {
    await reported('7K2M', 'slow', 'No carga nada <b>nunca</b>')
    await reported('8P3A', 'slow', '')
    await reported('9Q4B', 'no-internet', 'Sin señal desde el centro')
    const page = await office.open('operator', '/tickets')
    await page.waitForSelector('[data-ticket="7K2M"]')
    expect(await listed(page)).toEqual(['9Q4B', '8P3A', '7K2M'])
    expect(await page.innerText('[data-ticket="7K2M"] .ticket-text')).toBe('No carga nada <b>nunca</b>')
    await page.click('[data-ticket="7K2M"] [data-answer=fixed]')
    await page.waitForSelector('[data-ticket="7K2M"]', { state: 'detached' })
    expect(await listed(page)).toEqual(['9Q4B'])
    expect(await page.innerText('.tickets-said')).toBe(
      'Listo: el portal de este equipo lo dirá a los pasajeros durante una semana.',
    )
    const policy = (await (await office.fleet.asGateway(credential, 'GET', '/v1/policy')).json()) as {
      fixed: { kind: string }[]
    }
    expect(policy.fixed.map(({ kind }) => kind)).toEqual(['slow'])
  })

  it('are found by the ticket that a rider reads out, and reopened', async () => {
    const page = await office.open('operator', '/tickets')
    await page.check('[value=answered]')
    await page.waitForSelector('[data-answered=fixed]')
    expect(await page.innerText('[data-ticket="7K2M"] .ticket-answer')).toContain('operator@example.mx')
    await page.fill('[data-ticket-search]', '8p3a')
    await page.waitForSelector('[data-ticket="7K2M"]', { state: 'detached' })
    expect(await listed(page)).toEqual(['8P3A'])
    await page.click('[data-reopen]')
    await page.waitForSelector('[data-no-tickets]')
    await page.fill('[data-ticket-search]', '')
    await page.check('[value=open]')
    await page.waitForSelector('[data-ticket="8P3A"]')
  })

  it('are only read by officials', async () => {
    const page = await office.open('official', '/tickets')
    await page.waitForSelector('[data-ticket]')
    expect(await page.$$('[data-answer]')).toEqual([])
  })

  it.each(LOOKS)('are free of accessibility faults: $colorScheme, $lang, $viewport.width', async (look) => {
    const page = await office.open('operator', '/tickets', look)
    await page.waitForSelector('[data-ticket]')
    expect(await whatIsWrong(page, 'tickets', look)).toEqual([])
  })
})
