import { and, desc, eq, getTableColumns, sql } from 'drizzle-orm'
import type { AnySQLiteColumn } from 'drizzle-orm/sqlite-core'
import type { RiderProblem } from '../../contract/rider-problem.ts'
import type { FleetDatabase, FleetTransaction } from '../../db/fleet/open.ts'
import { gateway, gatewayBoot, report, riderProblem, routeMinute } from '../../db/fleet/schema.ts'

/** A report as it is stored, with the riders' fault reports that it carries. */
export type ReportRow = typeof report.$inferInsert & { problems?: RiderProblem[] }

/**
 * Stores reports of one gateway, each at most once for ever, and everything that follows from them, in one transaction: what is
 * answered `stored` is committed, rollups included. True for each that was new, in order.
 */
export async function storeReports(db: FleetDatabase, rows: ReportRow[]): Promise<boolean[]> {
  if (rows.length === 0) return []
  const { insert, newestOfCell, addToCell } = statementsOf(db)
  return db.transaction(
    (tx) => {
      const added: ReportRow[] = []
      const isNew = rows.map((row) => {
        const { routeId, minuteAt, gatewayId } = row
        // Before the insert: what this gateway had said of this minute so far.
        const before = newestOfCell.get({ routeId, minuteAt, gatewayId })
        if (insert.run(parametersOf(row)).changes === 0) return false
        addToCell.run({ ...parametersOf(row), ...changeOf(row, before) })
        added.push(row)
        return true
      })
      for (const span of spansOf(added)) widenBoot(tx, span)
      for (const row of added) keepProblems(tx, row)
      const newest = added.reduce<ReportRow | null>(
        (best, row) => (best && best.endedAt >= row.endedAt ? best : row),
        null,
      )
      if (newest) noteNewest(tx, newest)
      return isNew
    },
    { behavior: 'immediate' },
  )
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

const COLUMNS = Object.keys(getTableColumns(report)) as (keyof ReportRow)[]

function parametersOf(row: ReportRow): Record<string, unknown> {
  return { clockUncertaintyMs: null, policyVersion: null, ...row }
}

type Statements = ReturnType<typeof prepareStatements>
const prepared = new WeakMap<FleetDatabase, Statements>()

/** The statements of every single report, prepared once for each connection: making them anew costs more than running them. */
function statementsOf(db: FleetDatabase): Statements {
  const known = prepared.get(db)
  if (known) return known
  const made = prepareStatements(db)
  prepared.set(db, made)
  return made
}

function prepareStatements(db: FleetDatabase) {
  const values = Object.fromEntries(COLUMNS.map((column) => [column, sql.placeholder(column)])) as unknown as ReportRow
  const plus = (column: AnySQLiteColumn) => sql`${column} + ${sql.raw(`excluded."${column.name}"`)}`
  return {
    insert: db.insert(report).values(values).onConflictDoNothing().prepare(),
    newestOfCell: db
      .select({ endedAt: report.endedAt, ridersConnected: report.ridersConnected })
      .from(report)
      .where(
        and(
          eq(report.routeId, sql.placeholder('routeId')),
          eq(report.minuteAt, sql.placeholder('minuteAt')),
          eq(report.gatewayId, sql.placeholder('gatewayId')),
        ),
      )
      .orderBy(desc(report.endedAt))
      .limit(1)
      .prepare(),
    addToCell: db
      .insert(routeMinute)
      .values({
        routeId: sql.placeholder('routeId'),
        minuteAt: sql.placeholder('minuteAt'),
        ridersConnected: sql.placeholder('ridersChange'),
        gateways: sql.placeholder('gatewaysChange'),
        sessionsStarted: sql.placeholder('sessionsStarted'),
        inputOctets: sql.placeholder('inputOctets'),
        outputOctets: sql.placeholder('outputOctets'),
      })
      .onConflictDoUpdate({
        target: [routeMinute.routeId, routeMinute.minuteAt],
        set: {
          ridersConnected: plus(routeMinute.ridersConnected),
          gateways: plus(routeMinute.gateways),
          sessionsStarted: plus(routeMinute.sessionsStarted),
          inputOctets: plus(routeMinute.inputOctets),
          outputOctets: plus(routeMinute.outputOctets),
        },
      })
      .prepare(),
  }
}

function keepProblems(tx: FleetTransaction, { gatewayId, routeId, receivedAt, problems = [] }: ReportRow): void {
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

function widenBoot(tx: FleetTransaction, span: Span): void {
  tx.insert(gatewayBoot)
    .values(span)
    .onConflictDoUpdate({
      target: [gatewayBoot.gatewayId, gatewayBoot.bootId, gatewayBoot.routeId],
      set: {
        firstMinuteAt: sql`min(${gatewayBoot.firstMinuteAt}, excluded.first_minute_at)`,
        lastMinuteAt: sql`max(${gatewayBoot.lastMinuteAt}, excluded.last_minute_at)`,
      },
    })
    .run()
}

/** The newest interval is by its own time, so a late report changes nothing here but the time of receipt. */
function noteNewest(tx: FleetTransaction, newest: ReportRow): void {
  const isNewer = sql`${newest.endedAt} >= coalesce(${gateway.lastEndedAt}, 0)`
  const ifNewer = (
    value: number | string,
    column:
      | typeof gateway.lastEndedAt
      | typeof gateway.software
      | typeof gateway.lastRouteId
      | typeof gateway.lastRidersConnected,
  ) => sql`case when ${isNewer} then ${value} else ${column} end`
  tx.update(gateway)
    .set({
      lastReceivedAt: newest.receivedAt,
      lastRidersConnected: ifNewer(newest.ridersConnected, gateway.lastRidersConnected),
      lastRouteId: ifNewer(newest.routeId, gateway.lastRouteId),
      software: ifNewer(newest.software, gateway.software),
      lastEndedAt: ifNewer(newest.endedAt, gateway.lastEndedAt),
    })
    .where(eq(gateway.gatewayId, newest.gatewayId))
    .run()
}

/** Everything that the fleet holds of one gateway, or of all: for tests, `abordo prove` and the auditor. */
export async function totals(db: FleetDatabase, gatewayId?: string) {
  return db
    .select({
      reports: sql<number>`count(*)`,
      sessionsStarted: sql<number>`coalesce(sum(${report.sessionsStarted}), 0)`,
      inputOctets: sql<number>`coalesce(sum(${report.inputOctets}), 0)`,
      outputOctets: sql<number>`coalesce(sum(${report.outputOctets}), 0)`,
    })
    .from(report)
    .where(gatewayId === undefined ? undefined : eq(report.gatewayId, gatewayId))
    .get()
}
