import { and, desc, eq, getTableColumns, sql } from 'drizzle-orm'
import type { AnySQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core'
import type { FleetDatabase } from '../../db/fleet/open.ts'
import { gateway, gatewayBoot, gatewayModemDay, report, routeMinute } from '../../db/fleet/schema.ts'
import { perConnection } from './per-connection.ts'

export type Statements = ReturnType<typeof prepareStatements>

/** The statements of every single report. */
export const statementsOf = perConnection(prepareStatements)

function prepareStatements(db: FleetDatabase) {
  return {
    insert: db.insert(report).values(placeholdersOf(report)).onConflictDoNothing().prepare(),
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
        ...placeholdersOf(routeMinute),
        ridersConnected: sql.placeholder('ridersChange'),
        gateways: sql.placeholder('gatewaysChange'),
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
    widenBoot: db
      .insert(gatewayBoot)
      .values(placeholdersOf(gatewayBoot))
      .onConflictDoUpdate({
        target: [gatewayBoot.gatewayId, gatewayBoot.bootId, gatewayBoot.routeId],
        set: {
          firstMinuteAt: sql`min(${gatewayBoot.firstMinuteAt}, excluded.first_minute_at)`,
          lastMinuteAt: sql`max(${gatewayBoot.lastMinuteAt}, excluded.last_minute_at)`,
        },
      })
      .prepare(),
    addDataUse: db
      .insert(gatewayModemDay)
      .values(placeholdersOf(gatewayModemDay))
      .onConflictDoUpdate({
        target: [gatewayModemDay.gatewayId, gatewayModemDay.port, gatewayModemDay.dayAt],
        set: {
          receivedOctets: plus(gatewayModemDay.receivedOctets),
          sentOctets: plus(gatewayModemDay.sentOctets),
        },
      })
      .prepare(),
    noteNewest: db
      .update(gateway)
      .set({
        lastReceivedAt: sql`${sql.placeholder('receivedAt')}`,
        lastRidersConnected: ifNewer('ridersConnected', gateway.lastRidersConnected),
        lastRouteId: ifNewer('routeId', gateway.lastRouteId),
        software: ifNewer('software', gateway.software),
        lastClockSource: ifNewer('clockSource', gateway.lastClockSource),
        lastClockUncertaintyMs: ifNewer('clockUncertaintyMs', gateway.lastClockUncertaintyMs),
        lastPolicyVersion: ifNewer('policyVersion', gateway.lastPolicyVersion),
        policyProblemVersion: ifNewer('problemVersion', gateway.policyProblemVersion),
        policyProblemReason: ifNewer('problemReason', gateway.policyProblemReason),
        lastHealth: ifNewer('health', gateway.lastHealth),
        lastUplink: ifNewer('uplink', gateway.lastUplink),
        lastEndedAt: ifNewer('endedAt', gateway.lastEndedAt),
        droppedAt: sql`coalesce(${sql.placeholder('droppedAt')}, ${gateway.droppedAt})`,
      })
      .where(eq(gateway.gatewayId, sql.placeholder('gatewayId')))
      .prepare(),
  }
}

/** A placeholder for every column, by its own name. */
function placeholdersOf<T extends SQLiteTable>(table: T): T['$inferSelect'] {
  return Object.fromEntries(Object.keys(getTableColumns(table)).map((name) => [name, sql.placeholder(name)]))
}

const plus = (column: AnySQLiteColumn) => sql`${column} + ${sql.raw(`excluded."${column.name}"`)}`

const ifNewer = (value: string, column: AnySQLiteColumn) =>
  sql`case when ${sql.placeholder('endedAt')} >= coalesce(${gateway.lastEndedAt}, 0) then ${sql.placeholder(value)} else ${column} end`
