import { and, eq, gte, lt, max, sql } from 'drizzle-orm'
import type { AnySQLiteColumn } from 'drizzle-orm/sqlite-core'
import type { FleetTransaction, Write } from '../../db/fleet/open.ts'
import { fleetDay, gatewayHour, routeDay, routeHour, routeMinute } from '../../db/fleet/schema.ts'
import type { Added, CellNow, Owed } from '../rules/cells.ts'
import { rolledUp } from '../rules/cells.ts'
import type { CityTime } from '../rules/city-time.ts'
import { excluded, plus } from './upserts.ts'

const greater = (column: AnySQLiteColumn) =>
  sql`case when ${excluded(column)} > ${column} then ${excluded(column)} else ${column} end`

const traffic = (table: Record<'sessionsStarted' | 'inputOctets' | 'outputOctets', AnySQLiteColumn>) => ({
  sessionsStarted: plus(table.sessionsStarted),
  inputOctets: plus(table.inputOctets),
  outputOctets: plus(table.outputOctets),
})
const sums = (table: Parameters<typeof traffic>[0] & Record<'reports' | 'due' | 'ridersSum', AnySQLiteColumn>) => ({
  reports: plus(table.reports),
  due: plus(table.due),
  ridersSum: plus(table.ridersSum),
  ...traffic(table),
})

const toRouteMinutes = {
  table: routeMinute,
  conflict: {
    target: [routeMinute.routeId, routeMinute.minuteAt],
    set: {
      ridersConnected: plus(routeMinute.ridersConnected),
      gateways: plus(routeMinute.gateways),
      ...traffic(routeMinute),
    },
  },
  returning: {
    routeId: routeMinute.routeId,
    minuteAt: routeMinute.minuteAt,
    ridersConnected: routeMinute.ridersConnected,
    gateways: routeMinute.gateways,
  },
} satisfies Write<typeof routeMinute, Record<string, AnySQLiteColumn>>

const toRouteHours: Write<typeof routeHour> = {
  table: routeHour,
  conflict: {
    target: [routeHour.routeId, routeHour.hourAt],
    set: { ...sums(routeHour), minutes: plus(routeHour.minutes), ridersPeak: greater(routeHour.ridersPeak) },
  },
}

const toGatewayHours: Write<typeof gatewayHour> = {
  table: gatewayHour,
  conflict: {
    target: [gatewayHour.gatewayId, gatewayHour.hourAt],
    set: { ...sums(gatewayHour), ridersPeak: greater(gatewayHour.ridersPeak) },
  },
}

const toRouteDays: Write<typeof routeDay> = {
  table: routeDay,
  conflict: {
    target: [routeDay.routeId, routeDay.dayAt],
    set: { ...sums(routeDay), minutes: plus(routeDay.minutes), ridersPeak: greater(routeDay.ridersPeak) },
  },
}

const toFleetDays: Write<typeof fleetDay> = {
  table: fleetDay,
  conflict: { target: [fleetDay.dayAt], set: sums(fleetDay) },
}

/** Adds what reports say, and what has become due with them, to every rollup. */
export async function addToRollups(tx: FleetTransaction, add: Added, owed: Owed[], time: CityTime): Promise<void> {
  add.minutes.sort((a, b) => a.minuteAt - b.minuteAt || order(a.routeId, b.routeId))
  const now = await tx.writeMany(toRouteMinutes, add.minutes)
  const { routeHours, gatewayHours, routeDays, fleetDays } = rolledUp(add, now as CellNow[], owed, time)
  // Everybody in the same order, the row that all share at the end: those who write at the same time wait for one another, and briefly.
  await tx.writeMany(
    toGatewayHours,
    gatewayHours.sort((a, b) => order(a.gatewayId, b.gatewayId) || a.hourAt - b.hourAt),
  )
  await tx.writeMany(
    toRouteHours,
    routeHours.sort((a, b) => order(a.routeId, b.routeId) || a.hourAt - b.hourAt),
  )
  await tx.writeMany(
    toRouteDays,
    routeDays.sort((a, b) => order(a.routeId, b.routeId) || a.dayAt - b.dayAt),
  )
  await lowerPeaks(tx, add, time)
  await clearEmpty(tx, { now: now as CellNow[], add, owed }, time)
  const days = fleetDays.sort((a, b) => a.dayAt - b.dayAt)
  await tx.writeMany(
    toFleetDays,
    days.map((day) => ({ ...day, minutes: null, ridersPeak: null, settledReports: null })),
  )
}

