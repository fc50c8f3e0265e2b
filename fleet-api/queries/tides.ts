import { and, asc, eq, gt, gte, inArray, lt, sql } from 'drizzle-orm'
import type { FleetReads } from '../../db/fleet/open.ts'
import { agency, gateway, gatewayHour, report, site } from '../../db/fleet/schema.ts'
import { liveFeedId } from './network.ts'
import { preparedForMany } from './prepared.ts'

/** A gateway as other systems know it. */
export interface DeviceRow {
  gatewayId: string
  site: 'vehicle' | 'stop' | 'station'
  vehicleId: string | null
  label: string | null
  /** The operator's standing assignment. */
  routeId: string | null
  /** GTFS stop_id of the stop or station that it serves. */
  stopId: string | null
}

/** The gateways that were there before `before` (ms since 1970), vehicle by vehicle. */
export async function devicesBefore(db: FleetReads, before: number): Promise<DeviceRow[]> {
  const rows = await db
    .select({
      gatewayId: gateway.gatewayId,
      site: gateway.site,
      vehicleId: gateway.vehicleId,
      label: gateway.label,
      routeId: gateway.routeId,
      stopId: site.stopId,
    })
    .from(gateway)
    .leftJoin(site, eq(site.siteId, gateway.siteId))
    .where(lt(gateway.addedAt, before))
    .orderBy(asc(gateway.gatewayId))
  const keyOf = ({ vehicleId, gatewayId }: DeviceRow) => vehicleId ?? gatewayId
  return rows.sort((a, b) => (keyOf(a) === keyOf(b) ? 0 : keyOf(a) < keyOf(b) ? -1 : 1))
}

/** The gateways that reported within [from, to), which are starts of hours (seconds since 1970). */
export async function gatewaysThatReported(db: FleetReads, from: number, to: number): Promise<Set<string>> {
  const rows = await db
    .select({ gatewayId: gatewayHour.gatewayId })
    .from(gatewayHour)
    .where(and(gte(gatewayHour.hourAt, from), lt(gatewayHour.hourAt, to), gt(gatewayHour.reports, 0)))
    .groupBy(gatewayHour.gatewayId)
  return new Set(rows.map(({ gatewayId }) => gatewayId))
}

const tracesOfMinutes = preparedForMany('traces of minutes', ['minuteAt'], (db, { minuteAt }) => {
  const { bootId, seq, minuteAt: at, startedAt, routeId, trace, signOn } = report
  return db
    .select({ bootId, seq, minuteAt: at, startedAt, routeId, trace, signOn })
    .from(report)
    .where(and(inArray(at, minuteAt), eq(report.gatewayId, sql.placeholder('gatewayId'))))
})

export type TraceRow = Awaited<ReturnType<typeof tracesOfMinutes>>[number]

/** A gateway's minutes within [from, to), seconds since 1970, in order of time. */
export async function tracesOf(db: FleetReads, gatewayId: string, from: number, to: number): Promise<TraceRow[]> {
  const minutes = Array.from({ length: Math.ceil((to - from) / 60) }, (_, index) => ({ minuteAt: from + index * 60 }))
  const rows = await tracesOfMinutes(db, minutes, { gatewayId })
  return rows.sort((a, b) => a.startedAt - b.startedAt || a.seq - b.seq)
}

/** What the city's agency is called; null: there is no feed yet. */
export async function agencyName(db: FleetReads): Promise<string | null> {
  const feedId = await liveFeedId(db)
  if (feedId === null) return null
  const [row] = await db.select({ name: agency.agencyName }).from(agency).where(eq(agency.feedId, feedId)).limit(1)
  return row?.name ?? null
}
