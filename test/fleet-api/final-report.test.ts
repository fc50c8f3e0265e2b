import { describe, expect, it } from 'vitest'
import { publishDue } from '../../fleet-api/report/publish.ts'
import { aMergedReport, aReport, testFleet } from '../fakes/fleet.ts'
import { ask, boot, upkeep } from '../fakes/official.ts'

describe('the report of a month that is final', () => {
  const OCTOBER = 'month=2026-10'
  /** A fleet whose October has become final with 120 sessions on T1 and 60 on T2. */
  async function finalFleet() {
    const { fleet, one, two } = await openFleet()
    expect(await ask(fleet, OCTOBER)).toMatchObject({ state: 'provisional', revision: null })
    await upkeep(fleet, '2026-11-08T10:00:00Z')
    return { fleet, one, two }
  }

  /** The same, a minute before. */
  async function openFleet() {
    const fleet = await testFleet()
    const [one, two] = [await fleet.enrol('bus-1', 'T1'), await fleet.enrol('bus-2', 'T2')]
    await fleet.send(one, [aMergedReport(0, '2026-10-20T14:00:00Z', Array(60).fill(12))])
    await fleet.send(two, [aMergedReport(0, '2026-10-20T14:00:00Z', Array(30).fill(20))])
    await upkeep(fleet, '2026-10-24T12:00:00Z')
    await upkeep(fleet, '2026-11-08T05:59:00Z')
    return { fleet, one, two }
  }

  it('keeps it, with a digest of what it was made of, and writes that down', async () => {
    const { fleet } = await finalFleet()
    const report = await ask(fleet, OCTOBER)
    expect(report).toMatchObject({
      state: 'final',
      revision: 0,
      revisions: [{ revision: 0, madeAt: '2026-11-08T04:00:00-06:00', reason: null }],
      city: { sessions: 180 },
      inputsDigest: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
    expect(await (await fleet.get('/api/reports/months')).json()).toEqual({
      months: [
        {
          month: '2026-11',
          state: 'provisional',
          revision: null,
          sessions: null,
          availability: null,
          completeness: null,
        },
        { month: '2026-10', state: 'final', revision: 0, sessions: 180, availability: null, completeness: 1 },
      ],
    })
    const audit = (await (await fleet.as('admin', 'GET', '/api/audit?target=report')).json()) as {
      entries: unknown[]
    }
    expect(audit.entries).toMatchObject([
      { action: 'report final', actor: { kind: 'schedule' }, target: { kind: 'report', id: '2026-10' } },
    ])
  })

  it('holds what came late while another process made it final: it is corrected, and not added to in silence', async () => {
    const { fleet, two } = await openFleet()
    fleet.setNow('2026-11-08T05:30:00Z')
    const more = { sessions: { started: 12, ended: {} } }
    await fleet.send(two, [aReport(0, '2026-10-30T14:00:00Z', { bootId: boot(2), ...more })])
    const others = [() => upkeep(fleet, '2026-11-08T07:00:00Z')]
    const breathe = async () => others.pop()?.()
    const [now, stopping] = [Date.parse('2026-11-08T07:00:00Z'), () => false]
    await publishDue({ db: fleet.db, now, breathe, stopping })
    expect(await ask(fleet, OCTOBER)).toMatchObject({ revision: 0, city: { sessions: 180 } })
    await upkeep(fleet, '2026-11-08T07:30:00Z')
    expect(await ask(fleet, OCTOBER)).toMatchObject({ revision: 1, city: { sessions: 192 } })
  })

  it('is made once by processes that do so at the same moment', async () => {
    const { fleet } = await openFleet()
    const at = '2026-11-08T10:00:00Z'
    await upkeep(fleet, '2026-11-08T05:59:30Z')
    await Promise.all([upkeep(fleet, at), upkeep(fleet, at), upkeep(fleet, at)])
    expect(await ask(fleet, OCTOBER)).toMatchObject({ revision: 0, revisions: [{ reason: null }] })
  })

  it('never changes it for less than ten sessions that came late: those are told with the month that is open', async () => {
    const { fleet, two } = await finalFleet()
    const before = await ask(fleet, OCTOBER)
    fleet.setNow('2026-11-10T15:00:00Z')
    const few = { sessions: { started: 9, ended: {} } }
    await fleet.send(two, [aReport(0, '2026-10-30T14:00:00Z', { bootId: boot(2), ...few })])
    await fleet.send(two, [aReport(0, '2026-11-10T14:00:00Z', { bootId: boot(3), ...few })])
    await upkeep(fleet, '2026-11-11T10:00:00Z')
    expect(await ask(fleet, OCTOBER)).toEqual(before)
    expect((await ask(fleet, 'month=2026-11')).city).toMatchObject({ sessions: 18 })
  })

  it('corrects it for ten that came late, says why, and keeps what it was', async () => {
    const { fleet, two } = await finalFleet()
    const before = await ask(fleet, OCTOBER)
    await fleet.as('admin', 'PUT', '/api/settings/assumptions', {
      savingsPerConnection: 20,
      currency: 'MXN',
      costPerMonth: 1000,
      source: 'Another',
    })
    fleet.setNow('2026-11-10T15:00:00Z')
    const more = { sessions: { started: 25, ended: {} } }
    await fleet.send(two, [aReport(0, '2026-10-30T14:00:00Z', { bootId: boot(2), ...more })])
    await upkeep(fleet, '2026-11-11T10:00:00Z')
    const reason = 'Llegaron reportes tarde: conexiones ruta 2 +25. / Reports came late: sessions route 2 +25.'
    const revisions = [
      { revision: 0, madeAt: '2026-11-08T04:00:00-06:00', reason: null },
      { revision: 1, madeAt: '2026-11-11T04:00:00-06:00', reason },
    ]
    const after = await ask(fleet, OCTOBER)
    expect(after).toMatchObject({ revision: 1, revisions, city: { sessions: 205, savings: 205 * 17.5 } })
    expect(after.inputsDigest).not.toBe(before.inputsDigest)
    expect(await ask(fleet, `${OCTOBER}&revision=0`)).toEqual({ ...before, revisions })
    expect((await fleet.get(`/api/reports/city?${OCTOBER}&revision=2`)).status).toBe(404)
    await upkeep(fleet, '2026-11-12T10:00:00Z')
    expect((await ask(fleet, OCTOBER)).revision).toBe(1)
  })

  it('corrects it where an operator has told anew on which route a vehicle was', async () => {
    const { fleet } = await finalFleet()
    const told = await fleet.as('operator', 'PUT', '/api/gateways/bus-1/routes', {
      from: '2026-10-20T14:00:00Z',
      to: '2026-10-20T14:30:00Z',
      routeId: 'T2',
    })
    expect(told.status).toBe(200)
    await upkeep(fleet, '2026-11-09T10:00:00Z')
    expect(await ask(fleet, OCTOBER)).toMatchObject({
      revision: 1,
      city: { sessions: 180 },
      routes: [
        { routeId: 'T1', sessions: 60 },
        { routeId: 'T2', sessions: 120 },
      ],
      revisions: [
        { revision: 0 },
        {
          revision: 1,
          reason:
            'El operador corrigió la ruta de bus-1: conexiones ruta 1 −60, ruta 2 +60. / The operator corrected the route of bus-1: sessions route 1 −60, route 2 +60.',
        },
      ],
    })
  })
})
