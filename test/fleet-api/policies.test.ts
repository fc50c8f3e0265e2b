import { describe, expect, it } from 'vitest'
import { DEFAULT_POLICY, policyAnswerSchema, policyLayerSchema } from '../../contract/policy.ts'
import { effectivePolicy } from '../../contract/policy-layers.ts'
import { gateway, policyLayer, policyVersion, setting } from '../../db/fleet/schema.ts'
import { aReport, type TestFleet, testFleet } from '../fakes/fleet.ts'

const { version: _version, ...CONTENT } = DEFAULT_POLICY
/** What a layer may ask for: all but what the fleet adds by itself. */
const { termsText: _termsText, fixed: _fixed, ...ASKED } = CONTENT
const json = async (answer: Promise<Response>) => (await answer).json()
const pull = (fleet: TestFleet, credential: string) => json(fleet.asGateway(credential, 'GET', '/v1/policy'))
const wanted = async (fleet: TestFleet, credential: string) =>
  ((await (await fleet.send(credential, [])).json()) as { policyVersion: number }).policyVersion
const putFleet = (fleet: TestFleet, changes: object) =>
  json(fleet.as('admin', 'PUT', '/api/policy', { ...CONTENT, ...changes }))

describe('layers of the policy', () => {
  it('lay a gateway’s over its route’s over the fleet’s, field by field', async () => {
    const fleet = await testFleet()
    const bus1 = await fleet.enrol('bus-1', 'T1')
    const bus2 = await fleet.enrol('bus-2', 'T1')
    const bus3 = await fleet.enrol('bus-3', 'T2')
    await putFleet(fleet, { sessionSeconds: 1800, quotaOctets: 500, coolDownSeconds: 60 })
    await fleet.as('admin', 'PUT', '/api/policy/routes/T1', { quotaOctets: 700, coolDownSeconds: 90 })
    await fleet.as('operator', 'PUT', '/api/policy/gateways/bus-1', { coolDownSeconds: 120 })
    expect(await pull(fleet, bus1)).toMatchObject({ sessionSeconds: 1800, quotaOctets: 700, coolDownSeconds: 120 })
    expect(await pull(fleet, bus2)).toMatchObject({ sessionSeconds: 1800, quotaOctets: 700, coolDownSeconds: 90 })
    expect(await pull(fleet, bus3)).toMatchObject({ sessionSeconds: 1800, quotaOctets: 500, coolDownSeconds: 60 })
  })

  it('merge branding and rates by their own fields; null is a value, and other values are taken whole', () => {
    expect(
      effectivePolicy([
        {
          branding: { color: '#00694b', logo: 'data:image/png;base64,AAAA' },
          clientRate: { down: 1_000_000, up: 500_000 },
          quotaOctets: 500,
          extension: { seconds: 600, times: 2 },
          walledGarden: ['salud.example.mx'],
        },
        { branding: { color: '#112233' }, clientRate: { up: null }, uplinkRate: { down: 9_000_000 } },
        { quotaOctets: null, walledGarden: ['escuela.example.mx'] },
      ]),
    ).toEqual({
      ...CONTENT,
      branding: { color: '#112233', logo: 'data:image/png;base64,AAAA' },
      clientRate: { down: 1_000_000, up: null },
      uplinkRate: { down: 9_000_000, up: null },
      quotaOctets: null,
      extension: { seconds: 600, times: 2 },
      walledGarden: ['escuela.example.mx'],
    })
  })

  it('fall through to the defaults where no layer says anything', () => {
    expect(effectivePolicy([undefined, {}, undefined])).toEqual(CONTENT)
  })

  it('are kept as they were written, without the defaults of what was left out', () => {
    expect(policyLayerSchema.parse({})).toEqual({})
    expect(policyLayerSchema.parse({ branding: { color: null }, clientRate: {} })).toEqual({
      branding: { color: null },
      clientRate: {},
    })
  })

  it.each([
    [{ version: 7 }, 'request: version: no such field in a policy'],
    [{ sessionSecs: 60, quota: 1 }, 'request: sessionSecs, quota: no such field in a policy'],
    [{ clientRate: { sideways: 1 } }, 'clientRate: sideways: no such field in a policy'],
    [{ extension: { seconds: 60, times: 1, free: true } }, 'extension: free: no such field in a policy'],
    [{ sessionSeconds: 5 }, 'sessionSeconds: Too small: expected number to be >=60'],
    [{ walledGarden: ['no name'] }, 'walledGarden.0: not a name such as salud.example.mx'],
    [[], 'request: Invalid input: expected object, received array'],
  ])('are refused with what is wrong: %j', async (fields, detail) => {
    const fleet = await testFleet()
    const answer = await fleet.as('admin', 'PUT', '/api/policy/routes/T1', fields)
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ code: 'bad-request', detail })
    expect((await json(fleet.get('/api/policy/layers'))).routes).toEqual([])
  })

  it('are listed, and written with what follows from them in the answer', async () => {
    const fleet = await testFleet()
    await fleet.enrol('bus-1', 'T1')
    await putFleet(fleet, { sessionSeconds: 1800 })
    const answer = await fleet.as('admin', 'PUT', '/api/policy/routes/T1', {
      quotaOctets: null,
      clientRate: { up: 8000 },
    })
    const route = {
      id: 'T1',
      fields: { quotaOctets: null, clientRate: { up: 8000 } },
      updatedAt: '2026-11-24T14:30:00.000Z',
    }
    expect(await answer.json()).toEqual({
      layer: route,
      effective: { ...CONTENT, sessionSeconds: 1800, clientRate: { down: null, up: 8000 }, version: 3 },
    })
    await fleet.as('operator', 'PUT', '/api/policy/gateways/bus-1', {})
    expect(await json(fleet.get('/api/policy/layers'))).toEqual({
      fleet: { fields: { ...ASKED, sessionSeconds: 1800 }, updatedAt: '2026-11-24T14:30:00.000Z' },
      routes: [route],
      gateways: [{ id: 'bus-1', fields: {}, updatedAt: '2026-11-24T14:30:00.000Z' }],
    })
  })

  it('are taken away again, and what was asked before comes back under its number', async () => {
    const fleet = await testFleet()
    const bus = await fleet.enrol('bus-1', 'T1')
    await fleet.as('admin', 'PUT', '/api/policy/routes/T1', { sessionSeconds: 900 })
    expect(await wanted(fleet, bus)).toBe(2)
    const answer = await fleet.as('admin', 'DELETE', '/api/policy/routes/T1')
    expect(await answer.json()).toEqual({ layer: null, effective: { ...CONTENT, version: 1 } })
    expect(await wanted(fleet, bus)).toBe(1)
    expect((await fleet.as('admin', 'DELETE', '/api/policy/routes/T1')).status).toBe(200)
  })

  it.each([
    ['official', 'PUT', '/api/policy/routes/T1', 403],
    ['operator', 'PUT', '/api/policy/routes/T1', 403],
    ['operator', 'DELETE', '/api/policy/routes/T1', 403],
    ['operator', 'PUT', '/api/policy', 403],
    ['official', 'PUT', '/api/policy/gateways/bus-1', 403],
    ['official', 'DELETE', '/api/policy/gateways/bus-1', 403],
    ['operator', 'PUT', '/api/policy/gateways/bus-1', 200],
    ['operator', 'DELETE', '/api/policy/gateways/bus-1', 200],
    ['admin', 'PUT', '/api/policy/routes/T1', 200],
    ['admin', 'PUT', '/api/policy/routes/T9', 404],
    ['admin', 'DELETE', '/api/policy/routes/T9', 404],
    ['admin', 'PUT', '/api/policy/gateways/bus-9', 404],
    ['operator', 'DELETE', '/api/policy/gateways/bus-9', 404],
  ] as const)('asked by an %s to %s %s answer %i', async (role, method, path, status) => {
    const fleet = await testFleet()
    await fleet.enrol('bus-1', 'T1')
    expect((await fleet.as(role, method, path, { ...ASKED })).status).toBe(status)
  })

  it('are not changed by another site', async () => {
    const fleet = await testFleet()
    const answer = await fleet.app.request('/api/policy/routes/T1', {
      method: 'PUT',
      headers: {
        'content-type': 'application/json',
        authorization: 'Bearer abordo_api_admin',
        origin: 'http://evil.example',
      },
      body: '{}',
    })
    expect(answer.status).toBe(403)
  })
})

