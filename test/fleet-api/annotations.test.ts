import { describe, expect, it } from 'vitest'
import type { AnnotationsAnswer } from '../../contract/annotations.ts'
import { feed } from '../../db/fleet/schema.ts'
import { policyChanges } from '../../fleet-api/rules/annotations.ts'
import { type TestFleet, testFleet } from '../fakes/fleet.ts'

const POLICY = { operatorName: 'WiFi', sessionSeconds: 3600, termsVersion: '1' }
const DAY = 'from=2026-11-24T00:00:00-06:00&to=2026-11-25T00:00:00-06:00'

async function asked({ get }: TestFleet, query = DAY): Promise<AnnotationsAnswer> {
  const answer = await get(`/api/annotations?${query}`)
  expect(answer.status).toBe(200)
  return answer.json()
}

/** Asks for a change of the policy at a time. */
async function change(fleet: TestFleet, at: string, method: 'PUT' | 'DELETE', path: string, body?: object) {
  fleet.setNow(at)
  expect((await fleet.as('admin', method, path, body)).status).toBe(200)
}

describe('GET /api/annotations', () => {
  it('tells when a feed went into use, and what it changed', async () => {
    const fleet = await testFleet()
    const summary = {
      sha256: 'x',
      feedVersion: '2026-11',
      counts: {},
      skipped: {},
      agencies: [],
      timezone: 'America/Mexico_City',
      startDate: null,
      endDate: null,
      expired: false,
      routes: { added: ['T3'], changed: ['T1', 'T2'], removed: [] },
      stops: { added: 0, changed: 0, removed: 0 },
      shapes: { added: 0, removed: 0 },
      trips: { before: 100, after: 120 },
      warnings: [],
      warningsTotal: 0,
    }
    const common = { sha256: 'x', importedAt: 0, feedVersion: '2026-11', startDate: null, endDate: null }
    await fleet.db.transaction(async (tx) => {
      await tx.insert(feed).values([
        { ...common, state: 'retired', liveAt: Date.parse('2026-11-24T12:00:00Z'), summary },
        { ...common, state: 'retired', liveAt: Date.parse('2026-11-24T13:00:00Z'), feedVersion: null },
        { ...common, state: 'staged', summary },
      ])
    })
    expect(await asked(fleet)).toEqual({
      annotations: [
        {
          kind: 'feed',
          at: '2026-11-24T06:00:00-06:00',
          feedId: 2,
          feedVersion: '2026-11',
          changes: { routes: { added: 1, changed: 2, removed: 0 }, trips: { before: 100, after: 120 } },
        },
        { kind: 'feed', at: '2026-11-24T07:00:00-06:00', feedId: 3, feedVersion: null, changes: null },
      ],
      more: false,
    })
  })

  it('tells what was asked of the fleet, of a route and of gateways, without by whom', async () => {
    const fleet = await testFleet()
    await fleet.enrol('bus-1', 'T1')
    await fleet.enrol('bus-2', 'T1')
    await change(fleet, '2026-11-23T12:00:00Z', 'PUT', '/api/policy', POLICY)
    await change(fleet, '2026-11-24T12:00:00Z', 'PUT', '/api/policy', { ...POLICY, idleSeconds: 600 })
    await change(fleet, '2026-11-24T13:00:00Z', 'PUT', '/api/policy/gateways/bus-1', { sessionSeconds: 900 })
    await change(fleet, '2026-11-24T13:01:00Z', 'PUT', '/api/policy/gateways/bus-2', { sessionSeconds: 900 })
    await change(fleet, '2026-11-24T14:00:00Z', 'PUT', '/api/policy/routes/T1', { sessionSeconds: 600 })
    await change(fleet, '2026-11-24T15:00:00Z', 'DELETE', '/api/policy/routes/T1')
    const answer = await asked(fleet)
    const policy = { kind: 'policy', change: 'set', count: 1, fields: ['sessionSeconds'] }
    expect(answer.annotations).toEqual([
      { ...policy, at: '2026-11-24T06:00:00-06:00', scope: 'fleet', ids: [], fields: ['idleSeconds'] },
      { ...policy, at: '2026-11-24T07:00:00-06:00', scope: 'gateway', ids: ['bus-1', 'bus-2'], count: 2 },
      { ...policy, at: '2026-11-24T08:00:00-06:00', scope: 'route', ids: ['T1'] },
      { ...policy, at: '2026-11-24T09:00:00-06:00', scope: 'route', ids: ['T1'], change: 'clear' },
    ])
    expect(JSON.stringify(answer)).not.toMatch(/test|admin|token/)
  })

  it('is of the range alone: its start is in it, its end is not', async () => {
    const fleet = await testFleet()
    await change(fleet, '2026-11-24T12:00:00Z', 'PUT', '/api/policy', { ...POLICY, idleSeconds: 600 })
    await change(fleet, '2026-11-24T13:00:00Z', 'PUT', '/api/policy', { ...POLICY, idleSeconds: 900 })
    const { annotations } = await asked(fleet, 'from=2026-11-24T12:00:00Z&to=2026-11-24T13:00:00Z')
    expect(annotations.map(({ at }) => at)).toEqual(['2026-11-24T06:00:00-06:00'])
  })

  it('says that there was more where it leaves the oldest out', async () => {
    const fleet = await testFleet()
    const common = { state: 'retired' as const, sha256: 'x', importedAt: 0, feedVersion: null }
    const start = Date.parse('2026-11-24T12:00:00Z')
    const many = Array.from({ length: 201 }, (_, i) => ({ ...common, liveAt: start + i * 60_000 }))
    await fleet.db.transaction(async (tx) => void (await tx.insert(feed).values(many)))
    const { annotations, more } = await asked(fleet)
    expect([annotations.length, annotations[0]?.at, more]).toEqual([200, '2026-11-24T06:01:00-06:00', true])
  })

  it.each([
    ['from=2026-11-25T00:00:00Z&to=2026-11-24T00:00:00Z', 400, 'to: has to be after from'],
    ['from=yesterday&to=2026-11-24T00:00:00Z', 400, 'from: Invalid ISO datetime'],
    ['from=2016-11-25T00:00:00Z&to=2026-11-24T00:00:00Z', 422, 'Ask for at most 1098 days.'],
  ])('refuses %s', async (query, status, detail) => {
    const { get } = await testFleet()
    const answer = await get(`/api/annotations?${query}`)
    expect([answer.status, ((await answer.json()) as { detail: string }).detail]).toEqual([status, detail])
  })
})

