import type { CityReport } from '../../contract/city-report.ts'
import { CITY_ROW } from '../../contract/report-rows.ts'
import { SCHEDULE } from '../audit.ts'
import { fleetSetting } from '../fleet-settings.ts'
import { recorded } from '../queries/audit-log.ts'
import { availabilityPending } from '../queries/availability-turn.ts'
import {
  chainHeads,
  type FinalReport,
  finalMonths,
  finalReport,
  keepFinalReport,
  toldAnew,
} from '../queries/final-reports.ts'
import { entriesWithin, type PublishedEntry, publish } from '../queries/published.ts'
import { lockPublishing } from '../queries/publishing-turn.ts'
import { reportedDays } from '../queries/usage-days.ts'
import { composeReport } from '../rules/report/compose.ts'
import { chainOf, inputsDigest } from '../rules/report/digest.ts'
import type { ReportInputs, ServiceCell } from '../rules/report/inputs.ts'
import { dateOf, monthAfter, type Period, periodOf } from '../rules/report/period.ts'
import { reasonOf } from '../rules/report/reason.ts'
import { availabilityOf } from '../rules/report/row-sums.ts'
import { keptSince } from '../rules/retention.ts'
import { isoInZone } from '../rules/zone.ts'
import { packInputs } from './archive/kept-inputs.ts'
import { gatherInputs, serviceWithin } from './gather.ts'
import { LOOKED_AT_S, type Publishing, publishedTo } from './publishing.ts'

/** How long a month waits at most for its availability to be worked out. */
const WAITS_S = 2 * 86_400

/** So many months at most in one go: what is left over is for the next one, a minute later. */
const MOST_MONTHS = 3

/** Makes months final whose time has come, the oldest first. */
export async function finishMonths(publishing: Publishing, timezone: string): Promise<void> {
  const { breathe, stopping } = publishing
  for (let done = 0; done < MOST_MONTHS; done += 1) {
    const period = await nextToFinish(publishing, timezone)
    if (period === null || stopping()) return
    if (!(await keepRevision(publishing, { period, timezone, entries: [], before: null, reason: null }))) return
    await breathe()
  }
}

async function nextToFinish({ db, now }: Publishing, timezone: string): Promise<Period | null> {
  const last = (await finalMonths(db)).at(-1)
  const [first] = last === undefined ? await reportedDays(db, Math.floor(now / 1000)) : []
  if (last === undefined && !first) return null
  const month = last === undefined ? dateOf(timezone, first?.dayAt ?? 0).slice(0, 7) : monthAfter(last, 1)
  const period = periodOf({ month }, timezone)
  if (now / 1000 < period.finalAt) return null
  const published = await publishedTo(db, timezone)
  if (published === null || published < period.toDate) return null
  const since = keptSince(await fleetSetting(db, 'retention'), now).minutes
  const isPending = await availabilityPending(db, { from: Math.max(period.from, since), to: period.to })
  return isPending && now / 1000 < period.finalAt + WAITS_S ? null : period
}

/**
 * Makes another revision of a month that is final, where `entries` are due to it or its availability reads otherwise now. The entries are
 * published with it. False: another process was faster, and nothing was published.
 */
export async function correctMonth(
  publishing: Publishing,
  { month, timezone, entries }: { month: string; timezone: string; entries: PublishedEntry[] },
): Promise<boolean> {
  const { db, now } = publishing
  const period = periodOf({ month }, timezone)
  const isRecent = period.to > now / 1000 - LOOKED_AT_S
  if (entries.length === 0 && !isRecent) return true
  const before = await finalReport(db, month)
  if (before === null) return false
  const isOtherwise = isRecent && readsOtherwise(before.body, await serviceWithin(db, period, timezone))
  if (entries.length === 0 && !isOtherwise) return true
  const gateways = await toldAnew(db, { since: before.madeAt, from: period.from, to: period.to })
  const rows = entries.filter(({ rowKey }) => rowKey !== CITY_ROW)
  const reason = reasonOf({ rows, gateways, names: new Map(before.body.routes.map((row) => [row.key, row.shortName])) })
  return keepRevision(publishing, { period, timezone, entries, before, reason })
}

/** A tenth of a percent: what is less is said by no form of the report. */
const OTHERWISE = 0.001

function readsOtherwise({ city, routes }: CityReport, now: ServiceCell[]): boolean {
  return [city, ...routes].some(({ key, service }) => {
    const own = availabilityOf(key === CITY_ROW ? now : now.filter(({ rowKey }) => rowKey === key))
    if (own === null || service.availability === null) return own !== service.availability
    return Math.abs(own - service.availability) >= OTHERWISE
  })
}

interface Revision {
  period: Period
  timezone: string
  /** Entries that are published with it. */
  entries: PublishedEntry[]
  /** The revision before it; null: it is the first. */
  before: FinalReport | null
  reason: string | null
}

function profilesIn({ city, sites, routes }: CityReport): ReportInputs['profile'] {
  const rows = [city, ...sites, ...routes].filter((row) => row.hours !== null || row.weekdays !== null)
  return rows.map(({ key, hours, weekdays }) => ({ rowKey: key, hours, weekdays }))
}

/** False: another process has published of the month, or kept a revision, meanwhile. */
async function keepRevision({ db, now }: Publishing, made: Revision): Promise<boolean> {
  const { period, timezone, entries, before, reason } = made
  const month = period.month ?? ''
  const revision = before === null ? 0 : before.revision + 1
  const { heads, published, gathered } = await db.snapshot(async (reads) => {
    const heads = await chainHeads(reads)
    const gathered = await gatherInputs(reads, {
      period,
      timezone,
      state: 'final',
      publishedTo: period.toDate,
      chain: chainOf(heads),
      now,
      adding: entries,
      profile: before === null ? null : profilesIn(before.body),
    })
    return { heads, published: await entriesWithin(reads, period), gathered }
  })
  // What was assumed when it became final stays: a correction changes what it is made for, and nothing else.
  const { assumptions, agreement } = before?.body ?? gathered
  const inputs: ReportInputs = {
    ...gathered,
    assumptions: assumptions ?? gathered.assumptions,
    agreement: agreement ?? gathered.agreement,
  }
  const digest = inputsDigest(inputs)
  const entry = { revision, madeAt: isoInZone(timezone, Math.floor(now / 1000)), reason }
  const revisions = [...(before?.body.revisions ?? []), entry]
  const body = composeReport(inputs, { madeAt: now, revision, revisions, inputsDigest: digest })
  const packed = await packInputs(inputs)
  const row = { month, revision, madeAt: now, reason, definitions: inputs.definitions, body, inputsDigest: digest }
  return recorded(db, { actor: SCHEDULE, now, requestId: null }, async (tx) => {
    await lockPublishing(tx)
    // Another process was faster, or has published something of the month: the next upkeep makes it of what there is then.
    const isKept = (await finalReport(tx, month, revision)) !== null
    if (isKept || (await entriesWithin(tx, period)) !== published) return { result: false, deed: null }
    await publish(tx, entries)
    await keepFinalReport(tx, { ...row, inputs: packed }, heads)
    const action = before === null ? 'report final' : 'report correct'
    const details = { revision, inputsDigest: digest, ...(reason !== null && { reason }) }
    return { result: true, deed: { action, target: { kind: 'report', id: month }, details } }
  })
}
