import type { Alert, AlertsAnswer } from '../../contract/alerts.ts'
import type { Gateway } from '../../contract/api.ts'
import { alert } from '../../db/fleet/schema.ts'
import { type AlertWatch, watchAlerts } from '../../fleet-api/alerts/watch.ts'
import { tidyUp } from '../../fleet-api/upkeep.ts'
import { aReport, type TestFleet } from './fleet.ts'
import { aHealth, anUplink } from './telemetry.ts'
import { hm, putTrips } from './timetable.ts'

/** T1 and T2 run every day from 6:00 to 23:00 of Mexico City. */
export async function inService(fleet: TestFleet, now: string): Promise<void> {
  const all = { startS: hm(6), endS: hm(23), frequencies: null }
  await putTrips(fleet.db, 1, [
    { tripId: 'a', routeId: 'T1', ...all },
    { tripId: 'b', routeId: 'T2', ...all },
  ])
  await upkeep(fleet, now)
}

/** Sets the fleet's clock and tidies up once: service is worked out for the days around it. */
export async function upkeep(fleet: TestFleet, now: string): Promise<void> {
  fleet.setNow(now)
  await tidyUp({ db: fleet.db, now: Date.parse(now), breathe: async () => undefined, stopping: () => false })
}

/** Sets the fleet's clock and looks once. */
export async function look(fleet: TestFleet, now: string, more: Partial<AlertWatch> = {}) {
  fleet.setNow(now)
  return watchAlerts({ db: fleet.db, now: Date.parse(now), breathe: async () => undefined, ...more })
}

/** Sends the report of the minute that ends now; nothing is wrong with it but what is told. */
export async function sendNow(
  fleet: TestFleet,
  credential: string,
  now: string,
  more: Parameters<typeof aReport>[2] = {},
): Promise<void> {
  fleet.setNow(now)
  const startedAt = new Date(Date.parse(now) - 60_000).toISOString()
  const seq = Math.floor(Date.parse(now) / 60_000) % 100_000
  const telemetry = { protocol: '1.2', health: aHealth(), uplink: anUplink() }
  await fleet.send(credential, [aReport(seq, startedAt, { ...telemetry, ...more })])
}

export const minutesAfter = (start: string, minutes: number) =>
  new Date(Date.parse(start) + minutes * 60_000).toISOString()

export async function openAlerts(fleet: TestFleet, query = ''): Promise<Alert[]> {
  return ((await (await fleet.get(`/api/alerts${query}`)).json()) as AlertsAnswer).alerts
}

export async function gatewayOf(fleet: TestFleet, id: string): Promise<Gateway> {
  return (await (await fleet.get(`/api/gateways/${id}`)).json()) as Gateway
}

/** Puts an open alert about a gateway there, as a pass would have; returns its number. */
export async function putOpenAlert(fleet: TestFleet, more: Partial<typeof alert.$inferInsert> = {}): Promise<number> {
  const row = {
    kind: 'uplink-down',
    scope: 'gateway',
    subjectId: 'bus-1',
    routeId: 'T1',
    state: 'open',
    facts: {},
    sinceAt: 1000,
    seenAt: 2000,
    openedAt: 2000,
    ...more,
  } as const
  const [made] = await fleet.db.transaction((tx) => tx.insert(alert).values(row).returning({ id: alert.alertId }))
  return made?.id ?? 0
}
