import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeWith } from '../describe-with.ts'
import { aReport } from '../fakes/fleet.ts'
import { type Office, openOffice } from './office.ts'

describeWith(['chromium'], 'signing in to the dashboard', () => {
  let office: Office
  beforeAll(async () => {
    office = await openOffice()
    const credential = await office.fleet.enrol('bus-1', 'T1')
    await office.fleet.send(credential, [aReport(0, new Date(Date.now() - 120_000).toISOString())])
  })
  afterAll(() => office.close())

  it.each(['/', '/routes', '/gateways/bus-1'])('leads to the page that was asked for, at %s', async (path) => {
    const page = await office.open(null, path)
    await page.fill('#email', 'operator@example.mx')
    await page.fill('#password', 'correct horse battery')
    await page.click('button[type=submit]')
    await page.waitForSelector('main.content h2')
    expect(new URL(page.url()).pathname).toBe(path)
    expect(await page.$$('#password')).toEqual([])
  })
})
