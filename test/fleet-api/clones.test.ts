import { describe, expect, it } from 'vitest'
import type { ReportInput } from '../../contract/report.ts'
import { gateway } from '../../db/fleet/schema.ts'
import { byCommandLine } from '../../fleet-api/audit.ts'
import { newCode } from '../../fleet-api/gateways.ts'
import { ranTogether } from '../../fleet-api/rules/clones.ts'
import { aReport, type TestFleet, testFleet } from '../fakes/fleet.ts'

const A = '11111111-1111-4111-8111-111111111111'
const B = '22222222-2222-4222-8222-222222222222'
const SENT = '2026-11-24T20:00:00Z'

/** Reports of a boot, minute by minute, from `first` on. */
function minutes(bootId: string, first: string, count: number, more: Partial<ReportInput> = {}): ReportInput[] {
  return Array.from({ length: count }, (_, minute) =>
    aReport(minute, new Date(Date.parse(first) + minute * 60_000).toISOString(), { bootId, ...more }),
  )
}

async function enrolled(): Promise<{ fleet: TestFleet; bus: string; notices: () => Promise<string[]> }> {
  const fleet = await testFleet()
  const bus = await fleet.enrol('bus-1', 'T1')
  fleet.setNow(SENT)
  const notices = async () => ((await (await fleet.get('/api/gateways/bus-1')).json()) as { notices: string[] }).notices
  return { fleet, bus, notices }
}

