import { afterAll, beforeAll, expect, it } from 'vitest'
import { readFleetConfig } from '../../fleet-api/config.ts'
import { keepCertificate } from '../../fleet-api/queries/certificates.ts'
import { describeWith } from '../describe-with.ts'
import { CERTIFICATE_ONE } from '../fakes/certificates.ts'
import { LOOKS, type Office, openOffice, whatIsWrong } from './office.ts'

const HOST_NAME = 'wifi.example.mx'
const DAY_MS = 86_400_000
const DETAIL = 'The name server 192.0.2.53:53 refuses key "abordo": the secret is not the one that it has for this key.'

describeWith(['chromium'], 'the certificate in the settings', () => {
  let office: Office
  beforeAll(async () => {
    const { certificate = null } = readFleetConfig({
      FLEET_PORTAL_HOSTNAME: HOST_NAME,
      FLEET_ACME_DNS: 'command:/usr/local/bin/hook',
    })
    office = await openOffice({ certificate })
  })
  afterAll(() => office.close())

  async function stands(endsInDays: number, problem: string | null): Promise<void> {
    const [now, chain] = [Date.now(), CERTIFICATE_ONE.cert]
    const row = { hostName: HOST_NAME, chain, issuedAt: now - 60 * DAY_MS, triedAt: now - 60_000, problem }
    await office.fleet.db.transaction((tx) =>
      keepCertificate(tx, { ...row, notAfter: now + endsInDays * DAY_MS + 3_600_000 }),
    )
  }

  it.each(LOOKS)('says until when it is good, and what to do about the last try, in $lang', async (seen) => {
    await stands(9, JSON.stringify({ step: 'dns-update', detail: DETAIL }))
    const page = await office.open('operator', '/settings/certificate', seen)
    await page.waitForSelector('[data-certificate=ending]')
    expect(await page.textContent('[data-problem=dns-update]')).toContain(DETAIL)
    expect(await whatIsWrong(page, 'certificate', seen)).toEqual([])
  })

  it('is ordered by an admin, with the keyboard', async () => {
    await stands(50, null)
    const page = await office.open('admin', '/settings/certificate')
    await page.waitForSelector('[data-certificate=good]')
    await page.focus('[data-order]')
    await page.keyboard.press('Enter')
    await page.getByText('Se pedirá en menos de un minuto').waitFor()
    const { entries } = (await (await office.fleet.as('admin', 'GET', '/api/audit?limit=1')).json()) as {
      entries: { action: string }[]
    }
    expect(entries[0]?.action).toBe('certificate order')
  })

  it('is no official’s business', async () => {
    const page = await office.open('official', '/settings/certificate')
    await page.waitForSelector('[data-settings-message]')
    expect(await page.locator('[href="/settings/certificate"]').count()).toBe(0)
  })
})
