import { describe, expect, it, vi } from 'vitest'
import { DEFAULT_POLICY, type Policy } from '../../contract/policy.ts'
import { DEFAULT_CONTENT } from '../../contract/policy-layers.ts'
import { riderProblem } from '../../db/fleet/schema.ts'
import { wantedPolicies, wantedPolicy } from '../../fleet-api/policies.ts'
import { contentHash } from '../../fleet-api/rules/policy-content.ts'
import { ticketId } from '../../fleet-api/rules/ticket-id.ts'
import { NOW, type TestFleet, testFleet } from '../fakes/fleet.ts'

const AT = Date.parse('2026-11-24T14:00:30Z')
/** Riders of a gateway have reported these, each a minute after the one before. */
async function reports(fleet: TestFleet, gatewayId: string, ...kinds: (typeof riderProblem.$inferInsert)['kind'][]) {
  const open = { routeId: 'T1', text: '', receivedAt: AT, answeredAt: null, answeredBy: null, answer: null, note: null }
  const rows = kinds.map((kind, n) => ({ ...open, gatewayId, kind, ticket: `AAA${n}`, reportedAt: AT + n * 60_000 }))
  await fleet.db.transaction((tx) => tx.insert(riderProblem).values(rows))
  return rows.map((row) => ticketId(row))
}
const fixed = (fleet: TestFleet, id = '') =>
  fleet.as('operator', 'POST', `/api/tickets/${id}/answer`, { answer: 'fixed' })
const pull = async (fleet: TestFleet, credential: string) =>
  (await (await fleet.asGateway(credential, 'GET', '/v1/policy')).json()) as Policy
const wanted = async (fleet: TestFleet, credential: string) =>
  ((await (await fleet.send(credential, [])).json()) as { policyVersion: number }).policyVersion
const SLOW = { kind: 'slow', on: '2026-11-24', site: 'vehicle' }

