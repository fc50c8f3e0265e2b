import { eq } from 'drizzle-orm'
import { gateway, route } from '../../db/fleet/schema.ts'
import { tidyUp } from '../../fleet-api/upkeep.ts'
import { aMergedReport, aReport, type TestFleet, testFleet } from './fleet.ts'
import { anUplink } from './telemetry.ts'
import { hm, putTrips } from './timetable.ts'

/** What a spreadsheet would run, were it not told otherwise. */
export const HOSTILE = '=HYPERLINK("http://evil.example","1")'

export async function upkeep(fleet: TestFleet, now: string): Promise<void> {
  fleet.setNow(now)
  await tidyUp({ db: fleet.db, now: Date.parse(now), breathe: async () => undefined, stopping: () => false })
}

/**
 * A fleet with an October: two routes, of which one has a hostile name, a bus on no route, a stop, a station, a tiny route, an outage, and
 * days of fewer than ten sessions.
 */
export async function cityMonth(given: Parameters<typeof testFleet>[0] = {}): Promise<TestFleet> {
  const fleet = await testFleet(given)
  fleet.setNow('2026-10-01T12:00:00Z')
  await fleet.db.transaction(async (tx) => {
    await tx.update(route).set({ routeShortName: HOSTILE, routeLongName: '-1+1' }).where(eq(route.routeId, 'T2'))
  })
  await putTrips(fleet.db, 1, [{ tripId: 'a', routeId: 'T1', startS: hm(8), endS: hm(11), frequencies: null }])
  const buses = {
    one: await fleet.enrol('bus-1', 'T1'),
    two: await fleet.enrol('bus-2', 'T2'),
    lost: await fleet.enrol('bus-3', null),
    stop: await fleet.enrol('stop-1', null),
    station: await fleet.enrol('station-1', null),
  }
  await fleet.db.transaction(async (tx) => {
    await tx.update(gateway).set({ site: 'stop' }).where(eq(gateway.gatewayId, 'stop-1'))
    await tx.update(gateway).set({ site: 'station' }).where(eq(gateway.gatewayId, 'station-1'))
  })
  fleet.setNow('2026-10-07T12:00:00Z')
  const hour = (seq: number, at: string, riders: number) => aMergedReport(seq, at, Array(60).fill(riders))
  const uplink = anUplink({ upMs: 1_800_000, link: false })
  await fleet.send(buses.one, [hour(0, '2026-10-05T14:00:00Z', 12), hour(60, '2026-10-05T15:00:00Z', 14)])
  await fleet.send(buses.one, [
    aMergedReport(1500, '2026-10-06T15:00:00Z', Array(60).fill(9), { protocol: '1.2', uplink }),
  ])
  await fleet.send(buses.two, [aReport(0, '2026-10-05T14:00:00Z', { sessions: { started: 7, ended: {} } })])
  await fleet.send(buses.two, [aReport(1440, '2026-10-06T14:00:00Z', { sessions: { started: 6, ended: {} } })])
  await fleet.send(buses.lost, [hour(0, '2026-10-05T14:00:00Z', 3)])
  await fleet.send(buses.stop, [hour(0, '2026-10-05T14:00:00Z', 5)])
  await fleet.send(buses.station, [aReport(0, '2026-10-05T14:00:00Z')])
  await upkeep(fleet, '2026-10-08T12:00:00Z')
  return fleet
}
