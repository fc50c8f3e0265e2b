import { and, asc, desc, eq, gte, lt, lte, max } from 'drizzle-orm'
import type { FleetReads } from '../../db/fleet/open.ts'
import {
  cityReport,
  cityReportChain,
  gateway,
  gatewayHour,
  gatewayServiceDay,
  publishedDay,
  routeDay,
  routeHour,
} from '../../db/fleet/schema.ts'
import type { Days } from './connectivity.ts'

// What a final report is recomputed from. Ranges are half open, of starts of hours or days in seconds since 1970.

/** A month's report that is final; without a revision the last one. */
export async function finalReport(db: FleetReads, month: string, revision: number | null = null) {
  const ofMonth = eq(cityReport.month, month)
  const [row] = await db
    .select()
    .from(cityReport)
    .where(revision === null ? ofMonth : and(ofMonth, eq(cityReport.revision, revision)))
    .orderBy(desc(cityReport.revision))
    .limit(1)
  return row ?? null
}

export async function gatewayHoursWithin(db: FleetReads, { from, to }: Days) {
  const { gatewayId, hourAt, reports, due, ridersSum, sessionsStarted, inputOctets, outputOctets } = gatewayHour
  const sums = { reports, due, ridersSum, sessions: sessionsStarted, inputOctets, outputOctets }
  return db
    .select({ gatewayId, site: gateway.site, hourAt, ...sums })
    .from(gatewayHour)
    .innerJoin(gateway, eq(gateway.gatewayId, gatewayId))
    .where(and(gte(hourAt, from), lt(hourAt, to)))
    .orderBy(asc(hourAt), asc(gatewayId))
}

export async function routeHoursWithin(db: FleetReads, { from, to }: Days) {
  const { routeId, hourAt, reports, due, ridersSum, sessionsStarted, inputOctets, outputOctets } = routeHour
  const sums = { reports, due, ridersSum, sessions: sessionsStarted, inputOctets, outputOctets }
  return db
    .select({ routeId, hourAt, ...sums, minutes: routeHour.minutes, ridersPeak: routeHour.ridersPeak })
    .from(routeHour)
    .where(and(gte(hourAt, from), lt(hourAt, to)))
    .orderBy(asc(hourAt), asc(routeId))
}

export async function routeDaysWithin(db: FleetReads, { from, to }: Days) {
  const { routeId, dayAt, reports, due, ridersSum, sessionsStarted, inputOctets, outputOctets } = routeDay
  const sums = { reports, due, ridersSum, sessions: sessionsStarted, inputOctets, outputOctets }
  return db
    .select({ routeId, dayAt, ...sums, minutes: routeDay.minutes, ridersPeak: routeDay.ridersPeak })
    .from(routeDay)
    .where(and(gte(dayAt, from), lt(dayAt, to)))
    .orderBy(asc(dayAt), asc(routeId))
}

export async function serviceDaysWithin(db: FleetReads, { from, to }: Days) {
  const { dayAt, gatewayId, routeId } = gatewayServiceDay
  const rows = await db
    .select({ served: gatewayServiceDay, site: gateway.site })
    .from(gatewayServiceDay)
    .innerJoin(gateway, eq(gateway.gatewayId, gatewayId))
    .where(and(gte(dayAt, from), lt(dayAt, to)))
    .orderBy(asc(dayAt), asc(gatewayId), asc(routeId))
  return rows.map(({ served, site }) => ({ ...served, site }))
}

/** What had been published of these days by a moment (ms since 1970), entry by entry. */
export async function publishedBy(db: FleetReads, { from, to }: Days, moment: number) {
  const { dayAt, rowKey, entry, publishedAt } = publishedDay
  return db
    .select()
    .from(publishedDay)
    .where(and(gte(dayAt, from), lt(dayAt, to), lte(publishedAt, moment)))
    .orderBy(asc(dayAt), asc(rowKey), asc(entry))
}

/** The heads of the gateways' chains when a revision was made. */
export async function chainHeadsOf(db: FleetReads, month: string, revision: number) {
  const { gatewayId, length, head } = cityReportChain
  return db
    .select({ gatewayId, length, head })
    .from(cityReportChain)
    .where(and(eq(cityReportChain.month, month), eq(cityReportChain.revision, revision)))
    .orderBy(asc(gatewayId))
}

/** The heads of the gateways' chains now. */
export async function chainHeadsNow(db: FleetReads) {
  const { gatewayId, chainLength, chainHead } = gateway
  return db.select({ gatewayId, length: chainLength, head: chainHead }).from(gateway).orderBy(asc(gatewayId))
}

/** The months whose report is final, each with its last revision. */
export async function finalMonths(db: FleetReads): Promise<{ month: string; revision: number }[]> {
  const rows = await db
    .select({ month: cityReport.month, revision: max(cityReport.revision) })
    .from(cityReport)
    .groupBy(cityReport.month)
    .orderBy(asc(cityReport.month))
  return rows.map(({ month, revision }) => ({ month, revision: revision ?? 0 }))
}
