import { describe, expect, it, vi } from 'vitest'
import { DriveMaker } from '../../bench/evidence/drive.ts'
import { seededRandom } from '../../cli/random.ts'
import { courseOf } from '../../contract/along.ts'
import type { ReportInput } from '../../contract/report.ts'
import type { Fix } from '../../contract/trace.ts'
import { assignment, feedService, feedTrip, gateway, site } from '../../db/fleet/schema.ts'
import type { TimedFix } from '../../fleet-api/matching/track.ts'
import { evidenceChanged } from '../../fleet-api/queries/evidence.ts'
import { aReport, NOW, type TestFleet, testFleet } from '../fakes/fleet.ts'
import { addShapes, corner } from '../fakes/network.ts'
import { complaints, exportOf, type TidesExport, unzipped } from '../fakes/tides.ts'

const OUT = [corner(0, 0), corner(30, 0), corner(30, 40)]
const BACK = [...OUT].reverse()
const DATE = '2026-11-24'

/** A report for each minute of a drive. */
function reportsOf(fixes: TimedFix[], start: number): ReportInput[] {
  const minutes = Math.ceil(((fixes.at(-1)?.at ?? start) + 1 - start) / 60_000)
  return Array.from({ length: minutes }, (_, seq) => {
    const from = start + seq * 60_000
    const own = fixes.filter(({ at }) => at >= from && at < from + 60_000)
    const trace = own.map(({ at, lat, lon }): Fix => [at - start, lat, lon, 80])
    return aReport(seq, new Date(from).toISOString(), { protocol: '1.3', trace })
  })
}

interface Driven extends TestFleet {
  fixes: TimedFix[]
  /** When each run began and ended. */
  truth: [number, number][]
  reports: ReportInput[]
}

/** A fleet whose bus has run out and back, from `startAt` on, and has reported it. */
async function driven(startAt = '2026-11-24T12:00:00Z', routeId: string | null = null): Promise<Driven> {
  const fleet = await testFleet()
  await addShapes(fleet.db, [
    {
      routeId: 'T1',
      points: OUT,
      directionId: 0,
      stops: [
        ['A', 0],
        ['B', 7000],
      ],
    },
    {
      routeId: 'T1',
      points: BACK,
      directionId: 1,
      stops: [
        ['B', 0],
        ['A', 7000],
      ],
    },
  ])
  const maker = new DriveMaker({ startAt: Date.parse(startAt), random: seededRandom('tides'), noiseM: 6 })
  const truth: [number, number][] = []
  const run = (points: typeof OUT) => {
    const from = maker.at
    maker.run(courseOf(points), 'T1')
    truth.push([from, maker.at])
  }
  maker.stand(corner(0, 0), 300_000, null)
  run(OUT)
  maker.stand(corner(30, 40), 300_000, null)
  run(BACK)
  maker.stand(corner(0, 0), 120_000, null)
  const { fixes } = maker.drive
  const reports = reportsOf(fixes, Date.parse(startAt))
  const bus = await fleet.enrol('bus-1', routeId)
  fleet.setNow(new Date(maker.at + 60_000).toISOString())
  expect((await fleet.send(bus, reports)).status).toBe(200)
  return { ...fleet, fixes, truth, reports }
}

async function exported(fleet: TestFleet, date = DATE): Promise<TidesExport> {
  const answer = await fleet.get(`/api/tides?date=${date}`)
  expect(answer.status).toBe(200)
  return exportOf(await unzipped(new Uint8Array(await answer.arrayBuffer())))
}

/** Seconds from a moment (ms) to one that was exported. */
const off = (at: string | undefined, truth: number | undefined) =>
  Math.abs(Date.parse(at ?? '') - (truth ?? Number.NaN)) / 1000

