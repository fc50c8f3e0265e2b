import { asc, eq, type SQL, sql } from 'drizzle-orm'
import type { AnySQLiteColumn } from 'drizzle-orm/sqlite-core'
import type { FleetDatabase } from '../../db/fleet/open.ts'
import {
  fleetDay,
  gatewayHour,
  report,
  routeDay,
  routeHour,
  routeMinute,
  usageHistogram,
} from '../../db/fleet/schema.ts'

/** Every report that the fleet holds of one gateway, as it was sent and when it came: for `abordo prove` and the auditor. */
export async function reportsOf(db: FleetDatabase, gatewayId: string): Promise<(typeof report.$inferSelect)[]> {
  return db.select().from(report).where(eq(report.gatewayId, gatewayId)).orderBy(asc(report.startedAt))
}

/** What the rollup by route and minute says of each route, all minutes together. */
export async function rollupTotals(db: FleetDatabase) {
  return db
    .select({
      routeId: routeMinute.routeId,
      gateways: sql<number>`sum(${routeMinute.gateways})`,
      started: sql<number>`sum(${routeMinute.sessionsStarted})`,
      input: sql<number>`sum(${routeMinute.inputOctets})`,
      output: sql<number>`sum(${routeMinute.outputOctets})`,
    })
    .from(routeMinute)
    .groupBy(routeMinute.routeId)
    .orderBy(asc(routeMinute.routeId))
}

/** What minutes come to, added up. */
export interface RollupSums {
  /** The rollup, and the route or gateway in it. */
  of: string
  /** Minutes of gateways, of which several reports may tell. */
  reports: number
  started: number
  input: number
  output: number
}

/** Each rollup by hour and by day, added up over all time, and what the stored minutes say that it should be. */
export async function rollupsAndMinutes(db: FleetDatabase): Promise<{ rollups: RollupSums[]; minutes: RollupSums[] }> {
  const perRoute = [
    ...named('route_hour', await sumsBy(db, routeHour, routeHour.routeId)),
    ...named('route_day', await sumsBy(db, routeDay, routeDay.routeId)),
  ]
  const perGateway = named('gateway_hour', await sumsBy(db, gatewayHour, gatewayHour.gatewayId))
  const whole = named('fleet_day', await sumsBy(db, fleetDay, sql<string>`''`))
  const byRoute = await minutesBy(db, report.routeId)
  return {
    rollups: [...perRoute, ...perGateway, ...whole],
    minutes: [
      ...named('route_hour', byRoute),
      ...named('route_day', byRoute),
      ...named('gateway_hour', await minutesBy(db, report.gatewayId)),
      ...named('fleet_day', await minutesBy(db, sql<string>`''`)),
    ],
  }
}

/** The histograms of all days and rows together. */
export async function histogramTotals(db: FleetDatabase) {
  const { measure, bucket, count } = usageHistogram
  return db
    .select({ measure, bucket, count: sum(count) })
    .from(usageHistogram)
    .groupBy(measure, bucket)
}

type Rollup = typeof routeHour | typeof routeDay | typeof gatewayHour | typeof fleetDay

function sumsBy(db: FleetDatabase, table: Rollup, key: AnySQLiteColumn | SQL<string>): Promise<RollupSums[]> {
  return db
    .select({
      of: sql<string>`${key}`.as('of'),
      reports: sum(table.reports),
      started: sum(table.sessionsStarted),
      input: sum(table.inputOctets),
      output: sum(table.outputOctets),
    })
    .from(table)
    .groupBy(sql`1`)
}

async function minutesBy(db: FleetDatabase, key: AnySQLiteColumn | SQL<string>): Promise<RollupSums[]> {
  const minutes = db
    .select({
      key: sql<string>`${key}`.as('key'),
      started: sum(report.sessionsStarted).as('started'),
      input: sum(report.inputOctets).as('input'),
      output: sum(report.outputOctets).as('output'),
    })
    .from(report)
    .groupBy(sql`1`, report.gatewayId, report.routeId, report.minuteAt)
    .as('minutes')
  return db
    .select({
      of: minutes.key,
      reports: sql<number>`count(*)`,
      started: sum(minutes.started),
      input: sum(minutes.input),
      output: sum(minutes.output),
    })
    .from(minutes)
    .groupBy(sql`1`)
}

function named(rollup: string, sums: RollupSums[]): RollupSums[] {
  return sums.map((each) => ({ ...each, of: `${rollup} ${each.of}`.trim() }))
}

function sum(of: AnySQLiteColumn | SQL.Aliased<number>) {
  return sql<number>`coalesce(sum(${of}), 0)`
}
