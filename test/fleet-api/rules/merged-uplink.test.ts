import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type MergedMinute, type Report, reportSchema } from '../../../contract/report.ts'
import type { Uplink } from '../../../contract/telemetry.ts'
import type { Fix } from '../../../contract/trace.ts'
import { rowsOf } from '../../../fleet-api/rules/minutes.ts'
import { aMergedReport, aReport } from '../../fakes/fleet.ts'
import { aHealth, anUplink } from '../../fakes/telemetry.ts'

const MINUTE = 60_000
const START = Date.parse('2026-11-24T14:00:00Z')
const BUS = { gatewayId: 'bus-1', routeId: 'T1' }
const SEARCHING: Partial<Uplink> = { link: false, route: false }

/** A report of intervals of these lengths, merged. */
function merged(lengthsMs: number[], uplink: Partial<Uplink> | null, more: { trace?: Fix[]; noNames?: boolean } = {}) {
  let endedUptimeMs = 0
  const intervals = lengthsMs.map((lengthMs): MergedMinute => {
    endedUptimeMs += lengthMs
    return [endedUptimeMs, 5, 6, 2, 100, 1000]
  })
  const report = aMergedReport(0, new Date(START).toISOString(), Array(lengthsMs.length).fill(5), {
    endedUptimeMs,
    endedAt: new Date(START + endedUptimeMs).toISOString(),
    merged: intervals,
    uplink: uplink && anUplink(uplink),
    trace: more.trace ?? [],
    health: aHealth({ dnsmasqAlive: !more.noNames }),
  })
  return reportSchema.parse(report)
}

/** Of each interval the seconds with the uplink up, and the outage. */
const told = (report: Report) =>
  rowsOf(BUS, report, START).rows.map(({ uplinkUpMs, outage }) => [
    uplinkUpMs === null ? null : uplinkUpMs / 1000,
    outage,
  ])

const fixes = (roundTrips: (number | null | undefined)[]) =>
  roundTrips.flatMap((trip, index): Fix[] => (trip === undefined ? [] : [[index * MINUTE + 50_000, 19.4, -99.1, trip]]))
const minutes = (count: number): number[] => Array(count).fill(MINUTE)

describe('the uplink in minutes that were merged', () => {
  it('was down where the last fix of the minute could not reach the internet', () => {
    const trace = fixes([40, null, null, 40])
    expect(told(merged(minutes(4), { upMs: 2 * MINUTE, ...SEARCHING }, { trace }))).toEqual([
      [60, null],
      [0, 'no-signal'],
      [0, 'no-signal'],
      [60, null],
    ])
  })

  it('was down for a part of these where it was down for less, and of others too where it was down for more', () => {
    const trace = fixes([40, null, null, 40])
    const down = (ms: number) => told(merged(minutes(4), { upMs: 4 * MINUTE - ms, ...SEARCHING }, { trace }))
    expect(down(60_000).map(([upS]) => upS)).toEqual([60, 30, 30, 60])
    expect(down(180_000).map(([upS]) => upS)).toEqual([30, 0, 0, 30])
  })

  it('was down where nothing is known rather than where the internet was reached', () => {
    const trace = fixes([40, undefined, -1, 40])
    expect(told(merged(minutes(4), { upMs: 2 * MINUTE }, { trace }))).toEqual([
      [60, null],
      [0, 'no-data'],
      [0, 'no-data'],
      [60, null],
    ])
  })

  it('is shared out evenly where no fix tells anything', () => {
    expect(told(merged(minutes(4), { upMs: MINUTE, ...SEARCHING }))).toEqual(Array(4).fill([15, 'no-signal']))
  })

  it('was not looked at while the portal was down: that interval has it before all others', () => {
    const trace = fixes([40, null, 40])
    const lengths = [MINUTE, MINUTE, 10 * MINUTE, MINUTE]
    expect(told(merged(lengths, { upMs: 4 * MINUTE }, { trace }))).toEqual([
      [60, null],
      [60, null],
      [60, 'portal'],
      [60, null],
    ])
  })

  it('does not matter where the portal had no name server: it had none in all of them', () => {
    expect(told(merged(minutes(3), { upMs: 3 * MINUTE }, { noNames: true }))).toEqual(Array(3).fill([60, 'portal']))
  })

  it('is not known where none of them told it', () => {
    expect(told(merged(minutes(2), null))).toEqual(Array(2).fill([null, null]))
  })

  it('adds up to what all of them told, whatever they were', () => {
    const some = fc.record({
      lengths: fc.array(fc.integer({ min: 1000, max: 56_000 }), { minLength: 2, maxLength: 64 }),
      upShare: fc.double({ min: 0, max: 1, noNaN: true }),
      trips: fc.array(fc.constantFrom(40, null, -1, undefined), { maxLength: 50 }),
    })
    fc.assert(
      fc.property(some, ({ lengths, upShare, trips }) => {
        const whole = lengths.reduce((sum, one) => sum + one, 0)
        const upMs = Math.round(whole * upShare)
        const trace = fixes(trips).filter(([at]) => at <= whole)
        const rows = rowsOf(BUS, merged(lengths, { upMs }, { trace }), START).rows
        const sum = rows.reduce((total, { uplinkUpMs }) => total + (uplinkUpMs ?? 0), 0)
        expect(sum).toBe(upMs)
        expect(
          rows.every(({ uplinkUpMs }, index) => (uplinkUpMs ?? -1) >= 0 && (uplinkUpMs ?? 0) <= (lengths[index] ?? 0)),
        ).toBe(true)
      }),
    )
  })
})

describe('the uplink in a minute that came by itself', () => {
  it('is what the minute tells', () => {
    const single = (uplink: Partial<Uplink>) =>
      told(reportSchema.parse({ ...aReport(0, new Date(START).toISOString()), uplink: anUplink(uplink) }))
    expect(single({ upMs: 60_000 })).toEqual([[60, null]])
    expect(single({ upMs: 20_000, ...SEARCHING })).toEqual([[20, 'no-signal']])
  })
})
