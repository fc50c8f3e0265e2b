import type { ReportInput } from '../../contract/report.ts'
import { PROTOCOL_VERSION } from '../../contract/version.ts'
import { SOFTWARE } from '../../portal/version.ts'
import { seededRandom, uuidFrom } from '../random.ts'
import type { Bus } from './city/fleet.ts'
import { cityClock, ridersOn } from './crowd.ts'

const MINUTE_MS = 60_000

/**
 * What a bus would have reported of the minutes in [from, to) (ms since 1970, whole minutes). The same minutes give the same
 * reports, so sending them twice changes nothing. From `awakeFrom` on no bus is parked, whatever the hour: the demo is on the road.
 */
export function history(bus: Bus, span: { from: number; to: number; awakeFrom: number }, seed: string): ReportInput[] {
  const { from, to, awakeFrom } = span
  const reports: ReportInput[] = []
  for (let at = from; at < to; at += MINUTE_MS) {
    const before = ridersOn(bus, at - MINUTE_MS, seed)
    if (at < awakeFrom && isParked(bus, at)) continue
    reports.push(minuteReport(bus, at, before, seed))
  }
  return reports
}

/** Most buses sleep from one to half past four, each a little differently; a few run all night. */
function isParked(bus: Bus, at: number): boolean {
  if (bus.orderOnRoute % 5 === 0) return false
  const { minuteOfDay } = cityClock(at)
  const shift = (bus.orderOnRoute % 7) * 6
  return minuteOfDay >= 50 + shift && minuteOfDay < 270 + shift
}

function minuteReport(bus: Bus, at: number, before: number, seed: string): ReportInput {
  const random = seededRandom(`${seed} ${bus.id} ${at}`)
  const connected = ridersOn(bus, at, seed)
  // Riders come and go even while their number stands still.
  const turnover = Math.round(random() * 0.12 * Math.max(before, connected))
  const started = Math.max(0, connected - before) + turnover
  const ended = Math.max(0, before - connected) + turnover
  const output = Math.round(connected * (0.6 + 1.1 * random()) * 1_000_000)
  const day = Math.floor((at - 7 * 3_600_000) / 86_400_000)
  const uptimeMs = at - (day * 86_400_000 + 7 * 3_600_000)
  return {
    protocol: PROTOCOL_VERSION,
    bootId: uuidFrom(`${seed} ${bus.id} ${day}`),
    seq: Math.floor(uptimeMs / MINUTE_MS),
    startedUptimeMs: uptimeMs,
    endedUptimeMs: uptimeMs + MINUTE_MS,
    startedAt: new Date(at).toISOString(),
    endedAt: new Date(at + MINUTE_MS).toISOString(),
    clock: { source: 'gnss', uncertaintyMs: 20 },
    riders: { connected, peak: Math.max(before, connected) + Math.round(random() * 2) },
    sessions: { started, ended: ended === 0 ? {} : { 'user-request': ended } },
    octets: { input: Math.round(output * (0.08 + 0.06 * random())), output },
    software: SOFTWARE,
    policyVersion: 1,
  }
}
