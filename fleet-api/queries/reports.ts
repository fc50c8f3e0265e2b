import { sql } from 'drizzle-orm'
import type { AnySQLiteColumn } from 'drizzle-orm/sqlite-core'
import type { RiderProblem } from '../../contract/rider-problem.ts'
import type { Place } from '../../contract/route-evidence.ts'
import type { Health, Uplink } from '../../contract/telemetry.ts'
import { type FleetDatabase, type FleetTransaction, isUnavailable, type Write } from '../../db/fleet/open.ts'
import { gateway, gatewayModemDay, report, riderProblem } from '../../db/fleet/schema.ts'
import { attribute } from '../evidence/attribute.ts'
import { type Evidence, evidenceFor } from '../evidence/evidence.ts'
import type { Remembered } from '../evidence/follow-shapes.ts'
import { wayMemory } from '../evidence/memory.ts'
import { type Boot, bootKey, withMinutes } from '../rules/boot-runs.ts'
import { addedBy } from '../rules/cells.ts'
import { cityTime } from '../rules/city-time.ts'
import { decide } from '../rules/outcomes.ts'
import { piecesSeen } from '../signal/seen.ts'
import { lockSeqs, runsAround, saidSoFar, writeRuns, writeSeqs } from './boots.ts'
import { dataUse } from './data-use.ts'
import { cityTimezone } from './feeds.ts'
import { moveMinutes } from './move-minutes.ts'
import { addToRollups } from './rollups.ts'
import { addPieces } from './signal.ts'
import { excluded, plus } from './upserts.ts'

export { totals, totalsByRouteAndHour } from './totals.ts'

/** One accounting interval of a gateway, as it is stored. */
export type ReportRow = typeof report.$inferSelect

/** A report: one row, or where minutes were merged one for each, in order; and what it carries besides. */
export interface ReportToStore {
  rows: ReportRow[]
  problems: RiderProblem[]
  health: Health | null
  uplink: Uplink | null
  policyProblem: { version: number; reason: string } | null
  /** A stop or station does not move. */
  isVehicle: boolean
  /** The route that the gateway is assigned to until further notice. */
  standing: string | null
  /** What it may be called in other systems: vehicle id, label, its own id. */
  vehicleKeys: string[]
}

/** overlap: some of a merged report's minutes were there and some were not, so nothing of it was stored. */
export type Outcome = 'stored' | 'duplicate' | 'overlap'

/**
 * Stores the reports of each group, every minute at most once for ever, and everything that follows from them, in one transaction: the
 * disk is waited for once, and what is answered `stored` is committed, rollups included. The outcomes of each group, in order. A
 * group that cannot be stored costs the others nothing: they are stored one by one then, and its error is returned in its place. A
 * database that is busy or full is so for all of them.
 */
export async function storeTogether(db: FleetDatabase, groups: ReportToStore[][]): Promise<(Outcome[] | Error)[]> {
  try {
    return await storeGroups(db, groups)
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown))
    if (groups.length === 1 || isUnavailable(error)) return groups.map(() => error)
    return (await Promise.all(groups.map((group) => storeTogether(db, [group])))).flat(1)
  }
}

async function storeGroups(db: FleetDatabase, groups: ReportToStore[][]): Promise<Outcome[][]> {
  const items = groups.flat()
  await db.prepareMinutes(items.flatMap(({ rows }) => rows.map(({ minuteAt }) => minuteAt)))
  const evidence = await evidenceFor(db, items)
  const memory = wayMemory(db)
  const { outcomes, remembered } = await db.transaction((tx) => storeAll(tx, items, evidence, memory.known))
  memory.keep(remembered)
  let from = 0
  return groups.map(({ length }) => {
    const mine = outcomes.slice(from, from + length)
    from += length
    return mine
  })
}

async function storeAll(
  tx: FleetTransaction,
  items: ReportToStore[],
  evidence: Evidence,
  memory: ReadonlyMap<string, Remembered>,
): Promise<{ outcomes: Outcome[]; remembered: Map<string, Remembered> }> {
  const boots = new Map(
    items
      .flatMap(({ rows }) => rows)
      .map(({ gatewayId, bootId }) => [bootKey({ gatewayId, bootId }), { gatewayId, bootId }]),
  )
  const stored = await lockSeqs(tx, [...boots.values()])
  const { outcomes, seqs } = decide(items, stored)
  const added = items.filter((_, index) => outcomes[index] === 'stored')
  if (added.length === 0) return { outcomes, remembered: new Map() }
  const rows = added.flatMap((item) => item.rows)
  const timezone = await cityTimezone(tx)
  const time = cityTime(timezone)
  const attributed = await attribute(tx, added, evidence, memory)
  for (const { rows: older, to } of attributed.moves) await moveMinutes(tx, older, to, time)
  const minutes = rows.map(({ minuteAt }) => minuteAt)
  const isKnown = (boot: Boot) => (stored.get(bootKey(boot)) ?? []).length > 0
  const runs = withMinutes(rows, await runsAround(tx, [...boots.values()], minutes, isKnown))
  const cells = addedBy(rows, await saidSoFar(tx, rows), time)
  await writeSeqs(tx, seqs)
  await writeRuns(tx, runs)
  await tx.writeMany(toReports, rows)
  await tx.writeMany(toProblems, problemsOf(added))
  await tx.writeMany(toModemDays, dataUse(added))
  await tx.writeMany(toGateways, newestOf(added, attributed.places))
  await addPieces(tx, piecesSeen(attributed, timezone))
  await addToRollups(tx, cells, runs.owed, time)
  return { outcomes, remembered: attributed.remembered }
}