describe('two gateways with one credential', () => {
  it('are noticed when two boots of one gateway ran at the same time for more than two minutes', async () => {
    const { fleet, bus, notices } = await enrolled()
    await fleet.send(bus, minutes(A, '2026-11-24T15:00:00Z', 10))
    expect(await notices()).toEqual([])
    await fleet.send(bus, minutes(B, '2026-11-24T15:07:00Z', 10))
    expect(await notices()).toEqual(['cloned'])
  })

  it('are noticed when both report live, one minute at a time', async () => {
    const { fleet, bus, notices } = await enrolled()
    const a = minutes(A, '2026-11-24T15:00:00Z', 8)
    const b = minutes(B, '2026-11-24T15:00:30Z', 8)
    const seen: string[][] = []
    for (const minute of [0, 1, 2, 3]) {
      await fleet.send(bus, [a[minute]])
      await fleet.send(bus, [b[minute]])
      seen.push(await notices())
    }
    expect(seen).toEqual([[], [], ['cloned'], ['cloned']])
  })

  it('are noticed on different routes and from late reports of an hour long ago', async () => {
    const { fleet, bus, notices } = await enrolled()
    await fleet.send(bus, minutes(A, '2026-11-24T15:00:00Z', 60))
    await fleet.send(bus, minutes(B, '2026-11-24T19:00:00Z', 10))
    await fleet.db.transaction((tx) => tx.update(gateway).set({ routeId: 'T2' }))
    await fleet.send(
      bus,
      minutes(B, '2026-11-24T15:20:00Z', 3).map((report, i) => ({ ...report, seq: 100 + i })),
    )
    expect(await notices()).toEqual(['cloned'])
  })

  it('are not told apart by two minutes: so much may clocks be off', async () => {
    const { fleet, bus, notices } = await enrolled()
    await fleet.send(bus, minutes(A, '2026-11-24T15:00:00Z', 10))
    await fleet.send(bus, minutes(B, '2026-11-24T15:08:00Z', 10))
    expect(await notices()).toEqual([])
  })

  it('are no boot that is sent late, after the boot that followed it', async () => {
    const { fleet, bus, notices } = await enrolled()
    await fleet.send(bus, minutes(B, '2026-11-24T16:00:00Z', 30))
    await fleet.send(bus, minutes(A, '2026-11-24T15:00:00Z', 60))
    expect(await notices()).toEqual([])
  })

  it('are no database that was begun anew in the middle of a boot, nor the first one when it comes back', async () => {
    const { fleet, bus, notices } = await enrolled()
    const first = minutes(A, '2026-11-24T15:00:00Z', 30)
    await fleet.send(bus, first.slice(0, 10))
    await fleet.send(bus, minutes(B, '2026-11-24T15:10:00Z', 10))
    await fleet.send(bus, first.slice(20))
    expect(await notices()).toEqual([])
  })

  it.each<[string, ReportInput['clock']]>([
    ['an estimated time', { source: 'system', uncertaintyMs: 20_000, estimated: true }],
    ['a clock of no known source', { source: 'system', uncertaintyMs: null }],
    ['a clock that may be off by more than a minute', { source: 'fleet', uncertaintyMs: 60_001 }],
  ])('are not told by %s', async (_what, clock) => {
    const { fleet, bus, notices } = await enrolled()
    await fleet.send(bus, minutes(B, '2026-11-24T15:00:00Z', 10, { clock }))
    await fleet.send(bus, minutes(A, '2026-11-24T15:00:00Z', 10))
    expect(await notices()).toEqual([])
  })

  it('are not told by what was counted before the credential came into use', async () => {
    const { fleet, bus, notices } = await enrolled()
    await fleet.send(bus, minutes(A, '2026-11-24T14:00:00Z', 30))
    await fleet.send(bus, minutes(B, '2026-11-24T14:00:00Z', 30))
    expect(await notices()).toEqual([])
  })

  it('are not the same boot id on two gateways', async () => {
    const { fleet, bus, notices } = await enrolled()
    const other = await fleet.enrol('bus-2', 'T1')
    await fleet.send(other, minutes(A, '2026-11-24T15:00:00Z', 10))
    await fleet.send(bus, minutes(B, '2026-11-24T15:00:00Z', 10))
    expect(await notices()).toEqual([])
  })

  it('stay noticed until the credential is renewed, and old reports do not bring the notice back', async () => {
    const { fleet, bus, notices } = await enrolled()
    await fleet.send(bus, minutes(A, '2026-11-24T15:00:00Z', 10))
    await fleet.send(bus, minutes(B, '2026-11-24T15:00:00Z', 10))
    const { credential } = await (await fleet.asGateway(bus, 'POST', '/v1/credential')).json()
    expect(await notices()).toEqual(['cloned'])
    await fleet.send(credential, [])
    expect(await notices()).toEqual([])
    const late = minutes(B, '2026-11-24T15:10:00Z', 3).map((report, i) => ({ ...report, seq: 50 + i }))
    await fleet.send(credential, late)
    expect(await notices()).toEqual([])
  })

  it('stay noticed until there is a new enrolment', async () => {
    const { fleet, bus, notices } = await enrolled()
    await fleet.send(bus, minutes(A, '2026-11-24T15:00:00Z', 10))
    await fleet.send(bus, minutes(B, '2026-11-24T15:00:00Z', 10))
    const { code } = await newCode(fleet.db, 'bus-1', byCommandLine(Date.parse(SENT)))
    expect(await notices()).toEqual(['cloned'])
    await fleet.post('/v1/enrol', { code, software: 'abordo test' })
    expect(await notices()).toEqual([])
  })
})

describe('running together', () => {
  const at = (from: number, to: number) => ({ startedAt: from * 1000, endedAt: to * 1000 })

  it('is added up over all intervals, in whatever order', () => {
    expect(ranTogether([at(60, 120), at(0, 60), at(120, 180)], [at(30, 151)])).toBe(true)
    expect(ranTogether([at(60, 120), at(0, 60), at(120, 180)], [at(30, 150)])).toBe(false)
  })

  it('is nothing where one pauses while the other runs', () => {
    expect(ranTogether([at(0, 600), at(1200, 1800)], [at(600, 1200)])).toBe(false)
    expect(ranTogether([], [at(0, 600)])).toBe(false)
  })
})
