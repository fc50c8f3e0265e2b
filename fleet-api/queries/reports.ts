import { TransactionRollbackError } from 'drizzle-orm'
import type { RiderProblem } from '../../contract/rider-problem.ts'
import type { Health, Uplink } from '../../contract/telemetry.ts'
import { type FleetDatabase, type FleetTransaction, isUnavailable } from '../../db/fleet/open.ts'
import type { gatewayBoot, report } from '../../db/fleet/schema.ts'
import { riderProblem } from '../../db/fleet/schema.ts'
import { dataUse } from './data-use.ts'
import { type Statements, statementsOf } from './report-statements.ts'

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
}

/** overlap: some of a merged report's minutes were there and some were not, so nothing of it was stored. */
export type Outcome = 'stored' | 'duplicate' | 'overlap'

/**
 * Stores reports of one gateway, each minute at most once for ever, and everything that follows from them, in one transaction: what
 * is answered `stored` is committed, rollups included. The outcome of each, in order.
 */
export async function storeReports(db: FleetDatabase, items: ReportToStore[]): Promise<Outcome[]> {
  if (items.length === 0) return []
  const statements = statementsOf(db)
  return db.transaction((tx) => storeAll(tx, statements, items), { behavior: 'immediate' })
}

/**
 * The same for several gateways at once: the disk is waited for once. One whose reports cannot be stored costs the others nothing:
 * they are stored one by one then, and its error is returned in its place. A database that is busy or full is so for all of them.
 */
export async function storeTogether(db: FleetDatabase, groups: ReportToStore[][]): Promise<(Outcome[] | Error)[]> {
  const statements = statementsOf(db)
  try {
    return db.transaction((tx) => groups.map((items) => storeAll(tx, statements, items)), { behavior: 'immediate' })
  } catch (error) {
    if (groups.length === 1 || isUnavailable(error)) return groups.map(() => errorOf(error))
    return Promise.all(groups.map((items) => storeReports(db, items).catch((error: unknown) => errorOf(error))))
  }
}

function errorOf(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown))
}

function storeAll(tx: FleetTransaction, statements: Statements, items: ReportToStore[]): Outcome[] {
  const outcomes = items.map(({ rows }) => storeRows(tx, statements, rows))
  const added = items.filter((_, index) => outcomes[index] === 'stored')
  const rows = added.flatMap((item) => item.rows)
  for (const span of spansOf(rows)) statements.widenBoot.run(span)
  for (const item of added) keepProblems(tx, item)
  for (const use of dataUse(added)) statements.addDataUse.run(use)
  noteNewest(statements, added)
  return outcomes
}

/** All of a report's minutes or none: a part of them could not be told from the whole by what it has in the last minute. */
function storeRows(tx: FleetTransaction, statements: Statements, rows: ReportRow[]): Outcome {
  const [first] = rows
  if (first && rows.length === 1) return storeRow(statements, first) ? 'stored' : 'duplicate'
  try {
    return tx.transaction((inner) => {
      const stored = rows.filter((row) => storeRow(statements, row)).length
      if (stored > 0 && stored < rows.length) inner.rollback()
      return stored > 0 ? 'stored' : 'duplicate'
    })
  } catch (error) {
    if (error instanceof TransactionRollbackError) return 'overlap'
    throw error
  }
}

/** Stores one minute and adds it to its route's; false: it was there. */
function storeRow({ insert, newestOfCell, addToCell }: Statements, row: ReportRow): boolean {
  const { routeId, minuteAt, gatewayId } = row
  // Before the insert: what this gateway had said of this minute so far.
  const before = newestOfCell.get({ routeId, minuteAt, gatewayId })
  if (insert.run({ ...row }).changes === 0) return false
  addToCell.run({ ...row, ...changeOf(row, before) })
  return true
}

/**
 * What a new report changes of its route's minute. Riders connected are those at the end of the minute: of several reports of one
 * gateway in one minute the last one's, in whatever order they arrive.
 */
function changeOf(row: ReportRow, before: { endedAt: number; ridersConnected: number } | undefined) {
  if (!before) return { ridersChange: row.ridersConnected, gatewaysChange: 1 }
  const isLast = row.endedAt >= before.endedAt
  return { ridersChange: isLast ? row.ridersConnected - before.ridersConnected : 0, gatewaysChange: 0 }
}

function keepProblems(tx: FleetTransaction, { rows, problems }: ReportToStore): void {
  const last = rows.at(-1)
  if (!last) return
  const { gatewayId, routeId, receivedAt } = last
  for (const { ticket, kind, text, reportedAt } of problems) {
    tx.insert(riderProblem)
      .values({ gatewayId, routeId, receivedAt, ticket, kind, text, reportedAt: Date.parse(reportedAt) })
      .onConflictDoNothing()
      .run()
  }
}

type Span = typeof gatewayBoot.$inferSelect

/** The minutes that these reports cover, by boot and route. */
function spansOf(rows: ReportRow[]): Span[] {
  const spans = new Map<string, Span>()
  for (const { gatewayId, bootId, routeId, minuteAt } of rows) {
    const span = spans.get(`${bootId} ${routeId}`) ?? {
      gatewayId,
      bootId,
      routeId,
      firstMinuteAt: minuteAt,
      lastMinuteAt: minuteAt,
    }
    span.firstMinuteAt = Math.min(span.firstMinuteAt, minuteAt)
    span.lastMinuteAt = Math.max(span.lastMinuteAt, minuteAt)
    spans.set(`${bootId} ${routeId}`, span)
  }
  return [...spans.values()]
}

/** Of the newest interval the gateway's row keeps what was told with it. By its own time: a late report changes nothing but the time of receipt. */
function noteNewest({ noteNewest: note }: Statements, added: ReportToStore[]): void {
  let newest: { row: ReportRow; item: ReportToStore } | null = null
  let droppedAt: number | null = null
  for (const item of added) {
    const row = item.rows.at(-1)
    if (!row) continue
    if (row.droppedReports !== null) droppedAt = row.receivedAt
    if (newest === null || row.endedAt > newest.row.endedAt) newest = { row, item }
  }
  if (newest === null) return
  const { row, item } = newest
  note.run({
    ...row,
    problemVersion: item.policyProblem?.version ?? null,
    problemReason: item.policyProblem?.reason ?? null,
    health: item.health && JSON.stringify(item.health),
    uplink: item.uplink && JSON.stringify(item.uplink),
    droppedAt,
  })
}
