import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeWith } from '../describe-with.ts'
import { aReport } from '../fakes/fleet.ts'
import { LOOKS, type Office, openOffice, whatIsWrong } from './office.ts'

describeWith(['chromium'], 'the first run of a fleet', () => {
  let office: Office
  beforeAll(async () => {
    office = await openOffice()
  })
  afterAll(() => office.close())

  it.each(LOOKS)('is free of accessibility faults: $colorScheme, $lang, $viewport.width', async (look) => {
    const page = await office.open('admin', '/', look)
    await page.waitForSelector('[data-empty=gateway]')
    await page.click('[data-add-gateway]')
    await page.fill('#field-id', 'bus 1')
    await page.waitForSelector('[data-wrong=id]')
    expect(await whatIsWrong(page, 'first-run', look)).toEqual([])
  })

  it('shows officials the same steps, without a button that would be refused', async () => {
    const page = await office.open('official', '/')
    await page.waitForSelector('[data-empty=gateway]')
    expect(await page.$$('[data-add-gateway]')).toEqual([])
  })

  it('leads from the first gateway to its one line, and from its first report to the figures', async () => {
    const page = await office.open('operator', '/')
    await page.click('[data-add-gateway]')
    await page.fill('#field-id', 'bus-1043')
    await page.fill('#field-label', '1043')
    await page.click('[data-dialog-save]')
    const line = await page.innerText('[data-enrol-line]')
    expect(line.startsWith(`abordo gateway enrol --fleet ${office.origin} --code `)).toBe(true)
    await page.click('[data-dialog-close]')
    await page.waitForSelector('[data-empty=enrol]')

    const code = line.split(' ').at(-1)
    const answer = await office.fleet.post('/v1/enrol', { code, software: 'abordo test' })
    const { credential } = (await answer.json()) as { credential: string }
    await office.fleet.send(credential, [aReport(0, new Date(Date.now() - 70_000).toISOString())])
    await page.reload()
    await page.waitForSelector('[data-riders-now]')
    const log = (await (await office.fleet.as('admin', 'GET', '/api/audit')).json()) as {
      entries: { action: string }[]
    }
    expect(log.entries.map(({ action }) => action)).toContain('gateway add')
  })

  it('says that an id is taken, and keeps what was typed', async () => {
    const page = await office.open('operator', '/gateways')
    await page.click('[data-add-gateway]')
    await page.fill('#field-id', 'bus-1043')
    await page.click('[data-dialog-save]')
    await page.waitForSelector('[data-problem=bad-request]')
    expect(await page.inputValue('#field-id')).toBe('bus-1043')
  })
})
