import { describe, expect, it } from 'vitest'
import type { FleetDatabase } from '../../db/fleet/open.ts'
import { fleetDay, gatewayHour, report, routeDay, routeHour, routeMinute } from '../../db/fleet/schema.ts'
import { writeSetting } from '../../fleet-api/queries/settings.ts'
import { tidyUp } from '../../fleet-api/upkeep.ts'
import { aReport, type TestFleet, testFleet } from '../fakes/fleet.ts'

async function upkeep(fleet: TestFleet, now: string, more: Partial<Parameters<typeof tidyUp>[0]> = {}) {
  fleet.setNow(now)
  await tidyUp({ db: fleet.db, now: Date.parse(now), breathe: async () => undefined, stopping: () => false, ...more })
}

async function counts(db: FleetDatabase) {
  const count = async (table: Parameters<ReturnType<FleetDatabase['select']>['from']>[0]) =>
    (await db.select().from(table)).length
  return {
    minutes: await count(report),
    routeMinutes: await count(routeMinute),
    gatewayHours: await count(gatewayHour),
    routeHours: await count(routeHour),
    routeDays: await count(routeDay),
    fleetDays: await count(fleetDay),
  }
}

const OLD = aReport(0, '2026-09-02T15:00:00Z')
const NEW = aReport(1, '2026-11-24T14:00:00Z')

describe('the upkeep of the database', () => {
  it('deletes minutes after thirty days, hours after three years, and days never', async () => {
    const fleet = await testFleet()
    await fleet.send(await fleet.enrol('bus-1', 'T1'), [OLD, NEW])
    await upkeep(fleet, '2026-11-24T15:00:00Z')
    expect(await counts(fleet.db)).toMatchObject({ minutes: 1, routeMinutes: 1, gatewayHours: 1992, routeDays: 84 })
    await upkeep(fleet, '2029-12-31T15:00:00Z')
    expect(await counts(fleet.db)).toEqual({
      minutes: 0,
      routeMinutes: 0,
      gatewayHours: 0,
      routeHours: 0,
      routeDays: 84,
      fleetDays: 84,
    })
  })

  it('knows a report again whose minute is gone', async () => {
    const fleet = await testFleet()
    const bus = await fleet.enrol('bus-1', 'T1')
    await fleet.send(bus, [OLD, NEW])
    await upkeep(fleet, '2026-11-24T15:00:00Z')
    const days = await fleet.db.select().from(routeDay)
    const answer = (await (await fleet.send(bus, [OLD])).json()) as { verdicts: unknown[] }
    expect(answer.verdicts).toEqual([{ index: 0, verdict: 'duplicate' }])
    expect(await fleet.db.select().from(routeDay)).toEqual(days)
  })

  it('takes a report in whose hour is older than the minutes that are kept', async () => {
    const fleet = await testFleet()
    const bus = await fleet.enrol('bus-1', 'T1')
    await fleet.send(bus, [OLD])
    await upkeep(fleet, '2026-11-24T15:00:00Z')
    await fleet.send(bus, [aReport(1, '2026-09-02T15:01:00Z', { riders: { connected: 9, peak: 9 } })])
    await upkeep(fleet, '2026-11-24T15:01:00Z')
    const hours = await fleet.db.select().from(routeHour)
    expect(hours).toMatchObject([{ reports: 2, due: 2, minutes: 2, ridersSum: 14, ridersPeak: 9 }])
  })

  it('keeps minutes for as long as the fleet is told to', async () => {
    const fleet = await testFleet()
    await fleet.send(await fleet.enrol('bus-1', 'T1'), [OLD])
    await fleet.db.transaction((tx) => writeSetting(tx, 'retention', JSON.stringify({ minutesDays: 100 })))
    await upkeep(fleet, '2026-11-24T15:00:00Z')
    expect(await counts(fleet.db)).toMatchObject({ minutes: 1, routeMinutes: 1 })
  })

  it('works out a day’s fullest minute over all routes once it is over, and again when a late report has changed it', async () => {
    const fleet = await testFleet()
    const riders = (seq: number, connected: number) =>
      aReport(seq, `2026-11-24T14:0${seq}:00Z`, { riders: { connected, peak: connected } })
    const [one, two] = [await fleet.enrol('bus-1', 'T1'), await fleet.enrol('bus-2', 'T2')]
    await fleet.send(one, [riders(0, 30), riders(1, 10)])
    await fleet.send(two, [riders(1, 25)])
    await upkeep(fleet, '2026-11-24T20:00:00Z')
    expect(await fleet.db.select().from(fleetDay)).toMatchObject([{ minutes: null, ridersPeak: null }])
    await upkeep(fleet, '2026-11-25T12:00:00Z')
    expect(await fleet.db.select().from(fleetDay)).toMatchObject([{ minutes: 2, ridersPeak: 35, settledReports: 3 }])
    await fleet.send(two, [riders(0, 25)])
    await upkeep(fleet, '2026-11-26T12:00:00Z')
    expect(await fleet.db.select().from(fleetDay)).toMatchObject([{ minutes: 2, ridersPeak: 55, settledReports: 4 }])
  })

  it('stops between two steps when the program ends', async () => {
    const fleet = await testFleet()
    await fleet.send(await fleet.enrol('bus-1', 'T1'), [NEW])
    await upkeep(fleet, '2030-11-24T15:00:00Z', { stopping: () => true })
    expect(await counts(fleet.db)).toMatchObject({ gatewayHours: 1 })
  })
})
