import { describe, expect, it } from 'vitest'
import type { Role } from '../../contract/api.ts'
import { session } from '../../db/fleet/schema.ts'
import { byCommandLine } from '../../fleet-api/audit.ts'
import { createAttempts } from '../../fleet-api/rules/attempts.ts'
import { passwordProblem } from '../../fleet-api/rules/passwords.ts'
import { addUser } from '../../fleet-api/users.ts'
import { aBrowser, type Browser, codeOf } from '../fakes/browser.ts'
import { everythingIn, NOW, type TestFleet, testFleet } from '../fakes/fleet.ts'

const ANA = 'ana@example.mx'
const PASSWORD = 'correct horse battery'
const by = byCommandLine(Date.parse(NOW))
const add = (fleet: TestFleet, email: string, role: Role) =>
  addUser(fleet.auth, fleet.db, { email, password: PASSWORD, role }, by)

async function fleetWithAna(options: { publicUrl?: string } = {}) {
  const fleet = await testFleet(options)
  await add(fleet, ANA, 'operator')
  return fleet
}

const meStatus = async (browser: Browser) => (await browser.ask('GET', '/api/me')).status
const signedIn = async (fleet: TestFleet) => {
  const browser = aBrowser(fleet)
  await browser.signIn(ANA, PASSWORD)
  return browser
}

/** Ana with a second step; the browser in which she has turned it on. */
async function withSecondStep() {
  const fleet = await fleetWithAna()
  const browser = await signedIn(fleet)
  const begun = await browser.auth('two-factor/enable', { password: PASSWORD })
  const { totpURI, backupCodes } = (await begun.json()) as { totpURI: string; backupCodes: string[] }
  await browser.auth('two-factor/verify-totp', { code: codeOf(totpURI) })
  return { fleet, browser, totpURI, backupCodes }
}

describe('the session cookie', () => {
  it('is for TLS only where the fleet’s address is', async () => {
    const fleet = await fleetWithAna({ publicUrl: 'https://fleet.example.mx' })
    const answer = await aBrowser(fleet, 'https://fleet.example.mx').signIn(ANA, PASSWORD)
    const cookies = answer.headers.getSetCookie()
    expect(cookies).toHaveLength(2)
    expect(cookies.map((cookie) => cookie.split('=')[0]).sort()).toEqual([
      '__Secure-abordo.device',
      '__Secure-abordo.session_token',
    ])
    expect(cookies.filter((cookie) => /; HttpOnly; Secure; SameSite=Lax$/i.test(cookie))).toHaveLength(2)
  })

  it('opens nothing to a page of another site', async () => {
    const fleet = await fleetWithAna()
    const browser = await signedIn(fleet)
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await fleet.app.request('/api/auth/change-password', {
      method: 'POST',
      headers: { host: 'localhost:8080', origin: 'http://evil.example', cookie, 'content-type': 'application/json' },
      body: JSON.stringify({ currentPassword: PASSWORD, newPassword: 'another horse battery' }),
    })
    expect(answer.status).toBe(403)
  })
})

describe('what better-auth could do besides', () => {
  it.each([
    ['GET', 'get-session'],
    ['GET', 'list-sessions'],
    ['GET', 'ok'],
    ['POST', 'sign-up/email'],
    ['POST', 'update-user'],
    ['POST', 'delete-user'],
    ['POST', 'change-email'],
    ['POST', 'two-factor/get-totp-uri'],
    ['POST', 'two-factor/send-otp'],
    ['POST', 'sign-out/'],
  ])('is not there: %s /api/auth/%s', async (method, path) => {
    const browser = await signedIn(await fleetWithAna())
    const body = method === 'POST' ? {} : undefined
    expect((await browser.ask(method, `/api/auth/${path}`, body)).status).toBe(404)
  })

  it('is not reached by a form either', async () => {
    const fleet = await fleetWithAna()
    const answer = await fleet.app.request('/api/auth/sign-in/email', {
      method: 'POST',
      headers: { host: 'localhost:8080', 'content-type': 'application/x-www-form-urlencoded' },
      body: `email=${ANA}&password=${PASSWORD}`,
    })
    expect(answer.status).toBe(415)
  })
})

