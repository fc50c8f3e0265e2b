import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeWith } from '../describe-with.ts'
import { LOOKS, type Office, openOffice, whatIsWrong } from './office.ts'

describeWith(['chromium'], 'the settings', () => {
  let office: Office
  beforeAll(async () => {
    office = await openOffice()
    await office.fleet.enrol('bus-1', 'T1')
  })
  afterAll(() => office.close())

  it.each(LOOKS)('show the policy: $viewport.width $colorScheme $lang', async (look) => {
    const page = await office.open('admin', '/settings/policy', look)
    page.on('console', (m) => console.log(m.text()))
    await page.waitForSelector('[data-preview] iframe')
    await page.waitForTimeout(500)
    expect(await whatIsWrong(page, 'settings-policy', look)).toEqual([])
  })
})
