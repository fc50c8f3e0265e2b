import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeWith } from '../describe-with.ts'
import { codeOf } from '../fakes/browser.ts'
import { LOOKS, type Office, openOffice, PASSWORD, PHONE, whatIsWrong } from './office.ts'

const SECTIONS = {
  policy: '[data-preview] iframe',
  terms: '[data-form=terms]',
  alerts: '[data-form=thresholds]',
  channels: '[data-form=channel]',
  feeds: '[data-form=feed-source]',
  certificate: '[data-certificate=not-set]',
  data: '[data-form=retention]',
  report: '[data-form=agreement]',
  sharing: '[data-form=reader]',
  users: '[data-user]',
  tokens: '[data-token]',
  audit: '[data-entry]',
  account: '[data-form=password]',
}

describeWith(['chromium'], 'the settings', () => {
  let office: Office
  let credential: string
  beforeAll(async () => {
    office = await openOffice()
    credential = await office.fleet.enrol('bus-1', 'T1')
  })
  afterAll(() => office.close())

  /** The portal's page in the preview, once it says this. */
  const previewed = (page: Page, text: string) =>
    page.frameLocator('[data-preview] iframe').getByText(text).first().waitFor()
  const saved = (page: Page, form: string) => page.waitForSelector(`[data-said=${form}] .icon-check`)
  const pulled = async () => (await office.fleet.asGateway(credential, 'GET', '/v1/policy')).json()

  it('show what is typed on the portal’s own page, and what is saved reaches the gateways', async () => {
    const page = await office.open('admin', '/settings/policy')
    await previewed(page, 'Un toque y listo: 60 minutos de internet.')
    await page.fill('#f-operatorName', 'Tuzobús WiFi')
    await page.fill('#f-sessionSeconds', '45')
    await page.fill('#f-quotaOctets', '1.5')
    await page.selectOption('[data-field=quotaUnit]', 'GB')
    await previewed(page, 'Tuzobús WiFi')
    await previewed(page, 'Un toque y listo: 45 minutos de internet.')
    await page.click('[data-form=policy] [type=submit]')
    await saved(page, 'policy')
    expect(await pulled()).toMatchObject({
      operatorName: 'Tuzobús WiFi',
      sessionSeconds: 2700,
      quotaOctets: 1_500_000_000,
    })
  })

  it('have riders accept on every bus, which the preview no longer promises otherwise', async () => {
    const page = await office.open('admin', '/settings/policy')
    await previewed(page, 'Vale por hoy')
    await page.uncheck('[data-field=acceptOnce]')
    await page.frameLocator('[data-preview] iframe').getByText('Vale por hoy').first().waitFor({ state: 'detached' })
    await page.click('[data-form=policy] [type=submit]')
    await saved(page, 'policy')
    expect(await pulled()).toMatchObject({ acceptOnce: false })
  })

  it('show which of them is open, on a phone too', async () => {
    const page = await office.open('admin', '/settings/account', { viewport: PHONE })
    await page.waitForSelector('[data-form=password]')
    const open = page.locator('.settings-nav [aria-current]')
    const { x, width } = (await open.boundingBox()) ?? { x: Number.NaN, width: Number.NaN }
    expect(x).toBeGreaterThanOrEqual(0)
    expect(x + width).toBeLessThanOrEqual(PHONE.width)
  })

  it('name the line that is wrong, keep what was typed, and send nothing', async () => {
    const page = await office.open('admin', '/settings/policy')
    const before = await pulled()
    await page.fill('#f-walledGarden', 'salud.gob.mx\n\nhttps://leon.gob.mx/')
    await page.fill('#f-sessionSeconds', '0.5')
    await page.click('[data-form=policy] [type=submit]')
    expect(await page.textContent('#f-walledGarden-wrong')).toMatch(/^Línea 3: «https:\/\/leon\.gob\.mx\/» no es/)
    expect(await page.textContent('#f-sessionSeconds-wrong')).toBe('Al menos 1.')
    expect(await page.inputValue('#f-walledGarden')).toBe('salud.gob.mx\n\nhttps://leon.gob.mx/')
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('f-sessionSeconds')
    expect(await pulled()).toEqual(before)
  })

  it('say in which colour riders really see what could not be read', async () => {
    const page = await office.open('admin', '/settings/policy')
    await page.fill('.colour-text', '#ffe600')
    expect(await page.textContent('[data-contrast=changed] .as-shown-warn')).toContain('los pasajeros verán #')
    await page.fill('.colour-text', '#00694b')
    await page.waitForSelector('[data-contrast=kept]')
  })

  it('of a route change one field, and take it back', async () => {
    const page = await office.open('admin', '/settings/policy/routes/T1')
    await page.waitForSelector('[data-own=perDay]')
    expect(await page.isDisabled('#f-sessionsPerDay')).toBe(true)
    await page.check('[data-own=perDay]')
    await page.fill('#f-sessionsPerDay', '4')
    await page.click('[data-form=policy] [type=submit]')
    await saved(page, 'policy')
    expect(await pulled()).toMatchObject({ sessionsPerDay: 4 })
    await page.uncheck('[data-own=perDay]')
    await page.click('[data-form=policy] [type=submit]')
    await saved(page, 'policy')
    expect(await pulled()).toMatchObject({ sessionsPerDay: null })
  })

  it('ask before changes are lost', async () => {
    const page = await office.open('admin', '/settings/policy')
    await page.fill('#f-operatorName', 'Otro nombre')
    const asked: string[] = []
    page.once('dialog', (dialog) => {
      asked.push(dialog.message())
      void dialog.dismiss()
    })
    await page.click('.settings-nav [href="/settings/users"]')
    expect(asked).toEqual(['Hay cambios sin guardar. ¿Salir sin guardarlos?'])
    expect(await page.inputValue('#f-operatorName')).toBe('Otro nombre')
  })

  it('let an admin invite somebody, who chooses a password by the link and signs in', async () => {
    const page = await office.open('admin', '/settings/users')
    await page.fill('#f-email', 'rosa')
    await page.click('[data-form=invite] [type=submit]')
    expect(await page.textContent('#f-email-wrong')).toBe('Escribe un correo completo, como ana@ejemplo.mx.')
    await page.fill('#f-email', 'rosa@example.mx')
    await page.click('[data-form=invite] [type=submit]')
    const url = (await page.textContent('[data-copy=password-link]')) ?? ''
    await page.waitForSelector('[data-user="rosa@example.mx"]')
    await page.context().clearCookies()
    await page.goto(url)
    await page.fill('#password', 'una frase que solo Rosa sabe')
    await page.click('button[type=submit]')
    await page.click('a[href="/"]')
    await page.fill('#email', 'rosa@example.mx')
    await page.fill('#password', 'una frase que solo Rosa sabe')
    await page.click('button[type=submit]')
    await page.waitForSelector('nav [href="/settings"]')
  })

  it('show a new API key once, and it works', async () => {
    const page = await office.open('operator', '/settings/tokens')
    await page.fill('#f-name', 'Tablero del municipio')
    await page.click('[data-form=token] [type=submit]')
    const token = (await page.textContent('[data-copy=token]')) ?? ''
    const asked = await fetch(`${office.origin}/api/routes`, { headers: { authorization: `Bearer ${token}` } })
    expect(asked.status).toBe(200)
    await page.reload()
    await page.waitForSelector('[data-token="Tablero del municipio"]')
    expect(await page.content()).not.toContain(token)
  })

  it('put a version of the terms in force that riders then accept', async () => {
    const page = await office.open('admin', '/settings/terms')
    await page.fill('#f-version', '2027-01')
    await page.fill('#f-es', '# Uso\n\nSé amable.')
    await page.fill('#f-en', '# Use\n\nBe kind.')
    await previewed(page, 'Sé amable.')
    await page.click('[data-form=terms] [type=submit]')
    await page.click('[data-terms="2027-01"] [data-ask]')
    await page.click('[data-do="terms-2027-01"]')
    await page.waitForSelector('[data-terms="2027-01"] .tag-good')
    expect(await pulled()).toMatchObject({ termsVersion: '2027-01', termsText: { es: '# Uso\n\nSé amable.' } })
  })

  it('change from when on an alert opens, in people’s units', async () => {
    const page = await office.open('admin', '/settings/alerts')
    await page.fill('#f-simShares', '80, 120')
    await page.fill('#f-simOctets', '30')
    await page.click('[data-form=thresholds] [type=submit]')
    expect(await page.textContent('#f-simShares-wrong')).toBe('Como máximo 100.')
    await page.fill('#f-simShares', '80, 90')
    await page.click('[data-form=thresholds] [type=submit]')
    await saved(page, 'thresholds')
    const { effective } = (await (await office.fleet.get('/api/alerts/thresholds')).json()) as {
      effective: object
    }
    expect(effective).toMatchObject({ simShares: [0.8, 0.9], simOctets: 30_000_000_000, missingMinutes: 15 })
  })

  it('are read by officials, with the reason why there is no form', async () => {
    const page = await office.open('official', '/settings')
    const forms: Record<string, number> = {}
    for (const section of ['policy', 'terms', 'alerts', 'feeds', 'data']) {
      await page.click(`.settings-nav [href="/settings/${section}"]`)
      await page.waitForSelector('[data-read-only]')
      forms[section] = await page.locator('form').count()
    }
    expect(forms).toEqual({ policy: 0, terms: 0, alerts: 0, feeds: 0, data: 0 })
    expect(await page.locator('.settings-nav [href="/settings/users"]').count()).toBe(0)
    await page.goto(`${office.origin}/settings/users`)
    expect(await page.textContent('[data-settings-message]')).toContain('es para otro rol')
  })

  it.each(LOOKS)(
    'are good to look at: $viewport.width $colorScheme $lang',
    async (look) => {
      await office.fleet.as('admin', 'POST', '/api/tokens', { name: 'Looks', role: 'official' })
      const page = await office.open('admin', '/settings', look)
      const wrong: Record<string, string[]> = {}
      for (const [section, sign] of Object.entries(SECTIONS)) {
        await page.click(`.settings-nav [href="/settings/${section}"]`)
        await page.waitForSelector(sign)
        wrong[section] = await whatIsWrong(page, `settings-${section}`, look)
      }
      expect(wrong).toEqual(Object.fromEntries(Object.keys(SECTIONS).map((section) => [section, []])))
    },
    300_000,
  )

  // The last: it takes another session, and the office's cookie with it.
  it('turn one’s own second step on with a phone, after a password that was wrong', async () => {
    const page = await office.open('official', '/settings/account')
    await page.fill('#step-begin-password', 'not my password')
    await page.click('[data-form=step-begin] [type=submit]')
    await page.getByText('Esta no es tu contraseña actual.').waitFor()
    await page.fill('#step-begin-password', PASSWORD)
    await page.click('[data-form=step-begin] [type=submit]')
    await page.waitForSelector('.qr')
    const secret = (await page.textContent('[data-copy=totp-secret]')) ?? ''
    await page.fill('#f-code', codeOf(`otpauth://totp/Abordo?secret=${secret}`))
    await page.click('[data-form=step-confirm] [type=submit]')
    await page.waitForSelector('[data-second-step=on]')
    expect((await page.textContent('[data-copy=backup-codes]'))?.split('\n')).toHaveLength(10)
  })
})