describe('a password', () => {
  it.each([
    ['eleven char', 'The password is too short: use at least 12 characters.'],
    ['x'.repeat(201), 'The password is too long: use at most 200 characters.'],
    ['Password1234', 'This password is one of the first that others try: choose another one.'],
    ['contraseña123', 'This password is one of the first that others try: choose another one.'],
    ['ana.perez@example.mx', 'This password is one of the first that others try: choose another one.'],
    ['twelve chars', null],
    ['x'.repeat(200), null],
  ])('%j is judged by its length and whether everybody uses it', (password, problem) => {
    expect(passwordProblem(password, 'Ana.Perez@example.mx')).toBe(problem)
  })

  it('is changed by its owner, who stays in where it was done, and nowhere else', async () => {
    const fleet = await fleetWithAna()
    const [here, elsewhere] = [await signedIn(fleet), await signedIn(fleet)]
    const body = { currentPassword: PASSWORD, newPassword: 'another horse battery', revokeOtherSessions: false }
    expect((await here.auth('change-password', body)).status).toBe(200)
    expect([await meStatus(here), await meStatus(elsewhere)]).toEqual([200, 401])
    expect((await aBrowser(fleet).signIn(ANA, PASSWORD)).status).toBe(401)
    expect((await aBrowser(fleet).signIn(ANA, 'another horse battery')).status).toBe(200)
  })

  it('is not changed without the old one, nor to one that everybody uses', async () => {
    const browser = await signedIn(await fleetWithAna())
    const wrong = { currentPassword: 'wrong horse battery', newPassword: 'another horse battery' }
    expect((await browser.auth('change-password', wrong)).status).toBe(400)
    const common = await browser.auth('change-password', { currentPassword: PASSWORD, newPassword: 'qwertyuiop123' })
    expect(common.status).toBe(400)
    expect(await common.text()).toContain('one of the first that others try')
  })
})

describe('signing out everywhere', () => {
  it('ends every session of this user, and no other’s', async () => {
    const fleet = await fleetWithAna()
    await add(fleet, 'beto@example.mx', 'official')
    const [here, elsewhere, beto] = [await signedIn(fleet), await signedIn(fleet), aBrowser(fleet)]
    await beto.signIn('beto@example.mx', PASSWORD)
    expect((await here.auth('revoke-sessions')).status).toBe(200)
    expect([await meStatus(here), await meStatus(elsewhere), await meStatus(beto)]).toEqual([401, 401, 200])
  })
})

