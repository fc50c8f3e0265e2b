import { describe, expect, it } from 'vitest'
import type { TrackStretch } from '../../../contract/gateway-page.ts'
import { type ToldOfGateway, timelineOf } from '../../../fleet-api/rules/gateway-timeline.ts'
import type { Said } from '../../../fleet-api/rules/said-intervals.ts'

const MINUTE = 60_000
const START = Date.parse('2026-11-24T12:00:00Z')
const at = (minutes: number) => START + minutes * MINUTE

/** What a gateway says of the minute so many minutes after START, in a boot that began `bootedAt` minutes after it. */
function said(minute: number, bootedAt = 0, more: Partial<Said> = {}): Said {
  return {
    bootId: `boot at ${bootedAt}`,
    seq: minute - bootedAt,
    routeId: 'T1',
    startedAt: at(minute),
    endedAt: at(minute + 1),
    startedUptimeMs: (minute - bootedAt) * MINUTE,
    uplinkUpMs: MINUTE,
    outage: null,
    movedM: 300,
    ...more,
  }
}

const minutes = (from: number, to: number, bootedAt = 0, more: Partial<Said> = {}) =>
  Array.from({ length: to - from }, (_, i) => said(from + i, bootedAt, more))

/** Each track as `up 0–10, down 10–12 no-signal`, minutes after START. */
function told(rows: Said[], more: Partial<ToldOfGateway> = {}) {
  const asked = { said: rows, from: START, to: at(60), now: at(60), addedAt: at(-60), fixed: false, ...more }
  const { power, uplink, portal } = timelineOf(asked)
  return { power: words(power), uplink: words(uplink), portal: words(portal) }
}

const minuteOf = (iso: string) => Math.round((Date.parse(iso) - START) / 600) / 100
const words = (stretches: TrackStretch[]) =>
  stretches
    .map(({ from, to, is, cause }) => `${is} ${minuteOf(from)}–${minuteOf(to)}${cause ? ` ${cause}` : ''}`)
    .join(', ')

