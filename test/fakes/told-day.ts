import { DEPOT, onRoute } from '../../cli/demo/city/drive.ts'
import type { Bus } from '../../cli/demo/city/fleet.ts'
import type { LatLon } from '../../contract/along.ts'
import { CONNECT_BOUNDS_MS, LENGTH_BOUNDS_S } from '../../contract/histogram.ts'
import { LONGEST_REPORT_MS, type Report } from '../../contract/report.ts'
import type { Modem } from '../../contract/telemetry.ts'
import { hourGroups, merge } from '../../portal/outbox/merge.ts'
import { timedReport, type UntimedReport } from '../../portal/outbox/timed.ts'
import { createTrace } from '../../portal/position/trace.ts'
import { minuteReport } from '../portal/outbox/reports.ts'
import { aHealth, aModem, anUplink } from './telemetry.ts'

/** Local times of the day, `HH:MM`, half open; past midnight it goes on with 24:00. */
export type Span = readonly [from: string, to: string]

/** A bus of the demo city and what comes to pass on its day. */
export interface BusDay {
  bus: Bus
  /** When its gateway has power; each is a boot of its own. */
  boots: Span[]
  noSignal?: Span[]
  noData?: Span[]
  /** Without a satellite in sight. */
  blind?: Span[]
  /** The portal is down; the kernel runs on. */
  noPortal?: Span[]
  noNameServer?: Span[]
  /** Driven to the depot, where it stands; then it drives back. */
  depot?: Span[]
  /** From then on it drives as another bus does, on another route. */
  after?: { at: string; bus: Bus }
  /** Riders report faults at these times. */
  problems?: string[]
  /** Nobody told its boots the time before the outbox was full. */
  timeless?: boolean
}

const MINUTE_MS = 60_000
const STEP_MS = 5000
const TRANSFER_MS = 14 * MINUTE_MS
/** Midnight of Tuesday, 24 November, in the city. */
export const MIDNIGHT = Date.parse('2026-11-24T06:00:00Z')

export function localMs(time: string): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number)
  return MIDNIGHT + (hour * 60 + minute) * MINUTE_MS
}

const holds = (spans: readonly Span[] | undefined, at: number) =>
  (spans ?? []).some(([from, to]) => localMs(from) <= at && at < localMs(to))

function placeAt({ bus, depot, after }: BusDay, at: number): LatLon {
  for (const [from, to] of depot ?? []) {
    const share = Math.min((at - localMs(from)) / TRANSFER_MS, (localMs(to) - at) / TRANSFER_MS, 1)
    // It takes the road again where the timetable has it by then.
    const left = at < localMs(from) + TRANSFER_MS ? localMs(from) : localMs(to)
    if (share > 0) return between(onRoute(bus, left).at, DEPOT, share)
  }
  const since = after ? at - localMs(after.at) : -1
  if (!after || since < 0) return onRoute(bus, at).at
  if (since >= TRANSFER_MS) return onRoute(after.bus, at).at
  return between(onRoute(bus, at - since).at, onRoute(after.bus, at - since + TRANSFER_MS).at, since / TRANSFER_MS)
}

function between([lat, lon]: LatLon, [north, east]: LatLon, share: number): LatLon {
  return [lat + (north - lat) * share, lon + (east - lon) * share]
}

/** A boot's place in wall time, and its reports in order. */
export interface ToldBoot {
  offsetMs: number
  reports: UntimedReport[]
}

/** The reports of a bus's day as its gateway would put them into its outbox. */
export function bootsOf(day: BusDay): ToldBoot[] {
  return day.boots.map(([from, to], index) => ({
    offsetMs: localMs(from),
    reports: reportsOf(day, { from: localMs(from), to: localMs(to), number: index + 1 }),
  }))
}

function reportsOf(day: BusDay, boot: { from: number; to: number; number: number }): UntimedReport[] {
  const { from, to, number } = boot
  const bootId = `${String(day.bus.orderOnRoute).padStart(8, '0')}-0000-4000-8000-${String(number).padStart(12, '0')}`
  const trace = createTrace()
  const reports: UntimedReport[] = []
  let began = from
  let portalSince = from
  let upMs = 0
  let before = 0
  for (let at = from; at < to; at += STEP_MS) {
    if (holds(day.noPortal, at)) {
      portalSince = at + STEP_MS
      upMs = 0
      continue
    }
    const uptimeMs = at - from
    const isUp = !holds(day.noSignal, at) && !holds(day.noData, at)
    const [lat, lon] = placeAt(day, at)
    if (!holds(day.blind, at))
      trace.note({ uptimeMs: uptimeMs + STEP_MS / 2, lat, lon, saidMs: null }, isUp ? 60 + ((at / STEP_MS) % 40) : null)
    if (isUp) upMs += STEP_MS
    const ended = at + STEP_MS
    if (ended - Math.max(began, portalSince) < MINUTE_MS) continue
    const started = Math.max(began, ended - LONGEST_REPORT_MS)
    const connected = ridersAt(day, ended)
    const report = minuteReport(reports.length, {
      protocol: '1.6',
      bootId,
      startedUptimeMs: started - from,
      endedUptimeMs: ended - from,
      ...countedIn({ started, ended, before, connected, isUp }),
      problems: problemsIn(day, { from: began, to: ended }),
      health: aHealth({ dnsmasqAlive: !holds(day.noNameServer, at) }),
      uplink: uplinkOf(day, at, upMs),
      trace: trace.between(started - from, ended - from),
    })
    reports.push(report)
    trace.forget(ended - from)
    ;[began, upMs, before] = [ended, 0, connected]
  }
  return reports
}

