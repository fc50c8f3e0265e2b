import { describe, expect, it } from 'vitest'
import { DEFAULT_POLICY } from '../../contract/policy.ts'
import { session } from '../../db/fleet/schema.ts'
import { byCommandLine } from '../../fleet-api/audit.ts'
import { addUser } from '../../fleet-api/users.ts'
import { testFleet as emptyFleet, everythingIn, NOW, TOKEN } from '../fakes/fleet.ts'

const by = byCommandLine(Date.parse(NOW))
const HOST = { host: 'localhost:8080', origin: 'http://localhost:8080' }

async function testFleet() {
  const fleet = await emptyFleet()
  await addUser(
    fleet.auth,
    fleet.db,
    { email: 'ana@example.mx', password: 'correct horse battery', role: 'operator' },
    by,
  )
  return fleet
}

describe('access', () => {
  it('signs somebody in by e-mail and password, with a cookie that no script can read', async () => {
    const fleet = await testFleet()
    const answer = await fleet.post(
      '/api/auth/sign-in/email',
      { email: 'ana@example.mx', password: 'correct horse battery' },
      HOST,
    )
    expect(answer.status).toBe(200)
    const cookie = answer.headers.get('set-cookie') ?? ''
    expect(cookie).toContain('HttpOnly')
    expect(cookie).toContain('SameSite=Lax')
    const me = await fleet.app.request('/api/me', { headers: { cookie: cookie.split(';')[0] ?? '' } })
    expect(await me.json()).toEqual({ email: 'ana@example.mx', role: 'operator', twoFactor: false })
  })

  it('keeps no address of who signs in', async () => {
    const fleet = await testFleet()
    await fleet.post('/api/auth/sign-in/email', { email: 'ana@example.mx', password: 'correct horse battery' }, HOST)
    expect(await fleet.db.select({ ip: session.ipAddress, agent: session.userAgent }).from(session)).toEqual([
      { ip: null, agent: null },
    ])
  })

  it('refuses a wrong password', async () => {
    const fleet = await testFleet()
    const answer = await fleet.post(
      '/api/auth/sign-in/email',
      { email: 'ana@example.mx', password: 'wrong horse battery' },
      HOST,
    )
    expect(answer.status).toBe(401)
  })

  it('lets nobody sign up', async () => {
    const fleet = await testFleet()
    const body = { email: 'eve@example.mx', password: 'correct horse battery', name: 'Eve', role: 'admin' }
    expect((await fleet.post('/api/auth/sign-up/email', body, HOST)).status).toBe(404)
  })

  it('takes no sign-in that another site sends', async () => {
    const fleet = await testFleet()
    const body = { email: 'ana@example.mx', password: 'correct horse battery' }
    const answer = await fleet.post('/api/auth/sign-in/email', body, {
      host: 'localhost:8080',
      origin: 'http://evil.example',
    })
    expect(answer.status).toBe(403)
  })

  it.each([
    '/api/me',
    '/api/gateways',
    '/api/gateways/bus-1',
    '/api/routes',
    '/api/routes/riders',
    '/api/live',
    '/api/policy',
    '/api/policy/layers',
  ])('answers %s to nobody without a sign-in or a token', async (path) => {
    const fleet = await testFleet()
    const answer = await fleet.app.request(path)
    expect(answer.status).toBe(401)
    expect(await answer.json()).toMatchObject({ code: 'not-signed-in' })
  })

  it('takes an API token until it expires', async () => {
    const fleet = await testFleet()
    expect(await (await fleet.get('/api/me')).json()).toEqual({ email: null, role: 'official', twoFactor: null })
    fleet.setNow('2026-12-24T14:30:00Z')
    expect((await fleet.get('/api/me')).status).toBe(401)
  })

  it('keeps no API token, only its hash', async () => {
    const fleet = await testFleet()
    expect((await everythingIn(fleet.db)).includes(TOKEN)).toBe(false)
  })

  it('adds no user twice, and none with a short password', async () => {
    const fleet = await testFleet()
    const again = addUser(
      fleet.auth,
      fleet.db,
      {
        email: 'ANA@example.mx',
        password: 'correct horse battery',
        role: 'admin',
      },
      by,
    )
    await expect(again).rejects.toThrow('There is already a user ana@example.mx')
    const short = addUser(fleet.auth, fleet.db, { email: 'beto@example.mx', password: 'short', role: 'admin' }, by)
    await expect(short).rejects.toThrow('use at least 12 characters')
  })

  it('answers what is not there with a problem body', async () => {
    const fleet = await testFleet()
    const answer = await fleet.app.request('/api/nothing', {
      headers: { authorization: `Bearer ${TOKEN}`, 'x-request-id': 'support-1' },
    })
    expect(answer.status).toBe(404)
    expect(await answer.json()).toEqual({
      type: 'urn:abordo:error:not-found',
      title: 'There is nothing here',
      status: 404,
      code: 'not-found',
      detail: 'There is nothing here',
      requestId: 'support-1',
    })
  })
})

describe('the policy', () => {
  const PUT = (fleet: Awaited<ReturnType<typeof emptyFleet>>, headers: Record<string, string>, body: unknown) =>
    fleet.app.request('/api/policy', {
      method: 'PUT',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
  const ADMIN = { authorization: 'Bearer abordo_api_admin' }
  const { version: _version, ...policy } = DEFAULT_POLICY

  it('is changed by an admin, one version on, and fetched by gateways that do not have it', async () => {
    const fleet = await emptyFleet()
    const answer = await PUT(fleet, ADMIN, { ...policy, quotaOctets: 500_000_000 })
    expect(await answer.json()).toMatchObject({ version: 2, quotaOctets: 500_000_000 })
    const credential = await fleet.enrol('bus-1', 'T1')
    const headers = { authorization: `Bearer ${credential}` }
    const fetched = await fleet.app.request('/v1/policy', { headers })
    expect(fetched.headers.get('etag')).toBe('"2"')
    expect(await fetched.json()).toMatchObject({ version: 2, quotaOctets: 500_000_000 })
    const again = await fleet.app.request('/v1/policy', { headers: { ...headers, 'if-none-match': '"2"' } })
    expect(again.status).toBe(304)
    expect(await (await fleet.send(credential, [])).json()).toMatchObject({ policyVersion: 2 })
  })

  it('is not changed by an official, by another site, or to what cannot be', async () => {
    const fleet = await emptyFleet()
    expect((await PUT(fleet, { authorization: `Bearer ${TOKEN}` }, policy)).status).toBe(403)
    expect((await PUT(fleet, { ...ADMIN, origin: 'http://evil.example' }, policy)).status).toBe(403)
    const bad = await PUT(fleet, ADMIN, { ...policy, sessionSeconds: 5 })
    expect(bad.status).toBe(400)
    expect(((await bad.json()) as { detail: string }).detail).toContain('sessionSeconds')
    expect(await (await fleet.get('/api/policy')).json()).toEqual({ ...DEFAULT_POLICY, version: 1 })
  })
})
