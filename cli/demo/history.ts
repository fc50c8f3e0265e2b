import type { ReportInput } from '../../contract/report.ts'
import type { Health } from '../../contract/telemetry.ts'
import type { Fix } from '../../contract/trace.ts'
import { PROTOCOL_VERSION } from '../../contract/version.ts'
import type { UplinkLook } from '../../portal/uplink/looks.ts'
import { SOFTWARE } from '../../portal/version.ts'
import { seededRandom, uuidFrom } from '../random.ts'
import type { Bus } from './city/fleet.ts'
import { FADING_SHARE, isFading, lookAt, machineHealth, modemOf, uplinkLook } from './condition.ts'
import { cityClock, ridersOn } from './crowd.ts'
import { measuresOf } from './measures.ts'
import type { StagedBus } from './staged.ts'
import { fixOf } from './way.ts'

const MINUTE_MS = 60_000
/** Seconds of a minute at which the bus tells where it is: less often than a portal does. With one fix alone it would seem to stand. */
const FIXES_S = [8, 38]
const LOOKS = 4
/** The fleet keeps the newest word on a machine's health alone: only the last minutes tell of it. */
const NEW_MS = 5 * MINUTE_MS

/**
 * What a bus would have reported of the minutes in [from, to) (ms since 1970, whole minutes). The same minutes give the same
 * reports, but for details of those that are new, so sending them twice changes nothing. From `awakeFrom` on no bus is parked, whatever the hour: the demo is on the road.
 */
export function history(staged: StagedBus, span: { from: number; to: number; awakeFrom: number }): ReportInput[] {
  const { bus, seed } = staged
  const { from, to, awakeFrom } = span
  const reports: ReportInput[] = []
  let told: { at: number; connected: number } | null = null
  for (let at = from; at < to; at += MINUTE_MS) {
    if (at < awakeFrom && isAsleep(bus, at)) continue
    const before = told?.at === at - MINUTE_MS ? told.connected : ridersOn(bus, at - MINUTE_MS, seed)
    const connected = isPutAway(staged, at) ? 0 : ridersOn(bus, at, seed)
    reports.push(minuteReport(staged, at, { before, connected, isNew: to - at <= NEW_MS }))
    told = { at, connected }
  }
  return reports
}

/** Most buses sleep from one to half past four, each a little differently; a few run all night. */
function isAsleep(bus: Bus, at: number): boolean {
  if (bus.orderOnRoute % 5 === 0) return false
  const { minuteOfDay } = cityClock(at)
  const shift = (bus.orderOnRoute % 7) * 6
  return minuteOfDay >= 50 + shift && minuteOfDay < 270 + shift
}

/** Whether it stands in the depot, and nobody is aboard any more. */
function isPutAway({ bus, since }: StagedBus, at: number): boolean {
  return bus.fault === 'parked' && at >= since - 30 * MINUTE_MS
}

function minuteReport(
  staged: StagedBus,
  at: number,
  { before, connected, isNew }: { before: number; connected: number; isNew: boolean },
): ReportInput {
  const { bus, seed } = staged
  const random = seededRandom(`${seed} ${bus.id} ${at}`)
  // Riders come and go even while their number stands still.
  const turnover = Math.round(random() * 0.12 * Math.max(before, connected))
  const started = Math.max(0, connected - before) + turnover
  const ended = Math.max(0, before - connected) + turnover
  const road = onTheRoad(staged, at, random)
  const output = Math.round(connected * (0.6 + 1.1 * random()) * 1_000_000 * road.upShare)
  const input = Math.round(output * (0.08 + 0.06 * random()))
  const day = Math.floor((at - 7 * 3_600_000) / 86_400_000)
  const uptimeMs = at - (day * 86_400_000 + 7 * 3_600_000)
  const report = {
    protocol: PROTOCOL_VERSION,
    bootId: uuidFrom(`${seed} ${bus.id} ${day}`),
    seq: Math.floor(uptimeMs / MINUTE_MS),
    startedUptimeMs: uptimeMs,
    endedUptimeMs: uptimeMs + MINUTE_MS,
    startedAt: new Date(at).toISOString(),
    endedAt: new Date(at + MINUTE_MS).toISOString(),
    clock: { source: 'gnss' as const, uncertaintyMs: 20 },
    riders: { connected, peak: Math.max(before, connected) + (connected === 0 ? 0 : Math.round(random() * 2)) },
    sessions: { started, ended: ended === 0 ? {} : { 'user-request': ended } },
    octets: { input, output },
    software: SOFTWARE,
    policyVersion: 1,
  }
  if (bus.fault === 'wrong-clock') return { ...report, ...OLD_PROGRAM }
  const octets = overTheSim({ input, output })
  return {
    ...report,
    // By numbers of their own, so that all the rest is as it was before there were these.
    ...measuresOf(started, ended, seededRandom(`${seed} ${bus.id} ${at} measures`)),
    ...(bus.fault === 'policy' && NOT_APPLIED),
    ...(isNew && { health: healthOf(staged, at, connected, random) }),
    trace: road.fixes.map(([seconds, ...fix]): Fix => [uptimeMs + seconds * 1000, ...fix]),
    uplink: {
      ...road.look,
      upMs: Math.round(MINUTE_MS * road.upShare),
      octets,
      modems: [{ ...modemOf(staged, at, random), octets }],
    },
  }
}

function healthOf(staged: StagedBus, at: number, connected: number, random: () => number): Health {
  const outbox = { waiting: 0, rejected: 0, octets: 4096 }
  return { ...machineHealth(staged, at, connected, random), storage: 'disk', databasesSetAside: 0, outbox }
}

/** A program from before true time: it takes the machine's clock as it is, and tells nothing of the machine. */
const OLD_PROGRAM = {
  protocol: '1.1',
  software: 'abordo 0.4.1',
  clock: { source: 'system' as const, uncertaintyMs: 240_000 },
}

export const POLICY_FAILURE = 'nft: Could not process rule: No buffer space available'
const NOT_APPLIED = { policyVersion: 0, policyProblem: { version: 1, reason: POLICY_FAILURE } }

/** What riders use, and what it takes to send it. */
export function overTheSim({ input, output }: { input: number; output: number }): { received: number; sent: number } {
  return { received: Math.round(output * 1.05), sent: Math.round(input * 1.08) }
}

interface Road {
  fixes: [seconds: number, lat: number, lon: number, roundTripMs: number | null][]
  /** The uplink as last looked at, and for which share of the minute it was up. */
  look: UplinkLook
  upShare: number
}

/** The way of a minute, and the uplink by the looks that were taken on it. */
function onTheRoad(staged: StagedBus, at: number, random: () => number): Road {
  const looks = Array.from({ length: LOOKS }, (_, i) => lookAt(staged, at + (i * MINUTE_MS) / LOOKS, random))
  const answered = looks.filter((look) => look !== null).length
  return {
    fixes: FIXES_S.map((second) => {
      const [lat, lon] = fixOf(staged, at + second * 1000, random)
      return [second, lat, lon, looks[Math.floor((second / 60) * LOOKS)] ?? null]
    }),
    look: uplinkLook(staged, at, looks.at(-1) ?? null),
    upShare: isFading(staged, at) ? FADING_SHARE : answered / LOOKS,
  }
}
