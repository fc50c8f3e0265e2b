import { describe, expect, it } from 'vitest'
import { addUser } from '../../fleet-api/auth.ts'
import { createLimits, NO_LIMITS } from '../../fleet-api/limits.ts'
import { createJsonLog } from '../../fleet-api/log.ts'
import { execute, refuseInserts } from '../fakes/database.ts'
import { aReport, TOKEN, testFleet } from '../fakes/fleet.ts'

interface Line {
  level: string
  message: string
  who?: string
  route?: string
}

/** A fleet that logs as `abordo fleet` does, and the lines that it wrote. */
async function loggingFleet() {
  const lines: string[] = []
  const fleet = await testFleet({
    limits: createLimits(NO_LIMITS),
    ...createJsonLog({ write: (line) => void lines.push(line) }),
  })
  return { ...fleet, lines, logged: () => lines.map((line) => JSON.parse(line) as Line) }
}

describe('the log of the fleet', () => {
  it('has a line of JSON for each request', async () => {
    const fleet = await loggingFleet()
    await fleet.app.request('/api/gateways/bus-1?secret=1', {
      headers: { authorization: `Bearer ${TOKEN}`, 'x-request-id': 'case-17' },
    })
    expect(fleet.logged()).toEqual([
      {
        level: 'info',
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
        message: 'request',
        requestId: 'case-17',
        method: 'GET',
        route: '/api/gateways/:id',
        status: 404,
        ms: 0,
        who: 'official',
      },
    ])
  })

  it.each([
    ['a gateway', 'gateway', '/v1/reports'],
    ['an admin', 'admin', '/api/policy'],
    ['nobody', 'public', '/healthz'],
    ['nobody where nothing is', 'public', 'none'],
  ])('says of %s who asked and for what', async (_, who, route) => {
    const fleet = await loggingFleet()
    await fleet.send(await fleet.enrol('bus-1', 'T1'), [])
    await fleet.as('admin', 'GET', '/api/policy')
    await fleet.app.request('/healthz')
    await fleet.app.request('/wp-login.php')
    expect(fleet.logged().map((line) => [line.who, line.route])).toContainEqual([who, route])
  })

  it('answers the request id that came, where it is short and plain', async () => {
    const fleet = await testFleet()
    const answer = await fleet.app.request('/healthz', { headers: { 'x-request-id': 'a1.B2_c-3' } })
    expect(answer.headers.get('x-request-id')).toBe('a1.B2_c-3')
  })

  it.each(['a b', 'x'.repeat(41), '10.11.12.13', 'aa-bb-cc-dd-ee-ff', 'aabbccddeeff', 'abordo_api_secret', 'é'])(
    'makes a request id of its own in the place of %j',
    async (given) => {
      const fleet = await testFleet()
      const answer = await fleet.app.request('/healthz', { headers: { 'x-request-id': given } })
      expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
    },
  )

  it('has an error of the fleet under the id that the problem body tells', async () => {
    const fleet = await loggingFleet()
    await execute(fleet.databaseUrl, 'alter table gateway rename to gone')
    const answer = await fleet.app.request('/api/gateways', {
      headers: { authorization: `Bearer ${TOKEN}`, 'x-request-id': 'case-18' },
    })
    expect(answer.status).toBe(500)
    expect(await answer.json()).toMatchObject({ code: 'internal', requestId: 'case-18' })
    expect(fleet.logged()).toMatchObject([
      {
        level: 'error',
        message: 'internal: GET /api/gateways',
        requestId: 'case-18',
        error: { type: expect.stringMatching(/Error$/), message: expect.stringContaining('gateway') },
      },
      { level: 'info', requestId: 'case-18', status: 500 },
    ])
  })

  it('holds nothing that a person or a device could be known by', async () => {
    const fleet = await loggingFleet()
    await addUser(fleet.auth, fleet.db, { email: 'ana@example.mx', password: 'correct horse', role: 'operator' })
    const credential = await fleet.enrol('bus-1', 'T1')
    const personal = [
      ...['ana@example.mx', '203.0.113.77', '2001:db8::dead:beef', 'aa:bb:cc:dd:ee:ff', 'aabb.ccdd.eeff'],
      ...['Anas-Telefon', 'Mozilla/5.0', 'correct horse', 'ABCD-EFGH-JKMN-PQRS', TOKEN, credential],
    ]
    const text = personal.join(' ')
    const names = ['user-agent', 'referer', 'x-forwarded-for', 'x-request-id', 'cookie', 'from', 'forwarded']
    const everywhere = Object.fromEntries(
      [...names, 'accept-language', 'origin', 'x-real-ip', 'if-none-match', 'x-abordo-peer'].map((name) => [
        name,
        text,
      ]),
    )
    const paths = [
      '/healthz /readyz /metrics /api/me /api/gateways /api/routes /api/routes/riders /api/live /api/policy'.split(' '),
      '/api/auth/get-session /api/auth/sign-in/email /v1/enrol /v1/reports /v1/policy /v1/credential /nothing'.split(
        ' ',
      ),
    ].flat()
    const bodies = [text, JSON.stringify({ email: 'ana@example.mx', password: 'correct horse', code: text, text })]
    for (const one of personal) paths.push(`/api/gateways/${encodeURIComponent(one)}`, `/${encodeURIComponent(one)}`)
    const ask = async (path: string, more: RequestInit) =>
      (await fleet.app.request(`${path}?q=${encodeURIComponent(text)}`, more)).body?.cancel()
    for (const path of paths) {
      for (const authorization of [`Bearer ${TOKEN}`, `Bearer ${credential}`, text]) {
        await ask(path, { headers: { ...everywhere, authorization } })
        for (const body of bodies) {
          const headers = { ...everywhere, authorization, 'content-type': 'application/json' }
          await ask(path, { method: 'POST', headers, body })
        }
      }
    }
    await fleet.send(credential, [{ ...aReport(0, '2026-11-24T14:00:00Z'), software: text, mac: 'aa:bb:cc:dd:ee:ff' }])
    // Errors quote what came in; here the database's own does.
    const quoted = personal.filter((one) => !['Anas-Telefon', 'Mozilla/5.0', 'correct horse'].includes(one)).join(' ')
    await refuseInserts(fleet.databaseUrl, 'session', quoted)
    await ask('/api/auth/sign-in/email', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: 'ana@example.mx', password: 'correct horse' }),
    })
    const errors = fleet.logged().filter((line) => line.level === 'error')
    expect(errors.map((line) => line.message)).toEqual(['internal: POST /api/auth/*'])
    expect(fleet.lines.length).toBeGreaterThan(300)
    expect(personal.filter((one) => fleet.lines.some((line) => line.includes(one)))).toEqual([])
  })
})
