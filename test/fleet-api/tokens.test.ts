import { describe, expect, it } from 'vitest'
import type { Scope } from '../../contract/access.ts'
import type { Role } from '../../contract/api.ts'
import { byCommandLine } from '../../fleet-api/audit.ts'
import { scopesFor } from '../../fleet-api/rules/scopes.ts'
import { keepToken } from '../../fleet-api/tokens.ts'
import { addUser } from '../../fleet-api/users.ts'
import { aBrowser } from '../fakes/browser.ts'
import { everythingIn, NOW, type TestFleet, testFleet } from '../fakes/fleet.ts'

const by = byCommandLine(Date.parse(NOW))
interface TokenAnswer {
  id: string
  name: string
  token: string
  lastUsedOn: string | null
}
const json = async <T = unknown>(answer: Promise<Response>) => (await (await answer).json()) as T
const tokensSeenBy = async (fleet: TestFleet, role: Role) =>
  (await json<{ tokens: TokenAnswer[] }>(fleet.as(role, 'GET', '/api/tokens'))).tokens
const make = (fleet: TestFleet, role: Role, wanted: object) =>
  json<TokenAnswer>(fleet.as(role, 'POST', '/api/tokens', wanted))
const status = async (fleet: TestFleet, token: string, path: string, method = 'GET') =>
  (await fleet.app.request(path, { method, headers: { authorization: `Bearer ${token}` } })).status

describe('an API token', () => {
  it('is made for a role and a time, shown once, and kept as a hash', async () => {
    const fleet = await testFleet()
    const answer = await fleet.as('admin', 'POST', '/api/tokens', {
      name: ' León open data ',
      role: 'official',
      scopes: ['reports', 'read', 'read'],
      days: 366,
    })
    expect(answer.headers.get('cache-control')).toBe('no-store')
    const made = (await answer.json()) as TokenAnswer
    expect(made).toEqual({
      id: expect.any(String),
      name: 'León open data',
      role: 'official',
      scopes: ['read', 'reports'],
      createdBy: null,
      createdAt: '2026-11-24T14:30:00.000Z',
      expiresAt: '2027-11-25T14:30:00.000Z',
      lastUsedOn: null,
      token: expect.stringMatching(/^abordo_api_.{43}$/),
    })
    expect(await everythingIn(fleet.db)).not.toContain(made.token)
    expect(await tokensSeenBy(fleet, 'admin')).toContainEqual({ ...made, token: undefined })
  })

  it('reads for thirty days where nothing else is asked for', async () => {
    const made = await make(await testFleet(), 'admin', { name: 'x', role: 'official' })
    expect(made).toMatchObject({ scopes: ['read'], expiresAt: '2026-12-24T14:30:00.000Z' })
  })

  it.each([{ days: 367 }, { days: 0 }, { scopes: [] }, { scopes: ['all'] }, { role: 'root' }, { name: ' ' }])(
    'is not made with %j',
    async (wrong) => {
      const answer = await (await testFleet()).as('admin', 'POST', '/api/tokens', {
        name: 'x',
        role: 'official',
        ...wrong,
      })
      expect(answer.status).toBe(400)
    },
  )

  it('tells who made it, by address', async () => {
    const fleet = await testFleet()
    await addUser(
      fleet.auth,
      fleet.db,
      { email: 'ana@example.mx', password: 'correct horse battery', role: 'operator' },
      by,
    )
    const browser = aBrowser(fleet)
    await browser.signIn('ana@example.mx', 'correct horse battery')
    await browser.ask('POST', '/api/tokens', { name: 'mine', role: 'official' })
    expect(await tokensSeenBy(fleet, 'admin')).toContainEqual(
      expect.objectContaining({ name: 'mine', createdBy: 'ana@example.mx' }),
    )
  })

  it('is an operator’s own affair: no other operator sees or ends it, and an admin does both', async () => {
    const fleet = await testFleet()
    const made = await make(fleet, 'operator', { name: 'mine', role: 'operator' })
    const foreign = await make(fleet, 'admin', { name: 'the admin’s', role: 'operator' })
    expect((await tokensSeenBy(fleet, 'operator')).map(({ name }) => name)).toEqual(['mine'])
    expect((await fleet.as('operator', 'DELETE', `/api/tokens/${foreign.id}`)).status).toBe(404)
    expect((await fleet.as('admin', 'DELETE', `/api/tokens/${made.id}`)).status).toBe(200)
    expect(await tokensSeenBy(fleet, 'operator')).toEqual([])
  })

  it('gives nobody more than its maker has', async () => {
    const answer = await (await testFleet()).as('operator', 'POST', '/api/tokens', { name: 'x', role: 'admin' })
    expect(answer.status).toBe(403)
  })

  it('opens nothing any more once it is revoked', async () => {
    const fleet = await testFleet()
    const { id, token } = await make(fleet, 'admin', { name: 'x', role: 'official' })
    expect(await status(fleet, token, '/api/me')).toBe(200)
    expect(await json(fleet.as('admin', 'DELETE', `/api/tokens/${id}`))).toEqual({ id })
    expect(await status(fleet, token, '/api/me')).toBe(401)
    expect((await fleet.as('admin', 'DELETE', `/api/tokens/${id}`)).status).toBe(404)
  })

  it('has the day of its last use noted, and no more', async () => {
    const fleet = await testFleet()
    const { id, token } = await make(fleet, 'admin', { name: 'x', role: 'official' })
    const lastUsed = async () => (await tokensSeenBy(fleet, 'admin')).find((one) => one.id === id)?.lastUsedOn
    expect(await lastUsed()).toBe(null)
    fleet.setNow('2026-11-25T23:59:59Z')
    await status(fleet, token, '/api/me')
    expect(await lastUsed()).toBe('2026-11-25')
    fleet.setNow('2026-11-26T00:00:00Z')
    await status(fleet, token, '/api/me')
    expect(await lastUsed()).toBe('2026-11-26')
  })
})