describe('a day exported as TIDES', () => {
  it('keeps the rules of the table schemas, and tells each fix and each run', async () => {
    const fleet = await driven()
    const day = await exported(fleet)
    expect(complaints(day)).toEqual([])
    expect(day.tables.vehicle_locations).toHaveLength(fleet.fixes.length)
    expect(day.tables.vehicle_locations?.[0]).toMatchObject({
      service_date: DATE,
      event_timestamp: '2026-11-24T12:00:00Z',
      vehicle_id: 'bus-1',
      device_id: 'bus-1',
      trip_id_performed: '',
      heading: '',
      speed: '',
    })
    const trips = day.tables.trips_performed ?? []
    expect(trips.map((trip) => [trip.route_id, trip.direction_id, trip.shape_id])).toEqual([
      ['T1', '0', 'shape-0'],
      ['T1', '1', 'shape-1'],
    ])
    expect(trips.map((trip) => [trip.trip_start_stop_id, trip.trip_end_stop_id, trip.trip_id_scheduled])).toEqual([
      ['A', 'B', ''],
      ['B', 'A', ''],
    ])
    for (const [index, trip] of trips.entries()) {
      expect(off(trip.actual_trip_start, fleet.truth[index]?.[0])).toBeLessThan(75)
      expect(off(trip.actual_trip_end, fleet.truth[index]?.[1])).toBeLessThan(75)
    }
  })

  it('is described as a data package that says how complete it is', async () => {
    const fleet = await driven()
    const { package: described, files } = await exported(fleet)
    expect(described).toMatchObject({
      profile: 'https://raw.githubusercontent.com/TIDES-transit/TIDES/v1.0/spec/tides-datapackage-profile.json',
      name: 'abordo-tides-2026-11-24',
      title: 'Test 2026-11-24',
      completeness: 1,
      provisional: true,
    })
    expect([...files.keys()].sort()).toEqual(
      ['datapackage.json', ...described.resources.map(({ path }) => path)].sort(),
    )
    fleet.setNow('2026-12-03T12:00:00Z')
    expect((await exported(fleet)).package.provisional).toBe(false)
  })

  it('is the same whenever it is exported', async () => {
    const fleet = await driven()
    const [once, again] = [await exported(fleet), await exported(fleet)]
    expect(again.files).toEqual(once.files)
  })

  it('names the trip of the timetable where an assignment says which it was', async () => {
    const fleet = await testFleet()
    const at = Date.parse('2026-11-24T12:00:00Z')
    await addShapes(fleet.db, [
      {
        routeId: 'T1',
        points: OUT,
        stops: [
          ['A', 0],
          ['B', 7000],
        ],
      },
    ])
    await fleet.db.transaction(async (tx) => {
      const service = { feedId: 1, serviceId: 'S', weekdays: '1111111', startDate: '20260101', endDate: '20271231' }
      await tx.insert(feedService).values({ ...service, added: [], removed: [] })
      const trip = { feedId: 1, routeId: 'T1', serviceId: 'S', patternId: 0, blockId: 'block-7', frequencies: null }
      // 06:00 to 06:20 in Mexico City.
      await tx.insert(feedTrip).values({ ...trip, tripId: 't-1', startS: 6 * 3600, endS: 6 * 3600 + 1200 })
      const of = { gatewayId: 'bus-1', routeId: null, blockId: 'block-7', toDate: null, madeAt: 0 }
      await tx.insert(assignment).values({ ...of, fromDate: '20261101' })
      await evidenceChanged(tx)
    })
    const maker = new DriveMaker({ startAt: at, random: seededRandom('tides'), noiseM: 6 })
    maker.run(courseOf(OUT), 'T1')
    fleet.setNow('2026-11-24T13:00:00Z')
    await fleet.send(await fleet.enrol('bus-1', null), reportsOf(maker.drive.fixes, at))
    const day = await exported(fleet)
    expect(complaints(day)).toEqual([])
    expect(day.tables.trips_performed).toEqual([
      expect.objectContaining({
        trip_id_scheduled: 't-1',
        block_id: 'block-7',
        schedule_trip_start: '2026-11-24T12:00:00Z',
        schedule_trip_end: '2026-11-24T12:20:00Z',
        schedule_relationship: 'Scheduled',
      }),
    ])
    expect(new Set(day.tables.vehicle_locations?.map((row) => row.trip_id_scheduled))).toContain('t-1')
  })

  it('ends at the agency’s midnight: a run that has begun by then is the day’s, its fixes after it are not', async () => {
    // In Mexico City it is 23:50.
    const fleet = await driven('2026-11-25T05:50:00Z')
    const [today, tomorrow] = [await exported(fleet, '2026-11-24'), await exported(fleet, '2026-11-25')]
    expect([...complaints(today), ...complaints(tomorrow)]).toEqual([])
    expect(today.tables.trips_performed?.map((trip) => trip.direction_id)).toEqual(['0'])
    expect(tomorrow.tables.trips_performed?.map((trip) => trip.direction_id)).toEqual(['1'])
    const locations = [...(today.tables.vehicle_locations ?? []), ...(tomorrow.tables.vehicle_locations ?? [])]
    expect(new Set(locations.map((row) => row.location_ping_id)).size).toBe(fleet.fixes.length)
    expect(today.tables.vehicle_locations?.at(-1)?.event_timestamp).toMatch(/^2026-11-25T05:59/)
  })

  it('tells a run once where two gateways are in one vehicle, and their fixes apart', async () => {
    const fleet = await driven()
    await fleet.send(await fleet.enrol('bus-1-back', null), fleet.reports)
    await fleet.db.transaction((tx) => tx.update(gateway).set({ vehicleId: '1042' }))
    const day = await exported(fleet)
    expect(complaints(day)).toEqual([])
    expect(day.tables.vehicles?.map((row) => row.vehicle_id)).toEqual(['1042'])
    expect(day.tables.trips_performed).toHaveLength(2)
    expect(day.tables.vehicle_locations).toHaveLength(2 * fleet.fixes.length)
  })

  it('has gateways at stops among its devices, and nothing of them besides', async () => {
    const fleet = await driven()
    await fleet.db.transaction(async (tx) => {
      await tx
        .insert(site)
        .values({ siteId: 's-1', kind: 'stop', name: 'Centro', stopId: 'A', openingHours: [] as never })
      await tx.insert(gateway).values({ gatewayId: 'stop-1', site: 'stop', siteId: 's-1', addedAt: 0 })
    })
    const day = await exported(fleet)
    expect(complaints(day)).toEqual([])
    expect(day.tables.devices).toContainEqual(
      expect.objectContaining({ device_id: 'stop-1', stop_id: 'A', vehicle_id: '' }),
    )
    expect(day.tables.vehicles?.map((row) => row.vehicle_id)).toEqual(['bus-1'])
  })

  it('says nothing of riders', async () => {
    const texts = [...(await exported(await driven())).files.values()]
    expect(texts.join('\n')).not.toMatch(/rider|session|octet|passenger/i)
  })

  it('is whole without any feed, and on a day without reports', async () => {
    const day = await exported(await testFleet())
    expect(complaints(day)).toEqual([])
    expect(day.package.completeness).toBe(null)
    expect(day.tables).toMatchObject({ vehicles: [], devices: [], vehicle_locations: [], trips_performed: [] })
  })
})

describe('asking for a day', () => {
  it.each([
    ['2026-11-25', 400],
    ['2026-13-01', 400],
    ['yesterday', 400],
    ['2026-10-01', 404],
  ])('that cannot be exported, %s, is answered %i', async (date, status) => {
    const fleet = await testFleet()
    fleet.setNow(NOW)
    expect((await fleet.get(`/api/tides?date=${date}`)).status).toBe(status)
  })

  it('is for one at a time, until it is there or is no longer wanted', async () => {
    const fleet = await driven()
    const first = await fleet.get(`/api/tides?date=${DATE}`)
    const second = await fleet.get(`/api/tides?date=${DATE}`)
    expect([first.status, second.status]).toEqual([200, 429])
    await first.body?.cancel()
    await vi.waitFor(() => exported(fleet))
    await exported(fleet)
  })

  it('for its headers alone keeps nobody waiting', async () => {
    const fleet = await testFleet()
    expect((await fleet.as('official', 'HEAD', `/api/tides?date=${DATE}`)).status).toBe(200)
    await exported(fleet)
  })
})
