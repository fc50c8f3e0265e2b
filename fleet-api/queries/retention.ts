import { and, asc, eq, gte, inArray, isNull, lt, lte, max, ne, or, sum } from 'drizzle-orm'
import type { AnySQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core'
import type { FleetDatabase } from '../../db/fleet/open.ts'
import {
  alert,
  alertEvent,
  fleetDay,
  gatewayHour,
  gatewayRun,
  report,
  routeHour,
  routeMinute,
  vehicleRun,
} from '../../db/fleet/schema.ts'

/** So many rows are deleted in one transaction: some milliseconds, in which no report is stored. */
const ROWS_A_STEP = 2000
/** So many alerts, each with what happened to it. */
const ALERTS_A_STEP = 200

/** Deletes some minutes of before `before` (seconds since 1970), the oldest first. False: there are none left. */
export async function deleteSomeMinutes(db: FleetDatabase, before: number): Promise<boolean> {
  return (
    (await deleteSome(db, report, report.minuteAt, before)) ||
    (await deleteSome(db, routeMinute, routeMinute.minuteAt, before))
  )
}

/** Deletes some hours, and boots, of before `before` (seconds since 1970). False: there are none left. */
export async function deleteSomeHours(db: FleetDatabase, before: number): Promise<boolean> {
  return (
    (await deleteSome(db, gatewayHour, gatewayHour.hourAt, before)) ||
    (await deleteSome(db, routeHour, routeHour.hourAt, before)) ||
    (await deleteSome(db, gatewayRun, gatewayRun.lastMinuteAt, before))
  )
}

/** Deletes some of what other systems said of vehicles before `before` (ms since 1970). False: there is nothing left. */
export async function deleteSomeVehicleRuns(db: FleetDatabase, before: number): Promise<boolean> {
  return deleteSome(db, vehicleRun, vehicleRun.lastAt, before)
}

/** All rows of a moment go together, so a step can be larger than its measure. */
async function deleteSome(
  db: FleetDatabase,
  table: SQLiteTable,
  at: AnySQLiteColumn,
  before: number,
): Promise<boolean> {
  const old = await db.select({ at }).from(table).where(lt(at, before)).orderBy(asc(at)).limit(1).offset(ROWS_A_STEP)
  const [oldest] =
    old.length > 0
      ? old
      : await db
          .select({ at: max(at) })
          .from(table)
          .where(lt(at, before))
  const upTo = oldest?.at
  if (upTo === null || upTo === undefined) return false
  await db.transaction((tx) => tx.delete(table).where(lte(at, upTo)))
  return true
}

/** A day of which more was reported since its peak was worked out; the oldest within [from, to). */
export async function unsettledDay(db: FleetDatabase, from: number, to: number) {
  const [day] = await db
    .select({ dayAt: fleetDay.dayAt, reports: fleetDay.reports })
    .from(fleetDay)
    .where(
      and(
        gte(fleetDay.dayAt, from),
        lt(fleetDay.dayAt, to),
        or(isNull(fleetDay.settledReports), ne(fleetDay.settledReports, fleetDay.reports)),
      ),
    )
    .orderBy(asc(fleetDay.dayAt))
    .limit(1)
  return day ?? null
}

/** Riders connected in the whole fleet within [from, to): the fullest minute, and in how many minutes anybody reported. */
export async function fleetMinutes(db: FleetDatabase, from: number, to: number) {
  const rows = await db
    .select({ riders: sum(routeMinute.ridersConnected).mapWith(Number) })
    .from(routeMinute)
    .where(and(gte(routeMinute.minuteAt, from), lt(routeMinute.minuteAt, to)))
    .groupBy(routeMinute.minuteAt)
  return { minutes: rows.length, peak: Math.max(0, ...rows.map(({ riders }) => riders)) }
}

/** Keeps what was worked out of a day, and from how many reports. */
export async function settleDay(
  db: FleetDatabase,
  day: { dayAt: number; reports: number; minutes: number; ridersPeak: number },
): Promise<void> {
  const { dayAt, reports, minutes, ridersPeak } = day
  await db.transaction((tx) =>
    tx.update(fleetDay).set({ minutes, ridersPeak, settledReports: reports }).where(eq(fleetDay.dayAt, dayAt)),
  )
}

/** Deletes some alerts that closed before `before` (ms since 1970), with what happened to them. False: there are none left. */
export async function deleteSomeAlerts(db: FleetDatabase, before: number): Promise<boolean> {
  const old = await db
    .select({ alertId: alert.alertId })
    .from(alert)
    .where(lt(alert.closedAt, before))
    .orderBy(asc(alert.closedAt))
    .limit(ALERTS_A_STEP)
  const ids = old.map(({ alertId }) => alertId)
  if (ids.length === 0) return false
  await db.transaction(async (tx) => {
    await tx.delete(alertEvent).where(inArray(alertEvent.alertId, ids))
    await tx.delete(alert).where(inArray(alert.alertId, ids))
  })
  return true
}