describe('versions of the policy', () => {
  it('are the same number for the same content on every gateway, however it came about', async () => {
    const fleet = await testFleet()
    const bus1 = await fleet.enrol('bus-1', 'T1')
    const bus2 = await fleet.enrol('bus-2', 'T2')
    await fleet.as('admin', 'PUT', '/api/policy/routes/T1', { sessionSeconds: 900, quotaOctets: 500 })
    await fleet.as('admin', 'PUT', '/api/policy/gateways/bus-2', { quotaOctets: 500, sessionSeconds: 900 })
    expect([await wanted(fleet, bus1), await wanted(fleet, bus2)]).toEqual([2, 2])
  })

  it('are number 1 for the defaults, whatever is asked for first', async () => {
    const fleet = await testFleet()
    const bus = await fleet.enrol('bus-1', 'T1')
    await fleet.as('admin', 'PUT', '/api/policy/gateways/bus-1', { sessionSeconds: 900 })
    expect(await wanted(fleet, bus)).toBe(2)
    expect(await json(fleet.get('/api/policy'))).toEqual({ ...CONTENT, version: 1 })
  })

  it('can be looked up: each keeps its content', async () => {
    const fleet = await testFleet()
    await putFleet(fleet, { sessionSeconds: 900 })
    await putFleet(fleet, { sessionSeconds: 1200 })
    await putFleet(fleet, { sessionSeconds: 900 })
    const rows = await fleet.db.select().from(policyVersion).orderBy(policyVersion.version)
    expect(rows.map(({ version, body }) => ({ version, sessionSeconds: JSON.parse(body).sessionSeconds }))).toEqual([
      { version: 1, sessionSeconds: 3600 },
      { version: 2, sessionSeconds: 900 },
      { version: 3, sessionSeconds: 1200 },
    ])
    expect(await json(fleet.get('/api/policy'))).toMatchObject({ version: 2, sessionSeconds: 900 })
  })

  it('are what a gateway is told with its reports, and what its pull answers, in this protocol', async () => {
    const fleet = await testFleet()
    const bus = await fleet.enrol('bus-1', 'T1')
    await fleet.as('admin', 'PUT', '/api/policy/gateways/bus-1', { sessionSeconds: 900 })
    const answer = await fleet.asGateway(bus, 'GET', '/v1/policy')
    expect(answer.headers.get('etag')).toBe('"2"')
    const body = await answer.json()
    expect(body).toEqual({ ...CONTENT, sessionSeconds: 900, version: 2, protocol: '1.6' })
    expect(policyAnswerSchema.parse(body)).toEqual(body)
    const headers = { authorization: `Bearer ${bus}`, 'if-none-match': '"2"' }
    expect((await fleet.app.request('/v1/policy', { headers })).status).toBe(304)
  })

  it('follow a change that another process makes in the same database', async () => {
    const fleet = await testFleet()
    const bus = await fleet.enrol('bus-1', 'T1')
    expect(await wanted(fleet, bus)).toBe(1)
    await fleet.db.transaction(async (tx) => {
      await tx
        .insert(policyLayer)
        .values({ scope: 'route', scopeId: 'T1', fields: { sessionSeconds: 900 }, updatedAt: 0 })
      await tx.insert(setting).values({ name: 'policy-revision', value: '1 0' })
    })
    expect(await pull(fleet, bus)).toMatchObject({ version: 2, sessionSeconds: 900 })
  })

  it('follow a gateway to another route', async () => {
    const fleet = await testFleet()
    const bus = await fleet.enrol('bus-1', 'T1')
    await fleet.as('admin', 'PUT', '/api/policy/routes/T2', { sessionSeconds: 900 })
    expect(await wanted(fleet, bus)).toBe(1)
    await fleet.db.transaction((tx) => tx.update(gateway).set({ routeId: 'T2' }))
    expect(await wanted(fleet, bus)).toBe(2)
  })

  it('tell the dashboard which policy a gateway is to run, which it runs, and what keeps it', async () => {
    const fleet = await testFleet()
    const bus = await fleet.enrol('bus-1', 'T1')
    await fleet.as('admin', 'PUT', '/api/policy/gateways/bus-1', { sessionSeconds: 900 })
    const policyProblem = { version: 2, reason: 'nft: no such file' }
    await fleet.send(bus, [aReport(0, '2026-11-24T14:28:00Z', { policyProblem })])
    expect(await json(fleet.get('/api/gateways/bus-1'))).toMatchObject({
      policy: { wanted: 2, running: 1, problem: policyProblem },
      notices: ['policy-not-applied'],
    })
  })
})

