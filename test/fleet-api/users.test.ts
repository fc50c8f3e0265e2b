import { describe, expect, it } from 'vitest'
import type { Role } from '../../contract/api.ts'
import { byCommandLine } from '../../fleet-api/audit.ts'
import { findUser } from '../../fleet-api/queries/users.ts'
import { addUser, changeRole, removeUser, setPassword } from '../../fleet-api/users.ts'
import { aBrowser } from '../fakes/browser.ts'
import { everythingIn, NOW, type TestFleet, testFleet } from '../fakes/fleet.ts'

const PASSWORD = 'correct horse battery'
const by = byCommandLine(Date.parse(NOW))
interface UserAnswer {
  id: string
  email: string
  role: Role
}
const json = async <T = unknown>(answer: Promise<Response>) => (await (await answer).json()) as T
const add = async (fleet: TestFleet, email: string, role: Role) => {
  await addUser(fleet.auth, fleet.db, { email, password: PASSWORD, role }, by)
  return (await findUser(fleet.db, email))?.id ?? ''
}
const signedIn = async (fleet: TestFleet, email: string) => {
  const browser = aBrowser(fleet)
  await browser.signIn(email, PASSWORD)
  return browser
}
const users = async (fleet: TestFleet) =>
  (await json<{ users: UserAnswer[] }>(fleet.as('admin', 'GET', '/api/users'))).users

/** Somebody who was invited, on a fleet whose clock is the machine's: links end by that one. */
async function invited() {
  const fleet = await testFleet()
  fleet.setNow(new Date().toISOString())
  const answer = await fleet.as('admin', 'POST', '/api/users', { email: 'Eva@example.mx', role: 'official' })
  const body = (await answer.json()) as { user: UserAnswer; passwordLink: { url: string; expiresAt: string } }
  const token = new URL(body.passwordLink.url).searchParams.get('token') ?? ''
  return { fleet, answer, ...body, token }
}

const choose = (fleet: TestFleet, token: string, password: string, headers: Record<string, string> = {}) =>
  fleet.app.request('/set-password', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'accept-language': 'en', ...headers },
    body: new URLSearchParams({ token, password }).toString(),
  })

