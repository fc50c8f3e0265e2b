import { describe, expect, it } from 'vitest'
import { DEFAULT_POLICY, type Policy } from '../../contract/policy.ts'
import { type TestFleet, testFleet } from '../fakes/fleet.ts'

const { version: _version, termsText: _termsText, fixed: _fixed, ...ASKED } = DEFAULT_POLICY
const NEW = { version: '2027-01', es: '# Servicio\n\nEs gratis.', en: '# Service\n\nIt is free.' }
const add = (fleet: TestFleet, terms: object = NEW) => fleet.as('admin', 'POST', '/api/terms', terms)
const askFor = (fleet: TestFleet, termsVersion: string) =>
  fleet.as('admin', 'PUT', '/api/policy', { ...ASKED, termsVersion })
const list = async (fleet: TestFleet) => (await fleet.get('/api/terms')).json()
const policy = async (fleet: TestFleet) => (await (await fleet.get('/api/policy')).json()) as Policy

describe('terms of use', () => {
  it('are added, and listed with the version that is in force, the newest first', async () => {
    const fleet = await testFleet()
    expect(await list(fleet)).toEqual({ inForce: '2026-11', versions: [] })
    const first = { ...NEW, madeAt: '2026-11-24T14:30:00.000Z' }
    expect(await (await add(fleet)).json()).toEqual(first)
    fleet.setNow('2026-11-25T14:30:00Z')
    const second = { version: '2027-02', es: 'Es gratis.', en: 'Free.' }
    await add(fleet, { ...second, es: '  Es gratis.\n' })
    expect(await list(fleet)).toEqual({
      inForce: '2026-11',
      versions: [{ ...second, madeAt: '2026-11-25T14:30:00.000Z' }, first],
    })
  })

  it('are in the policy once its termsVersion names them, under another number', async () => {
    const fleet = await testFleet()
    await add(fleet)
    expect(await policy(fleet)).toMatchObject({ version: 1, termsVersion: '2026-11', termsText: null })
    await askFor(fleet, '2027-01')
    const asked = { version: 2, termsVersion: '2027-01', termsText: { es: NEW.es, en: NEW.en } }
    expect(await policy(fleet)).toMatchObject(asked)
    expect(await list(fleet)).toMatchObject({ inForce: '2027-01' })
    await askFor(fleet, '2026-11')
    expect(await policy(fleet)).toMatchObject({ version: 1, termsText: null })
    await askFor(fleet, '2027-01')
    expect(await policy(fleet)).toMatchObject(asked)
  })

  it('reach the gateways of a route, where the route asks for them', async () => {
    const fleet = await testFleet()
    const [bus1, bus2] = [await fleet.enrol('bus-1', 'T1'), await fleet.enrol('bus-2', 'T2')]
    await add(fleet)
    await fleet.as('admin', 'PUT', '/api/policy/routes/T1', { termsVersion: '2027-01' })
    const pull = async (credential: string) =>
      ((await (await fleet.asGateway(credential, 'GET', '/v1/policy')).json()) as Policy).termsText
    expect([await pull(bus1), await pull(bus2)]).toEqual([{ es: NEW.es, en: NEW.en }, null])
  })

  it('are never changed', async () => {
    const fleet = await testFleet()
    await add(fleet)
    const again = await add(fleet, { ...NEW, es: 'Otra cosa.' })
    expect(again.status).toBe(400)
    expect(await again.json()).toMatchObject({
      detail: 'version: there is a version 2027-01 already: give this one another name.',
    })
    expect((await list(fleet)).versions).toMatchObject([NEW])
  })

  it('take no version under which riders have accepted other words', async () => {
    const fleet = await testFleet()
    await fleet.as('admin', 'PUT', '/api/policy/routes/T1', { termsVersion: '2026-12' })
    for (const version of ['2026-11', '2026-12']) {
      const refused = await add(fleet, { ...NEW, version })
      expect(refused.status).toBe(400)
      expect(((await refused.json()) as { detail: string }).detail).toContain(
        `riders accept other words under ${version}`,
      )
    }
    expect((await list(fleet)).versions).toEqual([])
  })

  it.each([
    ['without English', { version: '2027-01', es: 'Es gratis.' }],
    ['with an empty text', { ...NEW, en: '  ' }],
    ['too long', { ...NEW, es: 'x'.repeat(12_001) }],
    ['without a version', { ...NEW, version: ' ' }],
    ['with a field too many', { ...NEW, fr: 'Gratuit.' }],
  ])('are refused %s', async (_, terms) => {
    const fleet = await testFleet()
    expect((await add(fleet, terms)).status).toBe(400)
  })

  it.each([
    ['operator', 403],
    ['official', 403],
    ['admin', 200],
  ] as const)('of an %s are answered with %i', async (role, status) => {
    const fleet = await testFleet()
    expect((await fleet.as(role, 'POST', '/api/terms', NEW)).status).toBe(status)
    expect((await fleet.as(role, 'GET', '/api/terms')).status).toBe(200)
  })

  it('are told in the audit log by their version and length', async () => {
    const fleet = await testFleet()
    await add(fleet)
    const log = (await (await fleet.as('admin', 'GET', '/api/audit?limit=1')).json()) as { entries: object[] }
    expect(log.entries).toMatchObject([
      { action: 'terms add', target: { kind: 'terms', id: '2027-01' }, details: { es: 22, en: 22 } },
    ])
  })
})
