import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { reportSchema } from '../../../contract/report.ts'
import type { Fix } from '../../../contract/trace.ts'
import { hourGroups, lossOf, merge } from '../../../portal/outbox/merge.ts'
import { timedReport, type UntimedReport } from '../../../portal/outbox/timed.ts'
import { aModem, anUplink } from '../../fakes/telemetry.ts'
import { minuteReport } from './reports.ts'

const BOOT = '11111111-1111-4111-8111-111111111111'
const NOWHERE = new Map<string, number>()
const minutes = (count: number) => Array.from({ length: count }, (_, seq) => minuteReport(seq))
const seqs = (groups: UntimedReport[][]) => groups.map((group) => group.map(({ seq }) => seq))
const placed = {
  offsetMs: Date.parse('2026-11-24T14:00:00Z'),
  source: 'ntp',
  estimated: false,
  uncertaintyAt: () => 5,
} as const

describe('minutes that become hours', () => {
  it('are those of one hour of true time', () => {
    const offsets = new Map([[BOOT, Date.parse('2026-11-24T14:57:00Z')]])
    expect(seqs(hourGroups(minutes(6), offsets))).toEqual([
      [0, 1, 2],
      [3, 4, 5],
    ])
  })

  it('are those of one hour since the boot where nobody knows the time', () => {
    expect(hourGroups(minutes(130), NOWHERE).map((group) => group.length)).toEqual([60, 60, 10])
  })

  it.each([
    ['a gap in seq', [minuteReport(0), minuteReport(2)]],
    ['a gap in time', [minuteReport(0), minuteReport(1, { startedUptimeMs: 70_000 })]],
    ['another boot', [minuteReport(0), minuteReport(1, { bootId: '22222222-2222-4222-8222-222222222222' })]],
    ['another protocol', [minuteReport(0, { protocol: '1.1' }), minuteReport(1)]],
  ])('stop at %s', (_, reports) => {
    expect(hourGroups(reports, NOWHERE)).toHaveLength(2)
  })

  it('keep how long sessions lasted and riders took to get online, of all together', () => {
    const lengths = [1, 0, 0, 2, ...Array(11).fill(0)]
    const merged = merge([
      minuteReport(0, { sessionLengths: lengths }),
      minuteReport(1),
      minuteReport(2, { sessionLengths: lengths, connectTimes: [...Array(14).fill(0), 4] }),
      // As a program before protocol 1.5 left it.
      JSON.parse(JSON.stringify(minuteReport(3, { sessionLengths: undefined, connectTimes: undefined } as never))),
    ])
    expect(merged.sessionLengths).toEqual([2, 0, 0, 4, ...Array(11).fill(0)])
    expect(merged.connectTimes).toEqual([...Array(14).fill(0), 4])
    expect(merge(minutes(3))).toMatchObject({ sessionLengths: null, connectTimes: null })
    expect(reportSchema.safeParse(timedReport(merged, placed)).success).toBe(true)
  })

  it('keep riders, sessions and octets by the minute, and their sums', () => {
    const merged = merge(minutes(3))
    expect(merged).toMatchObject({
      seq: 0,
      startedUptimeMs: 0,
      endedUptimeMs: 180_000,
      riders: { connected: 5, peak: 8 },
      sessions: { started: 6, ended: { 'user-request': 3 } },
      octets: { input: 303, output: 3003 },
      merged: [
        [60_000, 5, 6, 2, 100, 1000],
        [120_000, 5, 7, 2, 101, 1001],
        [180_000, 5, 8, 2, 102, 1002],
      ],
    })
    expect(reportSchema.safeParse(timedReport(merged, placed)).success).toBe(true)
  })

  it('add up what the uplink and the modems counted, and keep every word of riders', () => {
    const uplink = (received: number) =>
      anUplink({ octets: { received, sent: 10 }, modems: [aModem('wwan0', { received, sent: 1 })] })
    const problem = { ticket: 'AB12', kind: 'slow' as const, text: 'lento', reportedAt: '2026-11-24T14:00:00.000Z' }
    const merged = merge([
      minuteReport(0, { uplink: uplink(100), problems: [problem] }),
      minuteReport(1, { uplink: uplink(200), dropped: { reports: 3, sessions: 1, octets: { input: 1, output: 2 } } }),
    ])
    expect(merged.uplink).toMatchObject({ upMs: 120_000, octets: { received: 300, sent: 20 } })
    expect(merged.uplink?.modems.map(({ octets }) => octets)).toEqual([{ received: 300, sent: 2 }])
    expect(merged.problems).toEqual([problem])
    expect(merged.dropped).toEqual({ reports: 3, sessions: 1, octets: { input: 1, output: 2 } })
  })

  it('keep the last fix of each minute, and the first one of all', () => {
    const merged = merge([
      minuteReport(0, {
        trace: [
          [1000, 21.1, -101.1, 40],
          [51_000, 21.2, -101.1, null],
        ],
      }),
      minuteReport(1),
      minuteReport(2, {
        trace: [
          [120_001, 21.3, -101.1, -1],
          [180_000, 21.4, -101.1, 90],
        ],
      }),
    ])
    expect(merged.trace).toEqual([
      [1000, 21.1, -101.1, 40],
      [51_000, 21.2, -101.1, null],
      [180_000, 21.4, -101.1, 90],
    ])
  })

  it('may be of a program that knew of no trace', () => {
    const old = minutes(2).map(({ trace: _, signOn: __, ...rest }) => ({ ...rest, protocol: '1.2' })) as UntimedReport[]
    const groups = hourGroups(old, NOWHERE)
    expect(groups).toHaveLength(1)
    expect(reportSchema.parse(timedReport(merge(groups[0] ?? []), placed))).toMatchObject({ trace: [], signOn: null })
  })

  it('stop where the driver signs on to something else', () => {
    const under = (seq: number, tripId: string | null) =>
      minuteReport(seq, { signOn: tripId === null ? null : { routeId: null, blockId: 'B', tripId } })
    const reports = [under(0, null), under(1, null), under(2, 'T1'), under(3, 'T1'), under(4, 'T2')]
    expect(seqs(hourGroups(reports, NOWHERE))).toEqual([[0, 1], [2, 3], [4]])
    expect(merge(reports.slice(2, 4)).signOn).toEqual({ routeId: null, blockId: 'B', tripId: 'T1' })
  })

  it('take a small part of the room', () => {
    const before = minutes(60).reduce((sum, report) => sum + JSON.stringify(report).length, 0)
    expect(before / JSON.stringify(merge(minutes(60))).length).toBeGreaterThan(9)
  })

  it('lose nothing, whatever the reports', () => {
    const anyMinute = fc.record({
      started: fc.nat(50),
      input: fc.nat(1e9),
      output: fc.nat(1e9),
      lengthMs: fc.integer({ min: 1000, max: 600_000 }),
      fixes: fc.uniqueArray(fc.double({ min: 0, max: 1, minExcluded: true, noNaN: true }), { maxLength: 64 }),
    })
    fc.assert(
      fc.property(fc.array(anyMinute, { minLength: 1, maxLength: 200 }), fc.nat(3_600_000), (all, offset) => {
        let uptime = 0
        const reports = all.map(({ started, input, output, lengthMs, fixes }, seq) => {
          const startedUptimeMs = uptime
          uptime += lengthMs
          return minuteReport(seq, {
            startedUptimeMs,
            endedUptimeMs: uptime,
            sessions: { started, ended: {} },
            octets: { input, output },
            trace: [...new Set(fixes.map((share) => startedUptimeMs + Math.ceil(share * lengthMs)))]
              .sort((a, b) => a - b)
              .map((at): Fix => [at, 21, -101, 40]),
          })
        })
        const merged = hourGroups(reports, new Map([[BOOT, offset]])).map(merge)
        expect(lossOf(merged)).toEqual(lossOf(reports))
        expect(merged.every((report) => reportSchema.safeParse(timedReport(report, placed)).success)).toBe(true)
      }),
    )
  })
})