describe('users', () => {
  it('are listed for admins, by address, without anything secret', async () => {
    const fleet = await testFleet()
    const id = await add(fleet, 'ana@example.mx', 'operator')
    expect(await users(fleet)).toEqual([
      {
        id,
        email: 'ana@example.mx',
        role: 'operator',
        disabled: false,
        passwordSet: true,
        twoFactor: false,
        createdAt: '2026-11-24T14:30:00.000Z',
      },
    ])
  })

  it('are invited by a link, valid for seven days and shown once, of which only a hash is kept', async () => {
    const { fleet, answer, user, passwordLink, token } = await invited()
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(user).toMatchObject({ email: 'eva@example.mx', role: 'official', passwordSet: false, disabled: false })
    expect(passwordLink.url).toMatch(/^http:\/\/localhost\/set-password\?token=[\w-]{43}$/)
    expect(Date.parse(passwordLink.expiresAt) - Date.now()).toBeGreaterThan(6.9 * 86_400_000)
    expect(await everythingIn(fleet.db)).not.toContain(token)
  })

  it('choose their password by the link, on a page without a script, and sign in', async () => {
    const { fleet, token } = await invited()
    const form = await fleet.app.request(`/set-password?token=${token}`)
    expect(form.headers.get('cache-control')).toBe('no-store')
    const page = await form.text()
    expect(page).toContain('Elige tu contraseña')
    expect(page).toContain(`name="token" value="${token}"`)
    expect(page).not.toContain('<script')
    expect(await (await choose(fleet, token, PASSWORD)).text()).toContain('Your password is saved.')
    expect((await aBrowser(fleet).signIn('eva@example.mx', PASSWORD)).status).toBe(200)
  })

  it('are told what is wrong with the password, and may try again; the link is good once', async () => {
    const { fleet, token } = await invited()
    expect(await (await choose(fleet, token, 'qwertyuiop123')).text()).toContain('This password will not do')
    expect(await (await choose(fleet, token, 'short')).text()).toContain('This password will not do')
    await choose(fleet, token, PASSWORD)
    expect(await (await choose(fleet, token, 'another horse battery')).text()).toContain('was used already')
    expect((await aBrowser(fleet).signIn('eva@example.mx', 'another horse battery')).status).toBe(401)
  })

  it('choose no password by a link that is made up, has expired, or was followed by another; nor from another site', async () => {
    const { fleet, user, token } = await invited()
    expect(await (await choose(fleet, '"><b>', PASSWORD)).text()).toContain('value="&quot;&gt;&lt;b&gt;"')
    expect((await choose(fleet, token, PASSWORD, { origin: 'http://evil.example' })).status).toBe(403)
    await fleet.as('admin', 'POST', `/api/users/${user.id}/password-link`)
    expect(await (await choose(fleet, token, PASSWORD)).text()).toContain('was used already or has expired')
    fleet.setNow(new Date(Date.now() - 8 * 86_400_000).toISOString())
    const old = await json<{ url: string }>(fleet.as('admin', 'POST', `/api/users/${user.id}/password-link`))
    const late = new URL(old.url).searchParams.get('token') ?? ''
    expect(await (await choose(fleet, late, PASSWORD)).text()).toContain('was used already or has expired')
  })

  it('who choose another password by a link are signed out elsewhere', async () => {
    const fleet = await testFleet()
    fleet.setNow(new Date().toISOString())
    const id = await add(fleet, 'ana@example.mx', 'operator')
    const browser = await signedIn(fleet, 'ana@example.mx')
    const { url } = await json<{ url: string }>(fleet.as('admin', 'POST', `/api/users/${id}/password-link`))
    expect((await browser.ask('GET', '/api/me')).status).toBe(200)
    await choose(fleet, new URL(url).searchParams.get('token') ?? '', 'another horse battery')
    expect((await browser.ask('GET', '/api/me')).status).toBe(401)
  })

  it('are not added twice, nor without an address or a role', async () => {
    const { fleet } = await invited()
    const again = await fleet.as('admin', 'POST', '/api/users', { email: 'EVA@example.mx', role: 'admin' })
    expect([again.status, await again.json()]).toMatchObject([
      400,
      { detail: 'There is already a user eva@example.mx.' },
    ])
    expect((await fleet.as('admin', 'POST', '/api/users', { email: 'eva', role: 'admin' })).status).toBe(400)
    expect((await fleet.as('admin', 'POST', '/api/users', { email: 'a@example.mx', role: 'root' })).status).toBe(400)
    expect(await users(fleet)).toHaveLength(1)
  })

  it('get another role, and have to sign in again for it', async () => {
    const fleet = await testFleet()
    const id = await add(fleet, 'ana@example.mx', 'official')
    const browser = await signedIn(fleet, 'ana@example.mx')
    expect(await json(fleet.as('admin', 'PATCH', `/api/users/${id}`, { role: 'operator' }))).toMatchObject({
      role: 'operator',
    })
    expect((await browser.ask('GET', '/api/me')).status).toBe(401)
    await browser.signIn('ana@example.mx', PASSWORD)
    expect(await json(browser.ask('GET', '/api/me'))).toEqual({
      email: 'ana@example.mx',
      role: 'operator',
      twoFactor: false,
    })
  })

  it('who are disabled are out at once, with their tokens, and cannot tell it from a wrong password', async () => {
    const fleet = await testFleet()
    const id = await add(fleet, 'ana@example.mx', 'operator')
    const browser = await signedIn(fleet, 'ana@example.mx')
    const made = await json<{ token: string }>(browser.ask('POST', '/api/tokens', { name: 'mine', role: 'operator' }))
    const byToken = () => fleet.app.request('/api/me', { headers: { authorization: `Bearer ${made.token}` } })
    expect((await byToken()).status).toBe(200)
    await fleet.as('admin', 'PATCH', `/api/users/${id}`, { disabled: true })
    expect([(await browser.ask('GET', '/api/me')).status, (await byToken()).status]).toEqual([401, 401])
    const [right, wrong] = [
      await browser.signIn('ana@example.mx', PASSWORD),
      await browser.signIn('ana@example.mx', 'no'),
    ]
    expect([right.status, wrong.status]).toEqual([401, 401])
    expect(await right.json()).toMatchObject({ code: 'not-signed-in', detail: 'Invalid email or password' })
    await fleet.as('admin', 'PATCH', `/api/users/${id}`, { disabled: false })
    expect((await browser.signIn('ana@example.mx', PASSWORD)).status).toBe(200)
  })

  it('who become less lose the tokens of the role that they had, and keep the others', async () => {
    const fleet = await testFleet()
    await add(fleet, 'eva@example.mx', 'admin')
    const id = await add(fleet, 'ana@example.mx', 'admin')
    const browser = await signedIn(fleet, 'ana@example.mx')
    for (const role of ['admin', 'operator', 'official'])
      await browser.ask('POST', '/api/tokens', { name: `for ${role}`, role })
    await fleet.as('admin', 'PATCH', `/api/users/${id}`, { role: 'operator' })
    const { tokens } = await json<{ tokens: { name: string }[] }>(fleet.as('admin', 'GET', '/api/tokens'))
    expect(tokens.map(({ name }) => name).sort()).toEqual(['for official', 'for operator', 'test', 'test', 'test'])
  })

  it('are removed with all that hangs on them', async () => {
    const fleet = await testFleet()
    const id = await add(fleet, 'ana@example.mx', 'operator')
    const browser = await signedIn(fleet, 'ana@example.mx')
    expect(await json(fleet.as('admin', 'DELETE', `/api/users/${id}`))).toEqual({ id })
    expect((await browser.ask('GET', '/api/me')).status).toBe(401)
    expect(await users(fleet)).toEqual([])
    expect(await everythingIn(fleet.db)).not.toContain('ana@example.mx')
    await add(fleet, 'ana@example.mx', 'official')
    expect((await browser.signIn('ana@example.mx', PASSWORD)).status).toBe(200)
  })

  it.each(['PATCH /api/users/none', 'DELETE /api/users/none', 'POST /api/users/none/password-link'])(
    'who are not there are not found: %s',
    async (asked) => {
      const [method = '', path = ''] = asked.split(' ')
      const body = method === 'PATCH' ? { role: 'official' } : undefined
      expect((await (await testFleet()).as('admin', method, path, body)).status).toBe(404)
    },
  )

  it('get another password from the command line, and are signed out', async () => {
    const fleet = await testFleet()
    await add(fleet, 'ana@example.mx', 'operator')
    const browser = await signedIn(fleet, 'ana@example.mx')
    await setPassword(fleet.auth, fleet.db, { email: 'Ana@example.mx', password: 'another horse battery' }, by)
    expect((await browser.ask('GET', '/api/me')).status).toBe(401)
    expect((await browser.signIn('ana@example.mx', PASSWORD)).status).toBe(401)
    expect((await browser.signIn('ana@example.mx', 'another horse battery')).status).toBe(200)
  })
})

describe('the last admin', () => {
  it.each([
    ['PATCH', { role: 'operator' }],
    ['PATCH', { disabled: true }],
    ['DELETE', undefined],
  ])('stays: %s %j is refused, and nothing has changed', async (method, body) => {
    const fleet = await testFleet()
    const id = await add(fleet, 'ana@example.mx', 'admin')
    const disabled = await add(fleet, 'eva@example.mx', 'admin')
    await fleet.as('admin', 'PATCH', `/api/users/${disabled}`, { disabled: true })
    const before = await users(fleet)
    const answer = await fleet.as('admin', method, `/api/users/${id}`, body)
    expect(answer.status).toBe(409)
    expect(await answer.json()).toMatchObject({ code: 'last-admin' })
    expect(await users(fleet)).toEqual(before)
  })

  it('is not lost when two admins take each other’s role at the same time', async () => {
    const fleet = await testFleet()
    const ana = await add(fleet, 'ana@example.mx', 'admin')
    const eva = await add(fleet, 'eva@example.mx', 'admin')
    const both = await Promise.allSettled([changeRole(fleet.db, ana, 'official', by), removeUser(fleet.db, eva, by)])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect((await users(fleet)).filter(({ role }) => role === 'admin')).toHaveLength(1)
  })
})