describe('a policy from before there were layers', () => {
  const before = { ...CONTENT, version: 7, sessionSeconds: 900 }

  it('becomes the fleet’s layer and keeps its number, so that no gateway has to fetch it again', async () => {
    const fleet = await testFleet()
    const bus = await fleet.enrol('bus-1', 'T1')
    await fleet.db.transaction((tx) => tx.insert(setting).values({ name: 'policy', value: JSON.stringify(before) }))
    expect(await wanted(fleet, bus)).toBe(7)
    expect(await json(fleet.get('/api/policy'))).toEqual(before)
    expect((await json(fleet.get('/api/policy/layers'))).fleet.fields).toEqual({ ...ASKED, sessionSeconds: 900 })
    expect(await putFleet(fleet, {})).toMatchObject({ version: 1 })
    expect(await putFleet(fleet, { sessionSeconds: 1200 })).toMatchObject({ version: 8 })
  })

  it('does not come back over what is asked for later', async () => {
    const fleet = await testFleet()
    await fleet.db.transaction((tx) => tx.insert(setting).values({ name: 'policy', value: JSON.stringify(before) }))
    expect(await putFleet(fleet, { sessionSeconds: 1200 })).toMatchObject({ version: 8, sessionSeconds: 1200 })
    expect(await json(fleet.get('/api/policy'))).toMatchObject({ version: 8, sessionSeconds: 1200 })
  })

  it('is taken with the defaults for the fields that it did not have', async () => {
    const fleet = await testFleet()
    const { version, operatorName, sessionSeconds, termsVersion } = before
    const value = JSON.stringify({ version, operatorName, sessionSeconds, termsVersion })
    await fleet.db.transaction((tx) => tx.insert(setting).values({ name: 'policy', value }))
    expect(await json(fleet.get('/api/policy'))).toEqual(before)
  })
})