/** A minute that has lost riders, because a later report of it came after an earlier one, may have been its hour's fullest. */
async function lowerPeaks(tx: FleetTransaction, { minutes }: Added, time: CityTime): Promise<void> {
  const lost = minutes.filter(({ ridersConnected }) => ridersConnected < 0)
  const hours = new Map(
    lost.map(({ routeId, minuteAt }) => [`${time.hourOf(minuteAt)} ${routeId}`, { routeId, minuteAt }]),
  )
  for (const { routeId, minuteAt } of hours.values()) {
    const hourAt = time.hourOf(minuteAt)
    const ofHour = and(eq(routeHour.routeId, routeId), eq(routeHour.hourAt, hourAt))
    const [minute] = await tx
      .select({ peak: max(routeMinute.ridersConnected) })
      .from(routeMinute)
      .where(
        and(
          eq(routeMinute.routeId, routeId),
          gte(routeMinute.minuteAt, hourAt),
          lt(routeMinute.minuteAt, hourAt + 3600),
        ),
      )
    await tx
      .update(routeHour)
      .set({ ridersPeak: minute?.peak ?? 0 })
      .where(ofHour)
    const dayAt = time.dayOf(minuteAt)
    const [hour] = await tx
      .select({ peak: max(routeHour.ridersPeak) })
      .from(routeHour)
      .where(
        and(
          eq(routeHour.routeId, routeId),
          gte(routeHour.hourAt, dayAt),
          lt(routeHour.hourAt, time.dayOf(dayAt + 36 * 3600)),
        ),
      )
    await tx
      .update(routeDay)
      .set({ ridersPeak: hour?.peak ?? 0 })
      .where(and(eq(routeDay.routeId, routeId), eq(routeDay.dayAt, dayAt)))
  }
}

const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** A route that has lost its last minute in an hour or day had never been there. */
async function clearEmpty(
  tx: FleetTransaction,
  { now, add, owed }: { now: CellNow[]; add: Added; owed: Owed[] },
  time: CityTime,
): Promise<void> {
  for (const { routeId, minuteAt, gateways } of now) {
    if (gateways > 0) continue
    await tx.delete(routeMinute).where(and(eq(routeMinute.minuteAt, minuteAt), eq(routeMinute.routeId, routeId)))
  }
  const lost = new Map<string, { routeId: string; hourAt: number }>()
  const lose = (routeId: string, minuteAt: number) => {
    const hourAt = time.hourOf(minuteAt)
    lost.set(`${hourAt} ${routeId}`, { routeId, hourAt })
  }
  for (const { routeId, minuteAt, gateways } of add.minutes) if (gateways < 0) lose(routeId, minuteAt)
  for (const { routeId, from, to, sign } of owed)
    if (sign < 0) for (let at = from; at <= to; at += 60) lose(routeId, at)
  for (const { routeId, hourAt } of lost.values()) {
    await tx
      .delete(routeHour)
      .where(
        and(
          eq(routeHour.hourAt, hourAt),
          eq(routeHour.routeId, routeId),
          eq(routeHour.reports, 0),
          eq(routeHour.due, 0),
        ),
      )
    await tx
      .delete(routeDay)
      .where(
        and(
          eq(routeDay.dayAt, time.dayOf(hourAt)),
          eq(routeDay.routeId, routeId),
          eq(routeDay.reports, 0),
          eq(routeDay.due, 0),
        ),
      )
  }
}