describe('the timeline of a gateway', () => {
  it('is up for as long as its reports say so, and not known after the last one: more may come', () => {
    const up = 'up 0–50, unknown 50–60'
    expect(told(minutes(0, 50))).toEqual({ power: up, uplink: up, portal: up })
  })

  it('is not due before there was such a gateway, and not known until its first report', () => {
    const track = 'not-due 0–10, unknown 10–20, up 20–60'
    expect(told(minutes(20, 60, 20), { addedAt: at(10) })).toEqual({ power: track, uplink: track, portal: track })
  })

  it('is told by its reports, also of a time before it was added', () => {
    expect(told(minutes(10, 60), { addedAt: at(30) }).portal).toBe('not-due 0–10, up 10–60')
  })

  it('tells nothing of what lies ahead', () => {
    expect(told(minutes(0, 30), { now: at(30) }).power).toBe('up 0–30')
  })

  it('has an uplink that is down, with its cause, while power and portal are up', () => {
    const rows = [...minutes(0, 20), ...minutes(20, 30, 0, { uplinkUpMs: 0, outage: 'no-signal' }), ...minutes(30, 60)]
    expect(told(rows)).toEqual({
      power: 'up 0–60',
      uplink: 'up 0–20, down 20–30 no-signal, up 30–60',
      portal: 'up 0–60',
    })
  })

  it('counts a part of a minute without internet for as long as it was, next to the outage that it belongs to', () => {
    const rows = [
      ...minutes(0, 20),
      said(20, 0, { uplinkUpMs: 15_000, outage: 'no-data' }),
      said(21, 0, { uplinkUpMs: 0, outage: 'no-data' }),
      said(22, 0, { uplinkUpMs: 30_000, outage: 'no-data' }),
      ...minutes(23, 60),
    ]
    expect(told(rows).uplink).toBe('up 0–20.25, down 20.25–22.5 no-data, up 22.5–60')
  })

  it('does not know the uplink of a gateway that does not tell of it', () => {
    expect(told(minutes(0, 60, 0, { uplinkUpMs: null })).uplink).toBe('unknown 0–60')
  })

  it('has reports still to come where seqs of one boot are missing: the kernel ran on, of the rest nobody knows', () => {
    expect(told([...minutes(0, 20), ...minutes(30, 60)])).toEqual({
      power: 'up 0–60',
      uplink: 'up 0–20, unknown 20–30, up 30–60',
      portal: 'up 0–20, unknown 20–30, up 30–60',
    })
  })

  it('has a portal that was down where the next report of the boot is the next one by seq', () => {
    const after = minutes(30, 60, 0).map((row) => ({ ...row, seq: row.seq - 10 }))
    expect(told([...minutes(0, 20), ...after])).toEqual({
      power: 'up 0–60',
      uplink: 'up 0–20, unknown 20–30, up 30–60',
      portal: 'up 0–20, down 20–30 portal, up 30–60',
    })
  })

  it('has a portal that was down while its name server was', () => {
    const rows = [...minutes(0, 20), ...minutes(20, 25, 0, { outage: 'portal' }), ...minutes(25, 60)]
    expect(told(rows)).toEqual({
      power: 'up 0–60',
      uplink: 'up 0–60',
      portal: 'up 0–20, down 20–25 portal, up 25–60',
    })
  })

  it('has a portal that began again within a long interval: nobody looked at the uplink before', () => {
    const long = said(20, 0, { endedAt: at(30), uplinkUpMs: 60_000, outage: 'portal' })
    const after = minutes(30, 60, 0).map((row) => ({ ...row, seq: row.seq - 9 }))
    expect(told([...minutes(0, 20), long, ...after])).toEqual({
      power: 'up 0–60',
      uplink: 'up 0–20, unknown 20–29, up 29–60',
      portal: 'up 0–20, down 20–29 portal, up 29–60',
    })
  })

  it('has a power cut from the last report to the next start of the kernel, and a portal that starts after it', () => {
    const again = minutes(31, 60, 30).map((row) => ({ ...row, seq: row.seq - 1 }))
    expect(told([...minutes(0, 20), ...again])).toEqual({
      power: 'up 0–20, down 20–30 power, up 30–60',
      uplink: 'up 0–20, not-due 20–30, unknown 30–31, up 31–60',
      portal: 'up 0–20, not-due 20–30, down 30–31 power, up 31–60',
    })
  })

  it('knows of a new boot whose first reports are not here yet that it had power', () => {
    expect(told([...minutes(0, 20), ...minutes(40, 60, 30)])).toEqual({
      power: 'up 0–20, down 20–30 power, up 30–60',
      uplink: 'up 0–20, not-due 20–30, unknown 30–40, up 40–60',
      portal: 'up 0–20, not-due 20–30, unknown 30–40, up 40–60',
    })
  })

  it('was put away where it had no power for more than half an hour; at a stop that is a power cut', () => {
    const rows = [...minutes(0, 10), ...minutes(50, 60, 50)]
    expect(told(rows).power).toBe('up 0–10, not-due 10–50, up 50–60')
    expect(told(rows, { fixed: true }).power).toBe('up 0–10, down 10–50 power, up 50–60')
  })

  it('lost its database where another one began and the kernel ran on', () => {
    const after = minutes(30, 60).map((row) => ({ ...row, bootId: 'another', seq: row.seq - 30 }))
    expect(told([...minutes(0, 20), ...after])).toEqual({
      power: 'up 0–60',
      uplink: 'up 0–20, unknown 20–30, up 30–60',
      portal: 'up 0–20, down 20–30 gateway, up 30–60',
    })
  })

  it('does not know what lies between two gateways with one credential', () => {
    const clone = minutes(25, 30, -500).map((row) => ({ ...row, bootId: 'a clone' }))
    expect(told([...minutes(0, 20), ...clone, ...minutes(40, 60)]).power).toBe('up 0–30, unknown 30–40, up 40–60')
  })

  it('is cut to the time that was asked for, and knows what came before and after it', () => {
    const rows = [...minutes(0, 10), ...minutes(25, 40, 20)]
    expect(told(rows, { from: at(12), to: at(22) }).power).toBe('down 12–20 power, up 20–22')
  })

  it('says the same in whatever order its reports come', () => {
    const rows = [...minutes(0, 20), ...minutes(40, 60, 30)]
    expect(told([...rows].reverse())).toEqual(told(rows))
  })
})
