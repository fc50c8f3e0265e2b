import { and, eq, sql } from 'drizzle-orm'
import type { FleetDatabase } from '../../db/fleet/open.ts'
import { gateway, gatewayBoot, report, routeMinute } from '../../db/fleet/schema.ts'

export type ReportRow = typeof report.$inferInsert
type Transaction = Parameters<Parameters<FleetDatabase['transaction']>[0]>[0]

/**
 * Stores reports of one gateway, each at most once for ever, and everything that follows from them, in one transaction: what is
 * answered `stored` is committed, rollups included. True for each that was new, in order.
 */
export async function storeReports(db: FleetDatabase, rows: ReportRow[]): Promise<boolean[]> {
  if (rows.length === 0) return []
  return db.transaction(
    (tx) => {
      const isNew = rows.map((row) => tx.insert(report).values(row).onConflictDoNothing().run().changes > 0)
      const added = rows.filter((_, index) => isNew[index])
      for (const row of added) widenBoot(tx, row)
      const cells = new Map(added.map((row) => [`${row.minuteAt} ${row.routeId}`, row]))
      for (const { routeId, minuteAt } of cells.values()) rollUpMinute(tx, routeId, minuteAt)
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

function widenBoot(tx: Transaction, { gatewayId, bootId, routeId, minuteAt }: ReportRow): void {
  tx.insert(gatewayBoot)
    .values({ gatewayId, bootId, routeId, firstMinuteAt: minuteAt, lastMinuteAt: minuteAt })
    .onConflictDoUpdate({
      target: [gatewayBoot.gatewayId, gatewayBoot.bootId, gatewayBoot.routeId],
      set: {
        firstMinuteAt: sql`min(${gatewayBoot.firstMinuteAt}, excluded.first_minute_at)`,
        lastMinuteAt: sql`max(${gatewayBoot.lastMinuteAt}, excluded.last_minute_at)`,
      },
    })
    .run()
}

/**
 * Works one cell out again from its reports, so that it is right whatever came late, twice or out of order. Riders connected are
 * those at the end of the minute: of several reports of one gateway in one minute, the last one's.
 */
function rollUpMinute(tx: Transaction, routeId: string, minuteAt: number): void {
  const rows = tx
    .select({
      gatewayId: report.gatewayId,
      endedAt: report.endedAt,
      ridersConnected: report.ridersConnected,
      sessionsStarted: report.sessionsStarted,
      inputOctets: report.inputOctets,
      outputOctets: report.outputOctets,
    })
    .from(report)
    .where(and(eq(report.routeId, routeId), eq(report.minuteAt, minuteAt)))
    .all()
  const last = new Map<string, { endedAt: number; ridersConnected: number }>()
  for (const row of rows) if ((last.get(row.gatewayId)?.endedAt ?? 0) <= row.endedAt) last.set(row.gatewayId, row)
  const sum = <T>(items: Iterable<T>, of: (item: T) => number) =>
    [...items].reduce((total, item) => total + of(item), 0)
  const cell = {
    ridersConnected: sum(last.values(), (row) => row.ridersConnected),
    gateways: last.size,
    sessionsStarted: sum(rows, (row) => row.sessionsStarted),
    inputOctets: sum(rows, (row) => row.inputOctets),
    outputOctets: sum(rows, (row) => row.outputOctets),
  }
  tx.insert(routeMinute)
    .values({ routeId, minuteAt, ...cell })
    .onConflictDoUpdate({ target: [routeMinute.routeId, routeMinute.minuteAt], set: cell })
    .run()
}

/** The newest interval is by its own time, so a late report changes nothing here but the time of receipt. */
function noteNewest(tx: Transaction, newest: ReportRow): void {
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