describe('changes of the policy that belong together', () => {
  const deed = (minute: number, targetId: string, more: { action?: string; details?: object } = {}) =>
    ({
      at: minute * 60_000,
      action: 'policy set',
      targetId,
      details: { idleSeconds: [null, 60] },
      ...more,
    }) as Parameters<typeof policyChanges>[0][number]

  it('a list of gateways that somebody goes through is one change, as long as none comes much later', () => {
    const deeds = [deed(0, 'gateway a'), deed(9, 'gateway b'), deed(18, 'gateway a'), deed(40, 'gateway c')]
    expect(policyChanges(deeds).map(({ at, ids, count }) => [at, ids, count])).toEqual([
      [0, ['a', 'b'], 2],
      [2_400_000, ['c'], 1],
    ])
  })

  it('other fields, another kind of change or a route are changes of their own', () => {
    const deeds = [
      deed(0, 'gateway a'),
      deed(1, 'gateway b', { details: { quotaOctets: [null, 5] } }),
      deed(2, 'gateway c', { action: 'policy clear' }),
      deed(3, 'route a'),
    ]
    expect(policyChanges(deeds).map(({ scope, change, ids }) => [scope, change, ids])).toEqual([
      ['gateway', 'set', ['a']],
      ['gateway', 'set', ['b']],
      ['gateway', 'clear', ['c']],
      ['route', 'set', ['a']],
    ])
  })

  it('two changes of the whole fleet stay two, and of many gateways ten are named', () => {
    expect(policyChanges([deed(0, 'fleet'), deed(1, 'fleet')]).map(({ count, ids }) => [count, ids])).toEqual([
      [1, []],
      [1, []],
    ])
    const many = Array.from({ length: 30 }, (_, i) => deed(0, `gateway bus-${i}`))
    expect(policyChanges(many).map(({ count, ids }) => [count, ids.length])).toEqual([[30, 10]])
  })
})
