import type { z } from 'zod'
import {
  type GatewayRidersAnswer,
  type gatewayRidersQuerySchema,
  type LastReportsAnswer,
  LONGEST_TIMELINE_DAYS,
  type SimsAnswer,
  type TimelineAnswer,
  type TrailAnswer,
} from '../contract/gateway-page.ts'
import { AbordoError } from '../contract/problem.ts'
import { LONGEST_RANGE_S } from '../contract/steps.ts'
import type { FleetDatabase } from '../db/fleet/open.ts'
import { runsWithin } from './queries/boots.ts'
import { cityTimezone } from './queries/feeds.ts'
import { dataUseByDay, hoursOf, newestReports, ridersOf, saidOf, tracesOf } from './queries/gateway-minutes.ts'
import { findGateway, type GatewayRow } from './queries/gateways.ts'
import { LONGEST_POWER_CUT_OF_A_PLACE_S, LONGEST_POWER_CUT_S } from './rules/availability.ts'
import { bucketStarts, nextBucket } from './rules/buckets.ts'
import { owedSince } from './rules/completeness.ts'
import { DEFINITIONS } from './rules/definitions.ts'
import { ridersByHour, ridersByMinute } from './rules/gateway-riders.ts'
import { timelineOf } from './rules/gateway-timeline.ts'
import { minuteEndingAt } from './rules/intake.ts'
import { receivedReport } from './rules/received-report.ts'
import { edgesOf } from './rules/said-intervals.ts'
import { monthsOf, simUse } from './rules/sim-use.ts'
import { trailOf } from './rules/trail.ts'
import { isoInZone } from './rules/zone.ts'

/** So much around a time tells of its gaps: the longest report, and the longest power cut of a vehicle. */
const AROUND_S = 3600 + LONGEST_POWER_CUT_S
/** Reports that are older are none of the last ones. */
const LAST_REPORTS_DAYS = 8

/** When a gateway had power, internet and a working portal. Throws AbordoError: not-found; bad-request; range-too-long. `now`: ms since 1970. */
export async function timeline(
  db: FleetDatabase,
  gatewayId: string,
  query: { from: string; to: string },
  now: number,
): Promise<TimelineAnswer> {
  const gateway = await mustBeThere(db, gatewayId)
  const [from, to] = [Date.parse(query.from), Date.parse(query.to)]
  if (to <= from) throw new AbordoError('bad-request', 'to: has to be after from')
  if (to - from > LONGEST_TIMELINE_DAYS * 86_400_000)
    throw new AbordoError('range-too-long', `Ask for ${LONGEST_TIMELINE_DAYS} days at most.`)
  const window = { from: from / 1000 - AROUND_S, to: Math.min(to, now) / 1000 + AROUND_S }
  const far = LONGEST_POWER_CUT_OF_A_PLACE_S
  const [said, runs, timezone] = await Promise.all([
    saidOf(db, gatewayId, window),
    runsWithin(db, gatewayId, { from: window.from - far, to: window.to + far }),
    cityTimezone(db),
  ])
  const { addedAt, site } = gateway
  const told = { said: [...edgesOf(runs, window), ...said], from, to, now, addedAt, fixed: site !== 'vehicle' }
  const iso = (at: number) => isoInZone(timezone, at / 1000)
  return { asOf: new Date(now).toISOString(), from: iso(from), to: iso(to), timezone, ...timelineOf(told) }
}

/** Riders of one gateway. Throws AbordoError: not-found; bad-request; range-too-long. `now`: ms since 1970. */
export async function ridersOfGateway(
  db: FleetDatabase,
  gatewayId: string,
  { from, to, step }: z.infer<typeof gatewayRidersQuerySchema>,
  now: number,
): Promise<GatewayRidersAnswer> {
  const gateway = await mustBeThere(db, gatewayId)
  const asked = { from: Math.floor(Date.parse(from) / 1000), to: Math.ceil(Date.parse(to) / 1000) }
  if (asked.to <= asked.from) throw new AbordoError('bad-request', 'to: has to be after from')
  const longest = LONGEST_RANGE_S[step]
  if (asked.to - asked.from > longest)
    throw new AbordoError('range-too-long', `By ${step}, ask for at most ${longest / 86_400} days.`)
  const timezone = await cityTimezone(db)
  const starts = bucketStarts(step, timezone, asked.from, asked.to)
  const first = starts[0] ?? asked.from
  const end = nextBucket(step, timezone, starts.at(-1) ?? first)
  const steps = { starts, end, timezone }
  const owed = gateway.lastEndedAt === null ? [] : [owedSince(minuteEndingAt(gateway.lastEndedAt), now / 1000)]
  const range = { from: first, to: end }
  const points =
    step === 'hour'
      ? ridersByHour(await hoursOf(db, gatewayId, starts), owed, steps)
      : ridersByMinute(
          await ridersOf(db, gatewayId, range),
          [...(await runsWithin(db, gatewayId, range)), ...owed],
          steps,
        )
  const iso = (at: number) => isoInZone(timezone, at)
  return { step, from: iso(first), to: iso(end), timezone, definitions: DEFINITIONS, points }
}

/** Where it was in the last hours. Throws AbordoError: not-found. */
export async function trail(db: FleetDatabase, gatewayId: string, hours: number, now: number): Promise<TrailAnswer> {
  await mustBeThere(db, gatewayId)
  const from = now - hours * 3_600_000
  // A fix may stand in a report of an interval that began before.
  const rows = await tracesOf(db, gatewayId, { from: from / 1000 - 120, to: now / 1000 + 60 })
  return { from: new Date(from).toISOString(), to: new Date(now).toISOString(), points: trailOf(rows, from) }
}

/** Its last reports, as they came. Throws AbordoError: not-found. */
export async function lastReports(db: FleetDatabase, gatewayId: string, limit: number): Promise<LastReportsAnswer> {
  const { lastEndedAt } = await mustBeThere(db, gatewayId)
  if (lastEndedAt === null) return { reports: [] }
  const before = Math.floor(lastEndedAt / 60_000) * 60
  const rows = await newestReports(db, gatewayId, { before, limit, days: LAST_REPORTS_DAYS })
  return { reports: rows.map(receivedReport) }
}

/** Its data by SIM, this month and the last one. Throws AbordoError: not-found. */
export async function sims(db: FleetDatabase, gatewayId: string, now: number): Promise<SimsAnswer> {
  await mustBeThere(db, gatewayId)
  return simUse(await dataUseByDay(db, gatewayId, monthsOf(now).lastMonth), now)
}

async function mustBeThere(db: FleetDatabase, gatewayId: string): Promise<GatewayRow> {
  const row = await findGateway(db, gatewayId)
  if (!row) throw new AbordoError('not-found', 'There is no gateway of this id.')
  return row
}
