import { beforeAll, describe, expect, it } from 'vitest'
import { ROLES, type Role } from '../../contract/api.ts'
import { byCommandLine } from '../../fleet-api/audit.ts'
import { addUser } from '../../fleet-api/users.ts'
import { aBrowser, type Browser, freshPeer } from '../fakes/browser.ts'
import { type Described, describedOperations } from '../fakes/described.ts'
import { NOW, type TestFleet, TOKEN, testFleet } from '../fakes/fleet.ts'

/** Open to everybody, by design. What is added here was meant to be. */
const PUBLIC = [
  'GET /api/docs',
  'GET /api/openapi.json',
  'GET /city',
  'GET /city/method',
  'GET /city/refresh.js',
  'GET /city/{month}',
  'GET /embed/riders',
  'GET /embed/sessions.svg',
  'GET /gtfs-rt/vehicle-positions.pb',
  'GET /healthz',
  'GET /open-data/',
  'GET /open-data/connectivity.csv',
  'GET /open-data/connectivity.json',
  'GET /open-data/datapackage.json',
  'GET /open-data/days.csv',
  'GET /readyz',
  'GET /set-password',
  'GET /shared/{token}',
  'GET /viaje/live.js',
  'GET /viaje/{token}',
  'POST /api/auth/reset-password',
  'POST /api/auth/sign-in/email',
  'POST /api/auth/sign-out',
  'POST /api/auth/two-factor/verify-backup-code',
  'POST /api/auth/two-factor/verify-totp',
  'POST /set-password',
  'POST /v1/enrol',
]
const PASSWORD = 'correct horse battery'
/** better-auth looks at the body before it asks who it is from. */
const ANYTHING = JSON.stringify({ code: '1', password: PASSWORD, currentPassword: PASSWORD, newPassword: PASSWORD })

let fleet: TestFleet
let operations: Described[]
/** Those that ask for a role by our own rules; better-auth looks after its own. */
let kept: Described[]
const browsers = {} as Record<Role, Browser>
let gateway: string

beforeAll(async () => {
  fleet = await testFleet()
  operations = await describedOperations(fleet)
  kept = operations.filter(({ path, roles }) => path.startsWith('/api/') && roles.some(isRole) && !isAuth(path))
  gateway = await fleet.enrol('bus-1', 'T1')
  for (const role of ROLES) {
    const email = `${role}@example.mx`
    await addUser(fleet.auth, fleet.db, { email, password: PASSWORD, role }, byCommandLine(Date.parse(NOW)))
    browsers[role] = aBrowser(fleet)
    await browsers[role].signIn(email, PASSWORD)
  }
})

const isRole = (role: string) => (ROLES as readonly string[]).includes(role)
const isAuth = (path: string) => path.startsWith('/api/auth/')
const real = (path: string) => path.replace(/\{\w+\}/g, 'none')

async function statusOf(answer: Response): Promise<number> {
  // The live stream never ends by itself.
  await answer.body?.cancel()
  return answer.status
}

async function asks({ method, path }: Described, headers: Record<string, string>): Promise<number> {
  const body = method === 'GET' ? {} : { body: ANYTHING }
  const init = { method, headers: { 'content-type': 'application/json', ...headers }, ...body }
  return statusOf(await fleet.app.request(real(path), init, freshPeer()))
}

/** `NAME → status` of those that are not answered so. */
async function unlike(
  asked: Described[],
  ask: (one: Described) => Promise<number>,
  right: (status: number) => boolean,
) {
  const wrong: string[] = []
  for (const one of asked) {
    const status = await ask(one)
    if (!right(status)) wrong.push(`${one.name} → ${status}`)
  }
  return wrong
}

describe('every route that the API describes', () => {
  it('says whom it is for, and is open to everybody only where this test says so too', () => {
    expect(operations.filter(({ roles }) => roles.length === 0)).toEqual([])
    const open = operations.filter(({ roles }) => roles.includes('public')).map(({ name }) => name)
    expect(open.filter((name) => !PUBLIC.includes(name))).toEqual([])
    expect(kept.length).toBeGreaterThan(20)
  })

  it('is closed to who shows nothing', async () => {
    const closed = operations.filter(({ name }) => !PUBLIC.includes(name))
    expect(
      await unlike(
        closed,
        (one) => asks(one, {}),
        (status) => status === 401,
      ),
    ).toEqual([])
  })

  it.each(ROLES)('lets an API token of the role %s in exactly where that role is named', async (role) => {
    const ask = ({ method, path }: Described) =>
      fleet.as(role, method, real(path), method === 'GET' ? undefined : {}).then(statusOf)
    const mine = kept.filter(({ roles }) => roles.includes(role))
    const others = kept.filter(({ roles }) => !roles.includes(role))
    expect(await unlike(mine, ask, (status) => status !== 401 && status !== 403)).toEqual([])
    expect(await unlike(others, ask, (status) => status === 403)).toEqual([])
  })

  it.each(ROLES)('lets somebody signed in as %s in exactly where that role is named', async (role) => {
    const ask = ({ method, path }: Described) =>
      browsers[role].ask(method, real(path), method === 'GET' ? undefined : {}).then(statusOf)
    const mine = kept.filter(({ roles }) => roles.includes(role))
    const others = kept.filter(({ roles }) => !roles.includes(role))
    expect(await unlike(mine, ask, (status) => status !== 401 && status !== 403)).toEqual([])
    expect(await unlike(others, ask, (status) => status === 403)).toEqual([])
  })

  it('is closed to a gateway’s credential', async () => {
    const headers = { authorization: `Bearer ${gateway}` }
    expect(
      await unlike(
        kept,
        (one) => asks(one, headers),
        (status) => status === 401,
      ),
    ).toEqual([])
  })

  it('changes nothing for an official’s token but whom a report is shared with', async () => {
    const all = kept.filter(({ method }) => method !== 'GET')
    const theirs = all.filter(({ roles }) => roles.includes('official')).map(({ name }) => name)
    expect(theirs.sort()).toEqual(['DELETE /api/share-links/{id}', 'POST /api/share-links'])
    const changing = all.filter(({ roles }) => !roles.includes('official'))
    const headers = { authorization: `Bearer ${TOKEN}` }
    expect(changing.length).toBeGreaterThan(10)
    expect(
      await unlike(
        changing,
        (one) => asks(one, headers),
        (status) => status === 403,
      ),
    ).toEqual([])
  })

  it('that changes something is closed to a page of another site, whoever is signed in', async () => {
    const cookie = [...browsers.admin.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = { host: 'localhost:8080', origin: 'http://evil.example', cookie }
    const changing = kept.filter(({ method }) => method !== 'GET')
    expect(
      await unlike(
        changing,
        (one) => asks(one, headers),
        (status) => status === 403,
      ),
    ).toEqual([])
  })
})

describe('what officials see of gateways', () => {
  it('has no secret in it, nor the hash of one', async () => {
    await fleet.as('operator', 'POST', '/api/gateways/bus-1/code')
    const texts = await Promise.all(
      ['/api/gateways', '/api/gateways/bus-1', '/api/routes', '/api/policy', '/api/policy/layers'].map(async (path) =>
        (await fleet.get(path)).text(),
      ),
    )
    expect(texts.join()).toContain('bus-1')
    expect(texts.join()).not.toMatch(/hash|credential|secret|token|password|code"/i)
  })
})