const toReports: Write<typeof report> = { table: report }
const toProblems: Write<typeof riderProblem> = { table: riderProblem, conflict: 'ignore' }

const toModemDays: Write<typeof gatewayModemDay> = {
  table: gatewayModemDay,
  conflict: {
    target: [gatewayModemDay.gatewayId, gatewayModemDay.port, gatewayModemDay.dayAt],
    set: {
      receivedOctets: plus(gatewayModemDay.receivedOctets),
      sentOctets: plus(gatewayModemDay.sentOctets),
    },
  },
}

function problemsOf(added: ReportToStore[]): (typeof riderProblem.$inferSelect)[] {
  const found = new Map<string, typeof riderProblem.$inferSelect>()
  for (const { rows, problems } of added) {
    const last = rows.at(-1)
    if (!last) continue
    const { gatewayId, routeId, receivedAt } = last
    for (const { ticket, kind, text, reportedAt } of problems) {
      const open = { answeredAt: null, answeredBy: null, answer: null, note: null }
      const row = { gatewayId, routeId, receivedAt, ticket, kind, text, reportedAt: Date.parse(reportedAt), ...open }
      found.set(`${gatewayId} ${ticket} ${row.reportedAt}`, row)
    }
  }
  return [...found.values()]
}

const newer = (column: AnySQLiteColumn) =>
  sql`case when ${excluded(gateway.lastEndedAt)} >= coalesce(${gateway.lastEndedAt}, 0) then ${excluded(column)} else ${column} end`

/** Of the newest interval the gateway's row keeps what was told with it. By its own time: a late report changes nothing but the time of receipt. */
const toGateways: Write<typeof gateway> = {
  table: gateway,
  conflict: {
    target: [gateway.gatewayId],
    set: {
      lastReceivedAt: excluded(gateway.lastReceivedAt),
      lastPlace: sql`coalesce(${newer(gateway.lastPlace)}, ${gateway.lastPlace})`,
      droppedAt: sql`coalesce(${excluded(gateway.droppedAt)}, ${gateway.droppedAt})`,
      ...Object.fromEntries(
        (
          [
            'lastRidersConnected',
            'lastRouteId',
            'lastRouteSource',
            'lastRouteConfidence',
            'software',
            'lastClockSource',
            'lastClockUncertaintyMs',
            'lastPolicyVersion',
            'policyProblemVersion',
            'policyProblemReason',
            'lastHealth',
            'lastUplink',
            'lastEndedAt',
          ] as const
        ).map((name) => [name, newer(gateway[name])]),
      ),
    },
  },
}

/** What each gateway's row is to know of these reports. The row is there: its gateway was found by its credential. */
function newestOf(added: ReportToStore[], places: ReadonlyMap<ReportRow, Place>): (typeof gateway.$inferSelect)[] {
  const newest = new Map<string, { row: ReportRow; item: ReportToStore; droppedAt: number | null }>()
  for (const item of added) {
    const row = item.rows.at(-1)
    if (!row) continue
    const known = newest.get(row.gatewayId)
    const droppedAt = row.droppedReports !== null ? row.receivedAt : (known?.droppedAt ?? null)
    if (!known || row.endedAt > known.row.endedAt) newest.set(row.gatewayId, { row, item, droppedAt })
    else known.droppedAt = droppedAt
  }
  return [...newest.values()]
    .map(({ row, item, droppedAt }) => ({
      ...NO_GATEWAY,
      gatewayId: row.gatewayId,
      lastReceivedAt: row.receivedAt,
      lastEndedAt: row.endedAt,
      lastRidersConnected: row.ridersConnected,
      lastRouteId: row.routeId,
      lastRouteSource: row.routeSource,
      lastRouteConfidence: row.routeConfidence,
      lastPlace: places.get(row) ?? null,
      software: row.software,
      lastClockSource: row.clockSource as (typeof gateway.$inferSelect)['lastClockSource'],
      lastClockUncertaintyMs: row.clockUncertaintyMs,
      lastPolicyVersion: row.policyVersion,
      policyProblemVersion: item.policyProblem?.version ?? null,
      policyProblemReason: item.policyProblem?.reason ?? null,
      lastHealth: item.health,
      lastUplink: item.uplink,
      droppedAt,
    }))
    .sort((a, b) => (a.gatewayId < b.gatewayId ? -1 : 1))
}

/** What a row has to have and what is not written where it is there. */
const NO_GATEWAY = {
  site: 'vehicle',
  addedAt: 0,
  label: null,
  vehicleId: null,
  siteId: null,
  routeId: null,
  credentialHash: null,
  credentialAt: null,
  nextCredentialHash: null,
  renewAskedAt: null,
  revokedAt: null,
  clonedAt: null,
  enrolledAt: null,
  snoozedUntil: null,
  snoozeReason: null,
  chainLength: 0,
  chainHead: null,
} as const
