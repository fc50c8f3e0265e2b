import type { Site } from '../../contract/enrolment.ts'
import type { RiderProblem } from '../../contract/rider-problem.ts'
import type { Health, Uplink } from '../../contract/telemetry.ts'
import { type FleetDatabase, type FleetTransaction, isUnavailable, type Write } from '../../db/fleet/open.ts'
import { gatewayModemDay, report, riderProblem } from '../../db/fleet/schema.ts'
import { attribute } from '../evidence/attribute.ts'
import { type Evidence, evidenceFor } from '../evidence/evidence.ts'
import type { Remembered } from '../evidence/follow-shapes.ts'
import { wayMemory } from '../evidence/memory.ts'
import { type Boot, bootKey, withMinutes } from '../rules/boot-runs.ts'
import { addedBy } from '../rules/cells.ts'
import { chainUp } from '../rules/chain.ts'
import { cityTime } from '../rules/city-time.ts'
import { usageCells } from '../rules/histogram-cells.ts'
import { decide } from '../rules/outcomes.ts'
import { piecesSeen } from '../signal/seen.ts'
import { lockSeqs, runsAround, saidSoFar, writeRuns, writeSeqs } from './boots.ts'
import { lockChains } from './chain.ts'
import { dataUse } from './data-use.ts'
import { cityTimezone } from './feeds.ts'
import { addToHistograms } from './histograms.ts'
import { moveMinutes } from './move-minutes.ts'
import { writeNewest } from './newest.ts'
import { addToRollups } from './rollups.ts'
import { addPieces } from './signal.ts'
import { plus } from './upserts.ts'

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
  site: Site
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
  const known = await lockChains(tx, rows)
  const chains = chainUp(rows, known)
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
  await writeNewest(tx, added, { places: attributed.places, chains })
  await addPieces(tx, piecesSeen(attributed, timezone))
  await addToHistograms(tx, usageCells(added, time))
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
    const { gatewayId, receivedAt } = last
    for (const { ticket, kind, text, reportedAt: iso } of problems) {
      const reportedAt = Date.parse(iso)
      // Of minutes that came merged the one in which it was told: they need not be of one route.
      const { routeId } = rows.find(({ startedAt, endedAt }) => startedAt <= reportedAt && reportedAt < endedAt) ?? last
      const open = { answeredAt: null, answeredBy: null, answer: null, note: null }
      const row = { gatewayId, routeId, receivedAt, ticket, kind, text, reportedAt, ...open }
      found.set(`${gatewayId} ${ticket} ${reportedAt}`, row)
    }
  }
  return [...found.values()]
}