function ridersAt({ bus, depot }: BusDay, at: number): number {
  if (holds(depot, at)) return 0
  return Math.round(12 + 10 * Math.sin(at / 2_700_000 + bus.orderOnRoute))
}

function countedIn(of: { started: number; ended: number; before: number; connected: number; isUp: boolean }) {
  const { ended: endedAt, before, connected, isUp } = of
  const minute = Math.floor(endedAt / MINUTE_MS)
  const started = Math.max(0, connected - before) + (minute % 3)
  const ended = Math.max(0, before - connected) + (minute % 3)
  const output = isUp ? connected * (500_000 + (minute % 17) * 10_000) : 0
  const lengths: number[] = Array(LENGTH_BOUNDS_S.length + 1).fill(0)
  lengths[3 + (minute % 5)] = ended
  const connects: number[] = Array(CONNECT_BOUNDS_MS.length + 1).fill(0)
  connects[2 + (minute % 7)] = started
  return {
    riders: { connected, peak: Math.max(before, connected) + (minute % 2) },
    sessions: { started, ended: ended === 0 ? {} : { 'user-request': ended } },
    octets: { input: Math.round(output / 10), output },
    sessionLengths: ended === 0 ? null : lengths,
    connectTimes: started === 0 ? null : connects,
  }
}

function problemsIn({ problems = [] }: BusDay, { from, to }: { from: number; to: number }): Report['problems'] {
  return problems.flatMap((time, index) => {
    const at = localMs(time) + 20_000
    if (at < from || at >= to) return []
    const reportedAt = new Date(at).toISOString()
    return [{ ticket: `AB1${index}`, kind: 'slow' as const, text: '', reportedAt }]
  })
}

function uplinkOf(day: BusDay, at: number, upMs: number): Report['uplink'] {
  const [noSignal, noData] = [holds(day.noSignal, at), holds(day.noData, at)]
  const octets = { received: upMs * 20, sent: upMs * 2 }
  const modem: Modem = {
    ...aModem('wwan0', octets),
    ...(noSignal && { state: 'searching', registration: 'searching' }),
    ...(noData && { state: 'registered' }),
  }
  const look = noSignal || noData ? { dnsMs: null, fleetMs: null, link: !noSignal, route: !noSignal } : {}
  return anUplink({ upMs, octets, modems: [modem], ...look })
}

/** Reports as they come in, by request: the same requests whether minutes were merged or not. */
export interface Told {
  single: Report[]
  merged: Report[]
}

/** How the day is told: where a report's middle lies in `full` (of local time) the outbox was full, and minutes were merged. */
export function toldBy(day: BusDay, full: readonly Span[]): Told[] {
  return bootsOf(day).flatMap(({ offsetMs, reports }) => {
    const bootId = reports[0]?.bootId ?? ''
    const offsets = new Map(day.timeless ? [] : [[bootId, offsetMs]])
    const timed = (report: UntimedReport) =>
      timedReport(report, { offsetMs, source: 'gnss', estimated: false, uncertaintyAt: () => 20 })
    const isFull = ({ startedUptimeMs, endedUptimeMs }: UntimedReport) => {
      const middle = offsetMs + (startedUptimeMs + endedUptimeMs) / 2
      return full.findIndex((span) => holds([span], middle))
    }
    const told: Told[] = []
    for (const stretch of stretches(reports, isFull)) {
      const first = stretch[0]
      if (!first) continue
      const groups = isFull(first) >= 0 ? hourGroups(stretch, offsets) : halfHours(stretch)
      for (const group of groups)
        told.push({
          single: group.map(timed),
          merged: isFull(first) >= 0 ? [timed(merge(group))] : group.map(timed),
        })
    }
    return told
  })
}

function stretches(reports: UntimedReport[], by: (report: UntimedReport) => number): UntimedReport[][] {
  const made: UntimedReport[][] = []
  for (const report of reports) {
    const last = made.at(-1)
    if (last?.[0] && by(last[0]) === by(report)) last.push(report)
    else made.push([report])
  }
  return made
}

function halfHours(reports: UntimedReport[]): UntimedReport[][] {
  return Array.from({ length: Math.ceil(reports.length / 30) }, (_, i) => reports.slice(i * 30, i * 30 + 30))
}