describe('guessing a password', () => {
  it('is stopped by account, whatever addresses it comes from, and whether there is such an account or not', async () => {
    const fleet = await fleetWithAna()
    for (const email of [ANA, 'nobody@example.mx']) {
      const statuses: number[] = []
      for (let attempt = 0; attempt < 11; attempt += 1)
        statuses.push((await aBrowser(fleet).signIn(email, 'wrong horse battery')).status)
      expect(statuses).toEqual([401, 401, 401, 401, 401, 401, 401, 401, 401, 401, 429])
    }
    const right = await aBrowser(fleet).signIn('ANA@example.mx', PASSWORD)
    expect(right.status).toBe(429)
    expect(right.headers.get('retry-after')).toBe('60')
  })

  it('locks nobody out of a browser that has signed in before, nor anybody for longer than a minute', async () => {
    const fleet = await fleetWithAna()
    const known = await signedIn(fleet)
    await known.auth('sign-out')
    for (let attempt = 0; attempt < 11; attempt += 1) await aBrowser(fleet).signIn(ANA, 'wrong horse battery')
    expect((await known.signIn(ANA, PASSWORD)).status).toBe(200)
    expect((await aBrowser(fleet).signIn(ANA, PASSWORD)).status).toBe(429)
    fleet.setNow('2026-11-24T14:31:00Z')
    expect((await aBrowser(fleet).signIn(ANA, PASSWORD)).status).toBe(200)
  })

  it('is not helped by a made-up cookie, nor by one from another account', async () => {
    const fleet = await fleetWithAna()
    await add(fleet, 'beto@example.mx', 'official')
    for (let attempt = 0; attempt < 11; attempt += 1) await aBrowser(fleet).signIn(ANA, 'wrong horse battery')
    const beto = aBrowser(fleet)
    await beto.signIn('beto@example.mx', PASSWORD)
    const liar = aBrowser(fleet)
    liar.cookies.set('abordo.device', 'AAAA.AAAA')
    expect((await beto.signIn(ANA, PASSWORD)).status).toBe(429)
    expect((await liar.signIn(ANA, PASSWORD)).status).toBe(429)
  })

  it('is stopped by address too, whatever accounts it is about', async () => {
    const fleet = await fleetWithAna()
    const browser = aBrowser(fleet)
    const statuses: number[] = []
    for (let attempt = 0; attempt < 11; attempt += 1)
      statuses.push((await browser.signIn(`user${attempt}@example.mx`, 'wrong horse battery')).status)
    expect(statuses.slice(-2)).toEqual([401, 429])
  })

  it('is limited in each fleet of a process by itself', async () => {
    const [one, other] = [await testFleet(), await testFleet()]
    const body = { email: ANA, password: 'wrong' }
    const statuses: number[] = []
    for (let tries = 0; tries < 11; tries += 1)
      statuses.push((await one.post('/api/auth/sign-in/email', { ...body, email: `${tries}@example.mx` })).status)
    expect(statuses.slice(-2)).toEqual([401, 429])
    expect((await other.post('/api/auth/sign-in/email', body)).status).toBe(401)
  })

  it('is counted in a bucket that leaks one attempt a minute', () => {
    const attempts = createAttempts()
    const take = (now: number) => attempts.take('ana', now)
    expect(Array.from({ length: 12 }, () => take(0))).toEqual([...Array(10).fill(null), 60, 60])
    expect([take(59_000), take(60_000), take(60_000), take(600_000)]).toEqual([1, null, 60, null])
    attempts.forget('ana')
    expect(Array.from({ length: 11 }, () => take(600_000))).toEqual([...Array(10).fill(null), 60])
  })
})