describe('the scopes of a token', () => {
  it.each<[Scope[], string, string, number]>([
    [['read'], 'GET', '/api/gateways', 200],
    [['read'], 'HEAD', '/api/gateways', 200],
    [['read'], 'POST', '/api/gateways/none/renew', 403],
    [['read'], 'PUT', '/api/policy', 403],
    [['write'], 'POST', '/api/gateways/none/renew', 404],
    [['write'], 'GET', '/api/gateways', 403],
    [['reports'], 'GET', '/api/gateways', 403],
    [['reports'], 'GET', '/api/me', 403],
    [['reports'], 'GET', '/api/reports/connectivity?month=2026-11', 200],
    [['read'], 'GET', '/api/reports/connectivity?month=2026-11', 200],
    [['write'], 'GET', '/api/reports/connectivity?month=2026-11', 403],
    [['metrics'], 'GET', '/metrics', 200],
    [['read', 'write', 'reports'], 'GET', '/metrics', 403],
    [['metrics'], 'GET', '/api/gateways', 403],
    [['metrics'], 'GET', '/api/audit', 403],
    [['read', 'write'], 'POST', '/api/gateways/none/renew', 404],
  ])('%j: %s %s is answered with %i', async (scopes, method, path, expected) => {
    const fleet = await testFleet()
    await keepToken(fleet.db, 'abordo_api_scoped', { name: 'x', role: 'admin', scopes, days: 1 }, by)
    expect(await status(fleet, 'abordo_api_scoped', path, method)).toBe(expected)
  })

  it.each([
    ['GET', '/metrics', ['metrics']],
    ['GET', '/api/reports', ['read', 'reports']],
    ['GET', '/api/reports/connectivity', ['read', 'reports']],
    ['POST', '/api/reports/connectivity', ['write']],
    ['GET', '/api/reports-of-something-else', ['read']],
    ['OPTIONS', '/api/me', ['write']],
  ])('of which %s %s needs one are %j', (method, path, scopes) => {
    expect(scopesFor(method, path)).toEqual(scopes)
  })

  it('are told to who asks for more', async () => {
    const fleet = await testFleet()
    await keepToken(fleet.db, 'abordo_api_scoped', { name: 'x', role: 'admin', scopes: ['reports'], days: 1 }, by)
    const answer = await fleet.app.request('/api/me', { headers: { authorization: 'Bearer abordo_api_scoped' } })
    expect(await answer.json()).toMatchObject({
      code: 'not-allowed',
      detail: 'This API token is for this alone: reports.',
    })
  })
})
