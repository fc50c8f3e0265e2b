import { and, asc, eq, gt, gte, lt, sum } from 'drizzle-orm'
import type { AnySQLiteColumn } from 'drizzle-orm/sqlite-core'
import type { FleetReads } from '../../db/fleet/open.ts'
import { deviceCount, fleetDay, gateway, gatewayRun, gatewayServiceDay } from '../../db/fleet/schema.ts'
import type { Days } from './connectivity.ts'

const total = (column: AnySQLiteColumn) => sum(column).mapWith(Number)

/** Availability of each kind of site and route on the day that begins at `dayAt`, in tenths of a minute. */
export async function serviceOfDay(db: FleetReads, dayAt: number) {
  const t = gatewayServiceDay
  return db
    .select({
      site: gateway.site,
      routeId: t.routeId,
      inService: total(t.inService),
      available: total(t.available),
      power: total(t.power),
      noSignal: total(t.noSignal),
      noData: total(t.noData),
      simQuota: total(t.simQuota),
      gateway: total(t.gateway),
      portal: total(t.portal),
    })
    .from(t)
    .innerJoin(gateway, eq(gateway.gatewayId, t.gatewayId))
    .where(eq(t.dayAt, dayAt))
    .groupBy(gateway.site, t.routeId)
    .orderBy(asc(gateway.site), asc(t.routeId))
}

/** Starts of the days within [from, to) of which there is any availability, in order. */
export async function serviceDaysOf(db: FleetReads, { from, to }: Days): Promise<number[]> {
  const { dayAt } = gatewayServiceDay
  const rows = await db
    .select({ dayAt })
    .from(gatewayServiceDay)
    .where(and(gte(dayAt, from), lt(dayAt, to)))
    .groupBy(dayAt)
    .orderBy(asc(dayAt))
  return rows.map((row) => row.dayAt)
}

/** Gateways that were in service within [from, to), by the routes on which they were. */
export async function gatewaysInService(db: FleetReads, { from, to }: Days) {
  const { gatewayId, routeId, dayAt, inService } = gatewayServiceDay
  return db
    .select({ gatewayId, routeId, site: gateway.site })
    .from(gatewayServiceDay)
    .innerJoin(gateway, eq(gateway.gatewayId, gatewayId))
    .where(and(gte(dayAt, from), lt(dayAt, to), gt(inService, 0)))
    .groupBy(gatewayId, routeId, gateway.site)
}

/** Gateways that reported within [from, to), by the routes on which they were. */
export async function gatewaysReporting(db: FleetReads, { from, to }: Days) {
  const { gatewayId, routeId, firstMinuteAt, lastMinuteAt } = gatewayRun
  return db
    .select({ gatewayId, routeId, site: gateway.site })
    .from(gatewayRun)
    .innerJoin(gateway, eq(gateway.gatewayId, gatewayId))
    .where(and(gte(lastMinuteAt, from), lt(firstMinuteAt, to)))
    .groupBy(gatewayId, routeId, gateway.site)
}

/** What each day within [from, to) says of the whole fleet. */
export async function fleetDaysWithin(db: FleetReads, { from, to }: Days) {
  const { dayAt, minutes, reports, due } = fleetDay
  return db
    .select({ dayAt, minutes, reports, due })
    .from(fleetDay)
    .where(and(gte(dayAt, from), lt(dayAt, to)))
    .orderBy(asc(dayAt))
}

/** Distinct devices of the days within [from, to) that are closed. */
export async function devicesWithin(db: FleetReads, { from, to }: Days) {
  const { dayAt, rowKey, estimate, errorShare, pieces, due } = deviceCount
  return db
    .select({ dayAt, rowKey, estimate, errorShare, pieces, due })
    .from(deviceCount)
    .where(and(gte(dayAt, from), lt(dayAt, to)))
    .orderBy(asc(dayAt), asc(rowKey))
}
