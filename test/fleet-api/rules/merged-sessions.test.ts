import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addedUp, CONNECT_BOUNDS_MS, LENGTH_BOUNDS_S } from '../../../contract/histogram.ts'
import { type MergedMinute, type ReportInput, reportSchema } from '../../../contract/report.ts'
import { rowsOf } from '../../../fleet-api/rules/minutes.ts'
import { aMergedReport, aReport } from '../../fakes/fleet.ts'

const START = '2026-11-24T14:00:00Z'
const BUS = { gatewayId: 'bus-1', routeId: 'T1' }
const lengths = (...first: number[]) => [...first, ...Array(LENGTH_BOUNDS_S.length + 1 - first.length).fill(0)]
const connects = (...first: number[]) => [...first, ...Array(CONNECT_BOUNDS_MS.length + 1 - first.length).fill(0)]

const rowsIn = (report: ReportInput) => rowsOf(BUS, reportSchema.parse(report), Date.parse(START)).rows
const total = (counts: number[] | null) => (counts ?? []).reduce((sum, one) => sum + one, 0)

/** Merged minutes in which so many were connected at the end and so many had begun. */
function merged(minutes: [connected: number, started: number][], more: Partial<ReportInput>): ReportInput {
  return aMergedReport(
    0,
    START,
    minutes.map(([connected]) => connected),
    {
      merged: minutes.map(
        ([connected, started], index): MergedMinute => [
          (index + 1) * 60_000,
          connected,
          connected + 1,
          started,
          100,
          1000,
        ],
      ),
      ...more,
      sessions: { started: minutes.reduce((sum, [, started]) => sum + started, 0), ended: {}, ...more.sessions },
    },
  )
}

describe('sessions of minutes that were merged', () => {
  it('are counted in the minutes in which they ended', () => {
    // Of five who were there before, two left; then three, while one came; then nobody; then all.
    const report = merged(
      [
        [3, 0],
        [1, 1],
        [1, 0],
        [0, 0],
      ],
      { sessions: { started: 1, ended: { 'user-request': 6 } }, sessionLengths: lengths(0, 6) },
    )
    expect(rowsIn(report).map(({ sessionLengths }) => total(sessionLengths))).toEqual([2, 3, 0, 1])
  })

  it('took as long to connect in the minutes in which they began', () => {
    const report = merged(
      [
        [1, 1],
        [1, 0],
        [4, 3],
      ],
      { connectTimes: connects(0, 4) },
    )
    expect(rowsIn(report).map(({ connectTimes }) => total(connectTimes))).toEqual([1, 0, 3])
  })

  it('are of the last minute where nothing tells when they ended', () => {
    const report = merged(
      [
        [0, 0],
        [0, 0],
      ],
      { sessionLengths: lengths(1, 2) },
    )
    expect(rowsIn(report).map(({ sessionLengths }) => sessionLengths)).toEqual([null, lengths(1, 2)])
  })

  it('are all counted, and each once, whatever was merged', () => {
    const some = fc.record({
      minutes: fc.array(fc.tuple(fc.nat(80), fc.nat(20)), { minLength: 2, maxLength: 64 }),
      ended: fc.nat(2000),
      sessionLengths: fc.array(fc.nat(300), { minLength: 15, maxLength: 15 }),
      connectTimes: fc.array(fc.nat(300), { minLength: 15, maxLength: 15 }),
    })
    fc.assert(
      fc.property(some, ({ minutes, ended, sessionLengths, connectTimes }) => {
        const short = minutes.slice(0, 60) as [number, number][]
        const sessions = { started: short.reduce((sum, [, started]) => sum + started, 0), ended: { idle: ended } }
        const rows = rowsIn(merged(short, { sessions, sessionLengths, connectTimes }))
        const none = Array<number>(15).fill(0)
        expect(addedUp([none, ...rows.flatMap((row) => (row.sessionLengths ? [row.sessionLengths] : []))])).toEqual(
          sessionLengths,
        )
        expect(addedUp([none, ...rows.flatMap((row) => (row.connectTimes ? [row.connectTimes] : []))])).toEqual(
          connectTimes,
        )
        expect(
          rows.flatMap((row) => [...(row.sessionLengths ?? []), ...(row.connectTimes ?? [])]).every((n) => n >= 0),
        ).toBe(true)
      }),
    )
  })
})

describe('sessions of a minute that came by itself', () => {
  it('are what it tells', () => {
    const [row] = rowsIn({ ...aReport(0, START), sessionLengths: lengths(1, 2), connectTimes: connects(0, 1) })
    expect([row?.sessionLengths, row?.connectTimes]).toEqual([lengths(1, 2), connects(0, 1)])
  })
})
