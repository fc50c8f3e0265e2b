import { describe, expect, it } from 'vitest'
import type { MergedMinute, ReportInput } from '../../contract/report.ts'
import { report, routeMinute } from '../../db/fleet/schema.ts'
import { totals } from '../../fleet-api/queries/reports.ts'
import { aMergedReport, aReport, testFleet } from '../fakes/fleet.ts'

const verdicts = async (answer: Response) => ((await answer.json()) as { verdicts: unknown[] }).verdicts
const ms = (iso: string) => Date.parse(iso)

describe('a merged report', () => {
  it('is stored as the minutes that it stands for, each with its own identity, interval, riders and usage', async () => {
    const fleet = await testFleet()
    const bus = await fleet.enrol('bus-1', 'T1')
    const merged: MergedMinute[] = [
      [300_000, 3, 4, 2, 10, 100],
      [330_000, 5, 5, 0, 0, 0],
      [390_000, 1, 7, 1, 5, 50],
    ]
    const sent = aMergedReport(4, '2026-11-24T14:04:00Z', [3, 5, 1], {
      endedUptimeMs: 390_000,
      endedAt: '2026-11-24T14:06:30Z',
      riders: { connected: 1, peak: 7 },
      sessions: { started: 3, ended: { quota: 2 } },
      octets: { input: 15, output: 150 },
      merged,
    })
    expect(await verdicts(await fleet.send(bus, [sent]))).toEqual([{ index: 0, verdict: 'stored' }])
    const { seq, minuteAt, startedAt, endedAt, startedUptimeMs, endedUptimeMs } = report
    const { ridersConnected, ridersPeak, sessionsStarted, sessionsEnded, inputOctets, outputOctets } = report
    const columns = { seq, minuteAt, startedAt, endedAt, startedUptimeMs, endedUptimeMs, ridersConnected, ridersPeak }
    const usage = { sessionsStarted, sessionsEnded, inputOctets, outputOctets }
    expect(
      await fleet.db
        .select({ ...columns, ...usage })
        .from(report)
        .orderBy(seq),
    ).toEqual([
      {
        seq: 4,
        minuteAt: ms('2026-11-24T14:04:00Z') / 1000,
        startedAt: ms('2026-11-24T14:04:00Z'),
        endedAt: ms('2026-11-24T14:05:00Z'),
        startedUptimeMs: 240_000,
        endedUptimeMs: 300_000,
        ridersConnected: 3,
        ridersPeak: 4,
        sessionsStarted: 2,
        sessionsEnded: {},
        inputOctets: 10,
        outputOctets: 100,
      },
      {
        seq: 5,
        minuteAt: ms('2026-11-24T14:05:00Z') / 1000,
        startedAt: ms('2026-11-24T14:05:00Z'),
        endedAt: ms('2026-11-24T14:05:30Z'),
        startedUptimeMs: 300_000,
        endedUptimeMs: 330_000,
        ridersConnected: 5,
        ridersPeak: 5,
        sessionsStarted: 0,
        sessionsEnded: {},
        inputOctets: 0,
        outputOctets: 0,
      },
      {
        seq: 6,
        minuteAt: ms('2026-11-24T14:06:00Z') / 1000,
        startedAt: ms('2026-11-24T14:05:30Z'),
        endedAt: ms('2026-11-24T14:06:30Z'),
        startedUptimeMs: 330_000,
        endedUptimeMs: 390_000,
        ridersConnected: 1,
        ridersPeak: 7,
        sessionsStarted: 1,
        sessionsEnded: { quota: 2 },
        inputOctets: 5,
        outputOctets: 50,
      },
    ])
  })

  it('counts for the charts as every minute of it: sixty merged are sixty reports received', async () => {
    const fleet = await testFleet()
    const bus = await fleet.enrol('bus-1', 'T1')
    const riders = Array.from({ length: 60 }, (_, minute) => minute)
    await fleet.send(bus, [aMergedReport(0, '2026-11-24T13:00:00Z', riders)])
    const hour = 'from=2026-11-24T13:00:00Z&to=2026-11-24T14:00:00Z'
    const byHour = await (await fleet.get(`/api/routes/riders?${hour}&step=hour`)).json()
    expect(byHour.series).toEqual([
      { routeId: 'T1', points: [{ at: '2026-11-24T07:00:00-06:00', mean: 29.5, peak: 59, completeness: 1 }] },
    ])
    const byMinute = await (await fleet.get(`/api/routes/riders?${hour}&step=minute`)).json()
    expect(byMinute.series[0].points).toHaveLength(60)
    expect(byMinute.series[0].points[17]).toEqual({
      at: '2026-11-24T07:17:00-06:00',
      mean: 17,
      peak: 17,
      completeness: 1,
    })
    expect(await totals(fleet.db)).toEqual({
      reports: 60,
      sessionsStarted: 120,
      inputOctets: 6000,
      outputOctets: 60_000,
    })
  })

  it('makes the same charts and totals as its minutes one by one', async () => {
    const told = async (reports: ReportInput[]) => {
      const fleet = await testFleet()
      await fleet.send(await fleet.enrol('bus-1', 'T1'), reports)
      return { totals: await totals(fleet.db), minutes: await fleet.db.select().from(routeMinute) }
    }
    const oneByOne = [0, 1, 2].map((minute) =>
      aReport(minute, `2026-11-24T14:0${minute}:00Z`, { riders: { connected: minute, peak: minute + 1 } }),
    )
    expect(await told([aMergedReport(0, '2026-11-24T14:00:00Z', [0, 1, 2])])).toEqual(await told(oneByOne))
  })

  it('is a duplicate where all its minutes are there already, however they came', async () => {
    const fleet = await testFleet()
    const bus = await fleet.enrol('bus-1', 'T1')
    const merged = aMergedReport(0, '2026-11-24T14:00:00Z', [1, 2, 3])
    await fleet.send(bus, [aReport(2, '2026-11-24T14:02:00Z'), aReport(0, '2026-11-24T14:00:00Z')])
    await fleet.send(bus, [aReport(1, '2026-11-24T14:01:00Z')])
    expect(await verdicts(await fleet.send(bus, [merged, merged]))).toEqual([
      { index: 0, verdict: 'duplicate' },
      { index: 1, verdict: 'duplicate' },
    ])
    expect(await totals(fleet.db)).toEqual({ reports: 3, sessionsStarted: 6, inputOctets: 300, outputOctets: 3000 })
  })

  it('is rejected whole where only some of its minutes are there, and harms no other report of the request', async () => {
    const fleet = await testFleet()
    const bus = await fleet.enrol('bus-1', 'T1')
    await fleet.send(bus, [aReport(1, '2026-11-24T14:01:00Z')])
    const merged = aMergedReport(0, '2026-11-24T14:00:00Z', [1, 2, 3])
    const before = aReport(10, '2026-11-24T14:10:00Z')
    const after = aMergedReport(11, '2026-11-24T14:11:00Z', [1, 1])
    expect(await verdicts(await fleet.send(bus, [before, merged, after]))).toEqual([
      { index: 0, verdict: 'stored' },
      {
        index: 1,
        verdict: 'rejected',
        code: 'overlap',
        reason: 'merged: some of these minutes are stored already, others are not',
      },
      { index: 2, verdict: 'stored' },
    ])
    expect(await fleet.db.select({ seq: report.seq }).from(report).orderBy(report.seq)).toEqual([
      { seq: 1 },
      { seq: 10 },
      { seq: 11 },
      { seq: 12 },
    ])
    expect(await fleet.db.select({ minuteAt: routeMinute.minuteAt }).from(routeMinute)).toHaveLength(4)
  })

  it('turns its single minutes into duplicates when they come after it', async () => {
    const fleet = await testFleet()
    const bus = await fleet.enrol('bus-1', 'T1')
    await fleet.send(bus, [aMergedReport(0, '2026-11-24T14:00:00Z', [1, 2])])
    const late = [
      aReport(1, '2026-11-24T14:01:00Z'),
      aReport(0, '2026-11-24T14:00:00Z'),
      aReport(2, '2026-11-24T14:02:00Z'),
    ]
    expect(await verdicts(await fleet.send(bus, late))).toEqual([
      { index: 0, verdict: 'duplicate' },
      { index: 1, verdict: 'duplicate' },
      { index: 2, verdict: 'stored' },
    ])
  })

  it.each<[string, Partial<ReportInput>, string]>([
    [
      'an uptime that runs backwards',
      {
        merged: [
          [120_000, 1, 2, 2, 100, 1000],
          [60_000, 1, 2, 2, 100, 1000],
        ],
      },
      'is not in order within the interval',
    ],
    [
      'an end before the report’s',
      {
        merged: [
          [60_000, 1, 2, 2, 100, 1000],
          [119_000, 1, 2, 2, 100, 1000],
        ],
      },
      'is not in order within the interval',
    ],
    [
      'octets that are more than all together',
      {
        merged: [
          [60_000, 1, 2, 2, 100, 1000],
          [120_000, 1, 2, 2, 101, 1000],
        ],
      },
      'does not add up to sessions.started and octets',
    ],
    [
      'fewer sessions than all together',
      {
        merged: [
          [60_000, 1, 2, 1, 100, 1000],
          [120_000, 1, 2, 2, 100, 1000],
        ],
      },
      'does not add up to sessions.started and octets',
    ],
    [
      'wall times that its uptimes lead away from',
      { endedAt: '2026-11-24T14:30:00Z' },
      'uptimes and wall times are not equally far apart',
    ],
  ])('with %s is rejected', async (_what, more, reason) => {
    const fleet = await testFleet()
    const bus = await fleet.enrol('bus-1', 'T1')
    const bad = aMergedReport(0, '2026-11-24T14:00:00Z', [1, 1], more)
    expect(await verdicts(await fleet.send(bus, [bad]))).toEqual([
      { index: 0, verdict: 'rejected', reason: `merged: ${reason}` },
    ])
    expect((await totals(fleet.db))?.reports).toBe(0)
  })
})
