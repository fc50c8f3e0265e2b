import { asc, eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { feed, feedTrip, gatewayServiceDay, routeServiceDay } from '../../db/fleet/schema.ts'
import { askForAvailability } from '../../fleet-api/queries/availability-turn.ts'
import { readSetting } from '../../fleet-api/queries/settings.ts'
import { tidyUp } from '../../fleet-api/upkeep.ts'
import { aMergedReport, aReport, type TestFleet, testFleet } from '../fakes/fleet.ts'
import { aHealth, anUplink } from '../fakes/telemetry.ts'
import { hm, putTrips } from '../fakes/timetable.ts'

async function upkeep(fleet: TestFleet, now: string, more: Partial<Parameters<typeof tidyUp>[0]> = {}) {
  fleet.setNow(now)
  await tidyUp({ db: fleet.db, now: Date.parse(now), breathe: async () => undefined, stopping: () => false, ...more })
}

/** T1 runs from 6:00 to 9:00 and from 23:00 to 1:30. */
const TRIPS = [
  { tripId: 'a', routeId: 'T1', startS: 0, endS: hm(1), frequencies: [[hm(6), hm(8, 1), hm(0, 30), 0]] },
  { tripId: 'b', routeId: 'T1', startS: hm(23), endS: hm(25, 30), frequencies: null },
] as Parameters<typeof putTrips>[2]

const scheduled = async ({ db }: TestFleet) =>
  (await db.select().from(routeServiceDay).orderBy(asc(routeServiceDay.serviceDate), asc(routeServiceDay.routeId))).map(
    ({ serviceDate, routeId, feedId, minutes, trips }) => [serviceDate, routeId, feedId, minutes, trips],
  )

const availability = async ({ db }: TestFleet) =>
  db.select().from(gatewayServiceDay).orderBy(asc(gatewayServiceDay.dayAt), asc(gatewayServiceDay.gatewayId))

describe('the scheduled service of the routes', () => {
  it('is worked out for yesterday, today and tomorrow', async () => {
    const fleet = await testFleet()
    await putTrips(fleet.db, 1, TRIPS)
    await upkeep(fleet, '2026-11-24T15:00:00Z')
    expect(await scheduled(fleet)).toEqual([
      ['20261123', 'T1', 1, 330, 6],
      ['20261124', 'T1', 1, 330, 6],
      ['20261125', 'T1', 1, 330, 6],
    ])
    const [day] = await fleet.db.select().from(routeServiceDay)
    expect(day?.intervals.map((one) => one.map((at) => new Date(at * 1000).toISOString()))).toEqual([
      ['2026-11-23T12:00:00.000Z', '2026-11-23T15:00:00.000Z'],
      ['2026-11-24T05:00:00.000Z', '2026-11-24T07:30:00.000Z'],
    ])
  })

  it('of days that have passed stays as it was, and from today on follows the feed in use', async () => {
    const fleet = await testFleet()
    await putTrips(fleet.db, 1, TRIPS)
    await upkeep(fleet, '2026-11-24T15:00:00Z')
    await fleet.db.transaction(async (tx) => {
      await tx.update(feed).set({ state: 'retired' })
      await tx.insert(feed).values({ feedId: 2, sha256: 'second', importedAt: 1, state: 'live' })
    })
    await putTrips(fleet.db, 2, [{ tripId: 'a', routeId: 'T2', startS: hm(5), endS: hm(6), frequencies: null }])
    await upkeep(fleet, '2026-11-24T15:01:00Z')
    expect(await scheduled(fleet)).toEqual([
      ['20261123', 'T1', 1, 330, 6],
      ['20261124', 'T2', 2, 60, 1],
      ['20261125', 'T2', 2, 60, 1],
    ])
  })

  it('of a feed without trips is not made up', async () => {
    const fleet = await testFleet()
    await upkeep(fleet, '2026-11-24T15:00:00Z')
    expect(await scheduled(fleet)).toEqual([])
  })

  it('names a route that does not run on the date', async () => {
    const fleet = await testFleet()
    await putTrips(fleet.db, 1, TRIPS)
    await upkeep(fleet, '2027-01-01T15:00:00Z')
    expect(await scheduled(fleet)).toEqual([
      ['20261231', 'T1', 1, 330, 6],
      ['20270101', 'T1', 1, 0, 0],
      ['20270102', 'T1', 1, 0, 0],
    ])
  })
})

describe('availability by the day', () => {
  const zeros = { power: 0, noSignal: 0, noData: 0, simQuota: 0, gateway: 0, portal: 0 }
  /** Midnight of 24 November in the city. */
  const DAY = Date.parse('2026-11-24T06:00:00Z') / 1000

  async function aFleet() {
    const fleet = await testFleet()
    await putTrips(fleet.db, 1, TRIPS)
    return { fleet, bus: await fleet.enrol('bus-1', 'T1') }
  }

  it('is worked out of what a gateway reported while the service of its route ran', async () => {
    const { fleet, bus } = await aFleet()
    const searching = anUplink({ upMs: 15_000, link: false })
    await fleet.send(bus, [
      // The last minute before the service begins, and three of it.
      aReport(0, '2026-11-24T11:59:00Z', { protocol: '1.2', uplink: anUplink() }),
      aReport(1, '2026-11-24T12:00:00Z', { protocol: '1.2', uplink: anUplink() }),
      aReport(2, '2026-11-24T12:01:00Z', { protocol: '1.2', uplink: searching }),
      aReport(3, '2026-11-24T12:02:00Z', {
        protocol: '1.2',
        uplink: anUplink(),
        health: aHealth({ dnsmasqAlive: false }),
      }),
    ])
    await upkeep(fleet, '2026-11-24T12:10:00Z')
    expect(await availability(fleet)).toEqual([
      {
        gatewayId: 'bus-1',
        routeId: 'T1',
        dayAt: DAY,
        ...zeros,
        inService: 30,
        available: 13,
        noSignal: 7,
        portal: 10,
      },
    ])
  })

  it('takes in what runs past midnight by the day on which it is', async () => {
    const { fleet, bus } = await aFleet()
    const merged = { protocol: '1.2', uplink: anUplink({ upMs: 3_600_000 }) }
    await fleet.send(bus, [aMergedReport(0, '2026-11-24T05:30:00Z', Array(60).fill(3), merged)])
    await upkeep(fleet, '2026-11-24T12:10:00Z')
    expect(await availability(fleet)).toMatchObject([
      { dayAt: DAY - 86_400, inService: 300, available: 300 },
      { dayAt: DAY, inService: 300, available: 300 },
    ])
  })

  it('tells a power cut by the next boot', async () => {
    const { fleet, bus } = await aFleet()
    const minute = (seq: number, at: string, bootId: string) =>
      aReport(seq, at, { protocol: '1.2', bootId, uplink: anUplink() })
    await fleet.send(bus, [
      minute(7, '2026-11-24T12:00:00Z', '11111111-1111-4111-8111-111111111111'),
      minute(0, '2026-11-24T12:11:00Z', '22222222-2222-4222-8222-222222222222'),
    ])
    await upkeep(fleet, '2026-11-24T12:20:00Z')
    expect(await availability(fleet)).toMatchObject([{ inService: 120, available: 20, power: 100 }])
  })

  it('is worked out anew when more was reported, of today every ten minutes', async () => {
    const { fleet, bus } = await aFleet()
    const minute = (seq: number, at: string) => aReport(seq, at, { protocol: '1.2', uplink: anUplink() })
    await fleet.send(bus, [minute(0, '2026-11-24T12:00:00Z')])
    await upkeep(fleet, '2026-11-24T12:02:00Z')
    await fleet.send(bus, [minute(1, '2026-11-24T12:01:00Z')])
    await upkeep(fleet, '2026-11-24T12:11:00Z')
    expect(await availability(fleet)).toMatchObject([{ inService: 10 }])
    await upkeep(fleet, '2026-11-24T12:12:00Z')
    expect(await availability(fleet)).toMatchObject([{ inService: 20 }])
  })

  it('follows what was changed otherwise when it is asked to', async () => {
    const { fleet, bus } = await aFleet()
    await fleet.send(bus, [aReport(0, '2026-11-24T12:00:00Z', { protocol: '1.2', uplink: anUplink() })])
    await upkeep(fleet, '2026-11-24T12:02:00Z')
    await fleet.db.transaction(async (tx) => {
      await tx.delete(gatewayServiceDay)
      await askForAvailability(tx, { from: DAY, to: DAY })
    })
    await upkeep(fleet, '2026-11-24T12:03:00Z')
    expect(await availability(fleet)).toMatchObject([{ inService: 10 }])
  })

  it('of a day in the past goes by the timetable that was there, or by the feed in use where there was none', async () => {
    const { fleet, bus } = await aFleet()
    await fleet.send(bus, [aReport(0, '2026-11-10T12:00:00Z', { protocol: '1.2', uplink: anUplink() })])
    await upkeep(fleet, '2026-11-24T12:02:00Z')
    expect(await availability(fleet)).toMatchObject([{ dayAt: DAY - 14 * 86_400, inService: 10, available: 10 }])
    expect((await scheduled(fleet)).map(([date]) => date)).toEqual([
      '20261108',
      '20261109',
      '20261110',
      '20261111',
      '20261123',
      '20261124',
      '20261125',
    ])
  })

  it('takes every gateway, however many there are', async () => {
    const { fleet } = await aFleet()
    for (let number = 100; number < 170; number += 1) {
      const bus = await fleet.enrol(`bus-${number}`, 'T1')
      await fleet.send(bus, [aReport(0, '2026-11-24T12:00:00Z', { protocol: '1.2', uplink: anUplink() })])
    }
    await upkeep(fleet, '2026-11-24T12:02:00Z')
    expect((await availability(fleet)).map(({ inService }) => inService)).toEqual(Array(70).fill(10))
  })

  it('is begun anew where the program ended in the middle', async () => {
    const { fleet, bus } = await aFleet()
    await fleet.send(bus, [aReport(0, '2026-11-24T12:00:00Z', { protocol: '1.2', uplink: anUplink() })])
    let isTaken = false
    await upkeep(fleet, '2026-11-24T12:02:00Z', {
      breathe: async () => {
        isTaken = (await readSetting(fleet.db, 'availability-days')) !== null
      },
      stopping: () => isTaken,
    })
    expect(await availability(fleet)).toEqual([])
    await upkeep(fleet, '2026-11-24T12:12:00Z')
    expect(await availability(fleet)).toMatchObject([{ inService: 10 }])
  })

  it('forgets a route that a gateway was not on after all', async () => {
    const { fleet, bus } = await aFleet()
    await fleet.send(bus, [aReport(0, '2026-11-24T12:00:00Z', { protocol: '1.2', uplink: anUplink() })])
    await upkeep(fleet, '2026-11-24T12:02:00Z')
    await fleet.db.transaction(async (tx) => {
      await tx.delete(routeServiceDay)
      await tx.delete(feedTrip).where(eq(feedTrip.feedId, 1))
      await askForAvailability(tx, { from: DAY, to: DAY })
    })
    await upkeep(fleet, '2026-11-24T12:03:00Z')
    expect(await availability(fleet)).toEqual([])
  })
})
