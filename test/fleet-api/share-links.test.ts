import { describe, expect, it } from 'vitest'
import type { ShareLink } from '../../contract/share-links.ts'
import { byCommandLine } from '../../fleet-api/audit.ts'
import { createLimits, LIMITS } from '../../fleet-api/limits.ts'
import { findUser } from '../../fleet-api/queries/users.ts'
import { addUser } from '../../fleet-api/users.ts'
import { aBrowser } from '../fakes/browser.ts'
import { everythingIn, NOW, type TestFleet, testFleet } from '../fakes/fleet.ts'

const OCTOBER = { fromDate: '2026-10-01', toDate: '2026-10-31', label: 'Regiduría de Movilidad' }
type Made = ShareLink & { url: string }

const make = async (fleet: TestFleet, more: object = {}): Promise<Made> =>
  (await (await fleet.as('official', 'POST', '/api/share-links', { ...OCTOBER, ...more })).json()) as Made
const links = async (fleet: TestFleet) =>
  ((await (await fleet.as('official', 'GET', '/api/share-links')).json()) as { links: ShareLink[] }).links
const pathOf = ({ url }: Made) => new URL(url).pathname
const inDays = (days: number) => new Date(Date.parse(NOW) + days * 86_400_000).toISOString()

describe('a link to a report', () => {
  it('opens the report of its dates, for whoever has it and without signing in', async () => {
    const fleet = await testFleet()
    const made = await make(fleet)
    expect(made).toEqual({
      ...OCTOBER,
      id: 1,
      language: 'es',
      madeAt: '2026-11-24T14:30:00.000Z',
      madeBy: null,
      expiresAt: '2026-12-24T14:30:00.000Z',
      lastOpenedOn: null,
      url: expect.stringMatching(/^http:\/\/localhost\/shared\/abordo_share_[\w-]{43}$/),
    })
    const answer = await fleet.app.request(pathOf(made))
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toContain('text/html')
    const text = await answer.text()
    expect(text).toContain('<html lang="es"')
    expect(text).toContain('octubre de 2026')
  })

  it('is nobody else’s: no cache, no search engine and no other site is told of it', async () => {
    const fleet = await testFleet()
    const answer = await fleet.app.request(pathOf(await make(fleet)))
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'same-origin',
      'x-robots-tag': 'noindex',
    })
  })

  it('begins with the address that people open', async () => {
    const fleet = await testFleet({ publicUrl: 'https://wifi.leon.example' })
    expect((await make(fleet)).url).toMatch(/^https:\/\/wifi\.leon\.example\/shared\/abordo_share_/)
  })

  it('is kept as a hash alone', async () => {
    const fleet = await testFleet()
    const { url } = await make(fleet)
    expect(await everythingIn(fleet.db)).not.toContain(url.split('/').at(-1))
    expect(fleet.logged.join()).not.toContain('abordo_share')
  })

  it('looks the same whether it has expired, was revoked or never was', async () => {
    const fleet = await testFleet()
    const [short, revoked] = [await make(fleet, { days: 1 }), await make(fleet)]
    await fleet.as('official', 'DELETE', `/api/share-links/${revoked.id}`)
    fleet.setNow(inDays(1))
    const paths = [pathOf(short), pathOf(revoked), '/shared/abordo_share_x', '/shared/x']
    const answers = await Promise.all(paths.map((path) => fleet.app.request(path)))
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404])
    const texts = await Promise.all(answers.map((answer) => answer.text()))
    expect(new Set(texts).size).toBe(1)
    expect(texts[0]).toContain('Este enlace no abre ningún informe')
    const en = await fleet.app.request('/shared/x', { headers: { 'accept-language': 'en-GB' } })
    expect(await en.text()).toContain('This link opens no report')
  })

  it('opens until the moment at which it expires', async () => {
    const fleet = await testFleet()
    const path = pathOf(await make(fleet, { days: 1 }))
    fleet.setNow(new Date(Date.parse(inDays(1)) - 1).toISOString())
    expect((await fleet.app.request(path)).status).toBe(200)
  })

  it('tells on which day it was last opened, and no more', async () => {
    const fleet = await testFleet()
    const made = await make(fleet)
    await fleet.app.request(pathOf(made))
    fleet.setNow('2026-11-26T20:00:00Z')
    await fleet.app.request(pathOf(made))
    expect((await links(fleet))[0]).toMatchObject({ lastOpenedOn: '2026-11-26' })
    expect(await everythingIn(fleet.db)).not.toContain(String(Date.parse('2026-11-26T20:00:00Z')))
  })

  it('is in nobody’s way who guesses: after many that open nothing, only good ones do', async () => {
    const fleet = await testFleet({ limits: createLimits({ ...LIMITS, failures: { points: 3, seconds: 60 } }) })
    const [known, other] = [await make(fleet), await make(fleet)]
    await fleet.app.request(pathOf(known))
    for (const guess of ['a', 'b', 'c']) await fleet.app.request(`/shared/${guess}`)
    const statuses = [pathOf(other), '/shared/d', pathOf(known)].map(
      async (path) => (await fleet.app.request(path)).status,
    )
    expect(await Promise.all(statuses)).toEqual([429, 429, 200])
  })

  it.each([
    [{ ...OCTOBER, toDate: '2026-09-30' }],
    [{ ...OCTOBER, label: ' ' }],
    [{ ...OCTOBER, days: 367 }],
    [{ ...OCTOBER, language: 'fr' }],
    [{ ...OCTOBER, fromDate: '2026-10' }],
  ])('is not made of what cannot be: %j', async (body) => {
    const fleet = await testFleet()
    expect((await fleet.as('official', 'POST', '/api/share-links', body)).status).toBe(400)
    expect(await links(fleet)).toEqual([])
  })
})

describe('links to reports', () => {
  it('are seen by all who read reports, the newest first, and each of them may end one', async () => {
    const fleet = await testFleet()
    for (const role of ['official', 'operator', 'admin'] as const)
      await fleet.as(role, 'POST', '/api/share-links', { ...OCTOBER, label: role })
    expect((await links(fleet)).map(({ label }) => label)).toEqual(['admin', 'operator', 'official'])
    expect((await fleet.as('official', 'DELETE', '/api/share-links/3')).status).toBe(200)
    expect((await fleet.as('official', 'DELETE', '/api/share-links/3')).status).toBe(404)
    expect((await links(fleet)).map(({ id }) => id)).toEqual([2, 1])
  })

  it('name who made them, as long as that is somebody', async () => {
    const fleet = await testFleet()
    fleet.setNow(new Date().toISOString())
    const [user, by] = [
      { email: 'ana@example.mx', password: 'correct horse battery', role: 'official' },
      byCommandLine(0),
    ] as const
    await addUser(fleet.auth, fleet.db, user, by)
    const browser = aBrowser(fleet)
    await browser.signIn(user.email, user.password)
    await browser.ask('POST', '/api/share-links', OCTOBER)
    expect((await links(fleet))[0]?.madeBy).toBe('ana@example.mx')
    await fleet.as('admin', 'DELETE', `/api/users/${(await findUser(fleet.db, user.email))?.id}`)
    expect((await links(fleet))[0]?.madeBy).toBeNull()
  })
})
