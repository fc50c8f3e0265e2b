import { describe, expect, it } from 'vitest'
import type { Fix } from '../../../contract/trace.ts'
import { MOST_FIXES } from '../../../contract/trace.ts'
import { hourGroups, merge } from '../../../portal/outbox/merge.ts'
import type { UntimedReport } from '../../../portal/outbox/timed.ts'
import { aHealth, aModem, anUplink } from '../../fakes/telemetry.ts'
import { minuteReport } from './reports.ts'

const searching = { ...aModem('wwan0', null), state: 'searching', registration: 'searching' }
const seqs = (reports: UntimedReport[]) => hourGroups(reports, new Map()).map((group) => group.map(({ seq }) => seq))
const up = (seq: number, more: Partial<UntimedReport> = {}) => minuteReport(seq, { uplink: anUplink(), ...more })
const down = (seq: number, upMs = 0) =>
  minuteReport(seq, { uplink: anUplink({ upMs, link: false, route: false, dnsMs: null, fleetMs: null }) })
const served = (seq: number) => minuteReport(seq, { uplink: anUplink({ upMs: 0, modems: [aModem('wwan0', null)] }) })

describe('minutes of an hour that are not merged with one another', () => {
  it('are those with and those without internet, and one in which it came or went', () => {
    expect(seqs([up(0), up(1), down(2, 30_000), down(3), down(4), up(5), up(6)])).toEqual([[0, 1], [2], [3, 4], [5, 6]])
  })

  it('are those without internet for another reason', () => {
    expect(seqs([down(0), down(1), served(2), served(3)])).toEqual([
      [0, 1],
      [2, 3],
    ])
  })

  it('are not those whose clock was read a moment sooner', () => {
    const late = (seq: number) => up(seq, { uplink: anUplink({ upMs: 59_800 }) })
    expect(seqs([up(0), late(1), up(2)])).toEqual([[0, 1, 2]])
  })

  it('are those without a name server', () => {
    const noNames = (seq: number) => up(seq, { health: aHealth({ dnsmasqAlive: false }) })
    expect(seqs([up(0), noNames(1), noNames(2), up(3)])).toEqual([[0], [1, 2], [3]])
  })

  it('are those of another program and another policy', () => {
    const reports = [up(0), up(1, { software: 'abordo next' }), up(2, { software: 'abordo next', policyVersion: 2 })]
    expect(seqs(reports)).toEqual([[0], [1], [2]])
  })

  it('are intervals in which the portal was down', () => {
    const later = (seq: number) => up(seq, { startedUptimeMs: (seq + 9) * 60_000, endedUptimeMs: (seq + 10) * 60_000 })
    const long = up(1, { startedUptimeMs: 60_000, endedUptimeMs: 660_000 })
    expect(seqs([up(0), long, later(2), later(3)])).toEqual([[0], [1], [2, 3]])
  })

  it('are no intervals that tell nothing of the uplink, however long: a program before protocol 1.2, or one that cannot look', () => {
    const long = (seq: number) =>
      minuteReport(seq, {
        startedUptimeMs: seq * 600_000,
        endedUptimeMs: (seq + 1) * 600_000,
        uplink: null,
        health: null,
      })
    expect(seqs([0, 1, 2, 3, 4, 5].map(long))).toEqual([[0, 1, 2, 3, 4, 5]])
    expect(seqs([merge([long(0), long(1), long(2)]), long(3), long(4)])).toEqual([[0, 3, 4]])
  })

  it('make six pieces of an hour at most: what changes each minute finds room all the same', () => {
    const flapping = Array.from({ length: 120 }, (_, seq) => (seq % 2 === 0 ? up(seq) : down(seq)))
    expect(seqs(flapping).map((group) => group.length)).toEqual([1, 1, 1, 1, 1, 55, 1, 1, 1, 1, 1, 55])
  })
})

describe('minutes with and without internet that are one report all the same', () => {
  it('tell the link as it was when there was none: that is what the cause is taken from', () => {
    const lost = anUplink({ upMs: 20_000, link: false, octets: { received: 1, sent: 1 }, modems: [searching] })
    const back = anUplink({ modems: [aModem('wwan0', { received: 100, sent: 10 })] })
    const merged = merge([up(0), minuteReport(1, { uplink: lost }), minuteReport(2, { uplink: back })])
    expect(merged.uplink).toMatchObject({
      upMs: 140_000,
      link: false,
      octets: { received: 10_001, sent: 1001 },
      modems: [{ state: 'searching', registration: 'searching', octets: { received: 100, sent: 10 } }],
    })
  })
})

describe('the trace of merged minutes', () => {
  const fix = (at: number): Fix => [at, 21.1, -101.1, 40]

  it('keeps the first fix of the first minute too, for how far it went in that minute', () => {
    const trace = (seq: number) => [fix(seq * 60_000 + 1000), fix(seq * 60_000 + 51_000)]
    const reports = [0, 1, 2].map((seq) => minuteReport(seq, { trace: trace(seq) }))
    expect(merge(reports).trace.map(([at]) => at)).toEqual([1000, 51_000, 111_000, 171_000])
  })

  it('has one fix of a first minute in which there was one, and none of one without', () => {
    const [none, one] = [minuteReport(0), minuteReport(1, { trace: [fix(61_000)] })]
    expect(merge([one, minuteReport(2, { trace: [fix(121_000)] })]).trace.map(([at]) => at)).toEqual([61_000, 121_000])
    const two = minuteReport(1, { trace: [fix(61_000), fix(100_000)] })
    expect(merge([none, two]).trace.map(([at]) => at)).toEqual([100_000])
  })

  it('is never longer than a report may carry', () => {
    const short = (seq: number) => ({ startedUptimeMs: seq * 1000, endedUptimeMs: (seq + 1) * 1000 })
    const reports = Array.from({ length: 64 }, (_, seq) =>
      minuteReport(seq, { ...short(seq), trace: [fix(seq * 1000 + 1), fix(seq * 1000 + 999)] }),
    )
    expect(merge(reports).trace).toHaveLength(MOST_FIXES)
  })
})
