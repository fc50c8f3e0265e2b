import { fleetDay, gatewayHour, routeDay, routeHour, routeMinute, setting } from '../../db/fleet/schema.ts'
import { rebuildWhereNeeded } from '../../fleet-api/rebuild.ts'
import type { TestFleet } from './fleet.ts'

/** Every rollup of a fleet, in a fixed order. */
export async function rollups({ db }: Pick<TestFleet, 'db'>) {
  return {
    routeMinutes: await db.select().from(routeMinute).orderBy(routeMinute.minuteAt, routeMinute.routeId),
    routeHours: await db.select().from(routeHour).orderBy(routeHour.hourAt, routeHour.routeId),
    gatewayHours: await db.select().from(gatewayHour).orderBy(gatewayHour.hourAt, gatewayHour.gatewayId),
    routeDays: await db.select().from(routeDay).orderBy(routeDay.dayAt, routeDay.routeId),
    fleetDays: await db.select().from(fleetDay).orderBy(fleetDay.dayAt),
  }
}

/** The same, made anew from the reports as they stand. */
export async function rollupsAnew(fleet: TestFleet) {
  await fleet.db.transaction((tx) => tx.delete(setting).where(undefined))
  await rebuildWhereNeeded(fleet.db, () => undefined)
  return rollups(fleet)
}