describe('a second step', () => {
  it('is turned on by a first code, with backup codes, and kept encrypted', async () => {
    const { fleet, browser, totpURI, backupCodes } = await withSecondStep()
    expect(totpURI).toMatch(/^otpauth:\/\/totp\/Abordo:ana%40example\.mx\?secret=[A-Z2-7]+&issuer=Abordo/)
    expect(backupCodes).toHaveLength(10)
    expect(await meStatus(browser)).toBe(200)
    const kept = await everythingIn(fleet.db)
    expect(kept).toContain('"verified":true')
    expect(
      [new URL(totpURI).searchParams.get('secret') ?? '', ...backupCodes].filter((one) => kept.includes(one)),
    ).toEqual([])
  })

  it('is not turned on without the password, nor by a wrong code', async () => {
    const fleet = await fleetWithAna()
    const browser = await signedIn(fleet)
    expect((await browser.auth('two-factor/enable', { password: 'wrong horse battery' })).status).toBe(400)
    await browser.auth('two-factor/enable', { password: PASSWORD })
    expect((await browser.auth('two-factor/verify-totp', { code: '000000x' })).status).toBe(401)
    await aBrowser(fleet).signIn(ANA, PASSWORD)
    expect(await meStatus(await signedIn(fleet))).toBe(200)
  })

  it('is asked for after the password, which alone opens nothing', async () => {
    const { fleet, totpURI } = await withSecondStep()
    const browser = aBrowser(fleet)
    const answer = await browser.signIn(ANA, PASSWORD)
    expect(await answer.json()).toEqual({ twoFactorRedirect: true, twoFactorMethods: ['totp'] })
    expect(await meStatus(browser)).toBe(401)
    expect((await browser.auth('two-factor/verify-totp', { code: 'wrong' })).status).toBe(401)
    expect(await meStatus(browser)).toBe(401)
    expect((await browser.auth('two-factor/verify-totp', { code: codeOf(totpURI) })).status).toBe(200)
    expect(await meStatus(browser)).toBe(200)
  })

  it('is asked for each time, even where a page would have the device trusted', async () => {
    const { fleet, totpURI } = await withSecondStep()
    const browser = aBrowser(fleet)
    await browser.signIn(ANA, PASSWORD)
    await browser.auth('two-factor/verify-totp', { code: codeOf(totpURI), trustDevice: true })
    await browser.auth('sign-out')
    expect(await (await browser.signIn(ANA, PASSWORD)).json()).toMatchObject({ twoFactorRedirect: true })
  })

  it('is passed by a backup code, once', async () => {
    const { fleet, backupCodes } = await withSecondStep()
    const [first, second] = [aBrowser(fleet), aBrowser(fleet)]
    await first.signIn(ANA, PASSWORD)
    await second.signIn(ANA, PASSWORD)
    expect((await first.auth('two-factor/verify-backup-code', { code: backupCodes[0] })).status).toBe(200)
    expect(await meStatus(first)).toBe(200)
    expect((await second.auth('two-factor/verify-backup-code', { code: backupCodes[0] })).status).toBe(401)
    expect((await second.auth('two-factor/verify-backup-code', { code: backupCodes[1] })).status).toBe(200)
  })

  it('gives new backup codes for the password, and those before them end', async () => {
    const { fleet, browser, backupCodes } = await withSecondStep()
    const answer = await browser.auth('two-factor/generate-backup-codes', { password: PASSWORD })
    const made = ((await answer.json()) as { backupCodes: string[] }).backupCodes
    const other = aBrowser(fleet)
    await other.signIn(ANA, PASSWORD)
    expect((await other.auth('two-factor/verify-backup-code', { code: backupCodes[0] })).status).toBe(401)
    expect((await other.auth('two-factor/verify-backup-code', { code: made[0] })).status).toBe(200)
  })

  it('cannot be guessed: five codes for one sign-in, ten in a row for one user, then a quarter of an hour’s rest', async () => {
    const { fleet, totpURI } = await withSecondStep()
    const statuses: number[] = []
    for (const _ of [1, 2]) {
      const browser = aBrowser(fleet)
      await browser.signIn(ANA, PASSWORD)
      for (let guess = 0; guess < 6; guess += 1)
        statuses.push((await browser.auth('two-factor/verify-totp', { code: 'wrong' })).status)
    }
    expect(statuses).toEqual([401, 401, 401, 401, 401, 400, 401, 401, 401, 401, 401, 429])
    const browser = aBrowser(fleet)
    await browser.signIn(ANA, PASSWORD)
    expect((await browser.auth('two-factor/verify-totp', { code: codeOf(totpURI) })).status).toBe(429)
  })

  it('is turned off by its owner with the password', async () => {
    const { fleet, browser } = await withSecondStep()
    expect((await browser.auth('two-factor/disable', { password: 'wrong horse battery' })).status).toBe(400)
    expect((await browser.auth('two-factor/disable', { password: PASSWORD })).status).toBe(200)
    expect(await meStatus(await signedIn(fleet))).toBe(200)
  })

  it('is taken away by an admin from somebody who has lost the phone, and what was signed in by it ends', async () => {
    const { fleet, browser } = await withSecondStep()
    const { users } = (await (await fleet.as('admin', 'GET', '/api/users')).json()) as { users: { id: string }[] }
    const answer = await fleet.as('admin', 'DELETE', `/api/users/${users[0]?.id}/two-factor`)
    expect(await answer.json()).toMatchObject({ email: ANA, twoFactor: false })
    expect(await meStatus(browser)).toBe(401)
    expect(await meStatus(await signedIn(fleet))).toBe(200)
  })
})

describe('what is kept of who signs in', () => {
  it('has no address and no browser in it, with a second step neither', async () => {
    const { fleet } = await withSecondStep()
    expect(await fleet.db.select({ ip: session.ipAddress, agent: session.userAgent }).from(session)).toEqual([
      { ip: null, agent: null },
    ])
    expect(await everythingIn(fleet.db)).not.toMatch(/\b10\.1\.\d+\.\d+\b/)
  })
})
