import { and, asc, gt, gte, lt, max, min } from 'drizzle-orm'
import type { FleetDatabase, FleetReads, FleetTransaction, Write } from '../../db/fleet/open.ts'
import { fleetDay, gatewayHour, gatewayRun, report, routeDay, routeHour, routeMinute } from '../../db/fleet/schema.ts'
import { addedBy, daysOf, type Owed, rolledUp } from '../rules/cells.ts'
import type { CityTime } from '../rules/city-time.ts'

/** First and last minute of which reports are kept; null: none are. */
export async function minutesKept(db: FleetReads): Promise<{ first: number; last: number } | null> {
  const [kept] = await db.select({ first: min(report.minuteAt), last: max(report.minuteAt) }).from(report)
  return kept?.first == null || kept.last == null ? null : { first: kept.first, last: kept.last }
}

/** First and last hour that is kept by route; null: none is. */
export async function hoursKept(db: FleetReads): Promise<{ first: number; last: number } | null> {
  const [kept] = await db.select({ first: min(routeHour.hourAt), last: max(routeHour.hourAt) }).from(routeHour)
  return kept?.first == null || kept.last == null ? null : { first: kept.first, last: kept.last }
}

const minutes: Write<typeof routeMinute> = { table: routeMinute }
const routeHours: Write<typeof routeHour> = { table: routeHour }
const gatewayHours: Write<typeof gatewayHour> = { table: gatewayHour }
const routeDays: Write<typeof routeDay> = { table: routeDay }
const fleetDays: Write<typeof fleetDay> = { table: fleetDay }

/** Makes the minutes and hours of every route and gateway anew from the reports of an hour that are kept. */
export async function rebuildHour(db: FleetDatabase, hourAt: number, time: CityTime): Promise<void> {
  const range = { from: hourAt, to: hourAt + 3600 }
  await db.prepareMinutes([hourAt, range.to - 60])
  await db.transaction(async (tx) => {
    const rows = await tx
      .select()
      .from(report)
      .where(and(gte(report.minuteAt, range.from), lt(report.minuteAt, range.to)))
      .orderBy(asc(report.minuteAt))
    await tx.delete(routeMinute).where(and(gte(routeMinute.minuteAt, range.from), lt(routeMinute.minuteAt, range.to)))
    // Hours that overlap too: those of a time zone that is half an hour away.
    await tx.delete(routeHour).where(and(gt(routeHour.hourAt, hourAt - 3600), lt(routeHour.hourAt, range.to)))
    await tx.delete(gatewayHour).where(and(gt(gatewayHour.hourAt, hourAt - 3600), lt(gatewayHour.hourAt, range.to)))
    const added = addedBy(rows, new Map(), time)
    const hours = rolledUp(added, added.minutes, await owedWithin(tx, range), time)
    await tx.writeMany(minutes, added.minutes)
    await tx.writeMany(routeHours, hours.routeHours)
    await tx.writeMany(gatewayHours, hours.gatewayHours)
  })
}

/** What every boot owes within [from, to). */
async function owedWithin(tx: FleetTransaction, { from, to }: { from: number; to: number }): Promise<Owed[]> {
  const runs = await tx
    .select()
    .from(gatewayRun)
    .where(and(gte(gatewayRun.lastMinuteAt, from), lt(gatewayRun.firstMinuteAt, to)))
  return runs.map(({ gatewayId, routeId, firstMinuteAt, lastMinuteAt }) => ({
    gatewayId,
    routeId,
    from: Math.max(firstMinuteAt, from),
    to: Math.min(lastMinuteAt, to - 60),
    sign: 1 as const,
  }))
}

/** Forgets the days that begin at or after `from` (seconds since 1970): they are to be made anew. */
export async function forgetDays(db: FleetDatabase, from: number): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.delete(routeDay).where(gte(routeDay.dayAt, from))
    await tx.delete(fleetDay).where(gte(fleetDay.dayAt, from))
  })
}

/** Makes the days that begin within [from, to) anew from the hours that begin within. */
export async function rebuildDays(db: FleetDatabase, from: number, to: number, time: CityTime): Promise<void> {
  await db.transaction(async (tx) => {
    const hours = await tx
      .select()
      .from(routeHour)
      .where(and(gte(routeHour.hourAt, from), lt(routeHour.hourAt, to)))
    const days = daysOf(hours, time)
    await tx.writeMany(routeDays, days.routeDays)
    await tx.writeMany(
      fleetDays,
      days.fleetDays.map((day) => ({ ...day, minutes: null, ridersPeak: null, settledReports: null })),
    )
  })
}