describe('what was mended', () => {
  it('is in the policy of its gateway at once, and in no other', async () => {
    const fleet = await testFleet()
    const [bus1, bus2] = [await fleet.enrol('bus-1', 'T1'), await fleet.enrol('bus-2', 'T1')]
    const [id] = await reports(fleet, 'bus-1', 'slow')
    expect([await wanted(fleet, bus1), await wanted(fleet, bus2)]).toEqual([1, 1])
    await fixed(fleet, id)
    expect([await wanted(fleet, bus1), await wanted(fleet, bus2)]).toEqual([2, 1])
    expect((await pull(fleet, bus1)).fixed).toEqual([SLOW])
    expect((await pull(fleet, bus2)).fixed).toEqual([])
  })

  it('is known to another process of the same fleet at once', async () => {
    const fleet = await testFleet()
    const bus = await fleet.enrol('bus-1', 'T1')
    const [id] = await reports(fleet, 'bus-1', 'slow')
    const other = await testFleet({ databaseUrl: fleet.databaseUrl, isNew: false })
    expect(await wanted(other, bus)).toBe(1)
    await fixed(fleet, id)
    expect(await wanted(other, bus)).toBe(2)
    await other.as('operator', 'POST', `/api/tickets/${id}/reopen`)
    expect(await wanted(fleet, bus)).toBe(1)
  })

  it('is one entry a kind, of the newest day, in one order', async () => {
    const fleet = await testFleet()
    const bus = await fleet.enrol('bus-1', 'T1')
    const [slow1, other, slow2] = await reports(fleet, 'bus-1', 'slow', 'other', 'slow')
    await fixed(fleet, other)
    await fixed(fleet, slow1)
    fleet.setNow('2026-11-26T14:30:00Z')
    await fixed(fleet, slow2)
    expect((await pull(fleet, bus)).fixed).toEqual([
      { ...SLOW, on: '2026-11-26' },
      { ...SLOW, kind: 'other' },
    ])
  })

  it('is dated by the city’s calendar: in the evening it is still today', async () => {
    const fleet = await testFleet()
    const bus = await fleet.enrol('bus-1', 'T1')
    const [id] = await reports(fleet, 'bus-1', 'slow')
    fleet.setNow('2026-11-25T01:00:00Z')
    await fixed(fleet, id)
    expect((await pull(fleet, bus)).fixed).toEqual([SLOW])
  })

  it('goes by itself after a week', async () => {
    const fleet = await testFleet()
    const bus = await fleet.enrol('bus-1', 'T1')
    const [id] = await reports(fleet, 'bus-1', 'slow')
    await fixed(fleet, id)
    fleet.setNow('2026-12-01T14:29:59Z')
    expect(await wanted(fleet, bus)).toBe(2)
    fleet.setNow('2026-12-01T14:30:00Z')
    expect(await wanted(fleet, bus)).toBe(1)
  })

  it.each(['not-found', 'duplicate'])('is not what was answered %s', async (answer) => {
    const fleet = await testFleet()
    const bus = await fleet.enrol('bus-1', 'T1')
    const [id] = await reports(fleet, 'bus-1', 'slow')
    await fleet.as('operator', 'POST', `/api/tickets/${id}/answer`, { answer })
    expect(await wanted(fleet, bus)).toBe(1)
  })

  it('is one policy, of one number, for gateways that share their layers and of which the same is told', async () => {
    const fleet = await testFleet()
    const buses = [await fleet.enrol('bus-1', 'T1'), await fleet.enrol('bus-2', 'T2')]
    for (const gatewayId of ['bus-1', 'bus-2']) await fixed(fleet, (await reports(fleet, gatewayId, 'slow'))[0])
    expect(await Promise.all(buses.map((bus) => wanted(fleet, bus)))).toEqual([2, 2])
  })

  it('costs a query for the fleet, not for each gateway', async () => {
    const fleet = await testFleet()
    await fleet.enrol('bus-1', 'T1')
    const [id] = await reports(fleet, 'bus-1', 'slow')
    await fixed(fleet, id)
    const places = Array.from({ length: 1750 }, (_, n) => ({ gatewayId: `bus-${n}`, routeId: 'T1' }))
    const select = vi.spyOn(fleet.db, 'select')
    const all = await wantedPolicies(fleet.db, places, Date.parse(NOW))
    expect([all.get('bus-0')?.policy.version, all.get('bus-1')?.policy.version]).toEqual([1, 2])
    expect(select.mock.calls.length).toBeLessThan(12)
    select.mockClear()
    await wantedPolicies(fleet.db, places, Date.parse(NOW))
    expect(select.mock.calls.length).toBe(0)
  })

  it('gives a gateway time to follow, whether it begins, ends or is taken back', async () => {
    const fleet = await testFleet()
    await fleet.enrol('bus-1', 'T1')
    await fleet.enrol('bus-2', 'T1')
    const since = async (gatewayId: string, at: string) =>
      new Date((await wantedPolicy(fleet.db, { gatewayId, routeId: 'T1' }, Date.parse(at))).since).toISOString()
    expect(await since('bus-1', NOW)).toBe('2026-11-24T14:30:00.000Z')
    const [slow1, slow2] = await reports(fleet, 'bus-1', 'slow', 'slow')
    const [slow3] = await reports(fleet, 'bus-2', 'slow')
    fleet.setNow('2026-11-25T08:00:00Z')
    await fixed(fleet, slow3)
    expect(await since('bus-2', '2026-11-25T08:00:00Z')).toBe('2026-11-25T08:00:00.000Z')
    fleet.setNow('2026-11-25T09:00:00Z')
    await fixed(fleet, slow1)
    // The policy was made for the other bus an hour before.
    expect(await since('bus-1', '2026-11-25T09:20:00Z')).toBe('2026-11-25T09:00:00.000Z')
    fleet.setNow('2026-11-25T10:00:00Z')
    await fleet.as('operator', 'POST', `/api/tickets/${slow1}/reopen`)
    expect(await since('bus-1', '2026-11-25T10:20:00Z')).toBe('2026-11-25T10:00:00.000Z')
    fleet.setNow('2026-11-25T11:00:00Z')
    await fixed(fleet, slow2)
    expect(await since('bus-1', '2026-12-02T11:20:00Z')).toBe('2026-12-02T11:00:00.000Z')
    expect(await since('bus-3', '2026-12-02T11:20:00Z')).toBe('2026-11-24T14:30:00.000Z')
  })

  it('and terms that there are none of leave a policy the number that it had before they were known of', () => {
    // By the fleet of protocol 1.3.
    expect([contentHash(DEFAULT_CONTENT), contentHash({ ...DEFAULT_CONTENT, sessionSeconds: 900 })]).toEqual([
      'Po_FtepN28ZCtzrJHcAuOppLMc25NFPxaEb5SeMCrzk',
      '6rwzm8Pg7_hHL7d4BoByKPV4y5e0n734jYeyvC_z1gY',
    ])
  })

  it('lies over the layers, and can be asked for by none', async () => {
    const fleet = await testFleet()
    const bus = await fleet.enrol('bus-1', 'T1')
    const [id] = await reports(fleet, 'bus-1', 'no-internet')
    await fixed(fleet, id)
    await fleet.as('admin', 'PUT', '/api/policy/routes/T1', { sessionSeconds: 900 })
    const expected = { sessionSeconds: 900, fixed: [{ ...SLOW, kind: 'no-internet' }] }
    expect(await pull(fleet, bus)).toMatchObject(expected)
    const { version: _version, ...content } = { ...DEFAULT_POLICY, fixed: [SLOW] }
    await fleet.as('admin', 'PUT', '/api/policy', content)
    expect(((await (await fleet.get('/api/policy')).json()) as Policy).fixed).toEqual([])
    expect((await fleet.as('admin', 'PUT', '/api/policy/routes/T1', { fixed: [SLOW] })).status).toBe(400)
  })
})
