import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DriveMaker } from '../../bench/evidence/drive.ts'
import { seededRandom } from '../../cli/random.ts'
import { courseOf, type LatLon } from '../../contract/along.ts'
import type { ReportInput } from '../../contract/report.ts'
import type { Fix } from '../../contract/trace.ts'
import { report } from '../../db/fleet/schema.ts'
import type { TimedFix } from '../../fleet-api/matching/track.ts'
import { aReport, type TestFleet, testFleet } from '../fakes/fleet.ts'
import { addShapes, corner } from '../fakes/network.ts'
import { rollups, rollupsAnew } from '../fakes/rollups.ts'

const START = Date.parse('2026-11-24T12:00:00Z')

// T1 and T2 share a street of three kilometres, then part.
const T1 = [corner(0, 0), corner(30, 0), corner(30, 40)]
const T2 = [corner(0, 0), corner(30, 0), corner(60, 0)]

function drive(build: (maker: DriveMaker) => void): TimedFix[] {
  const maker = new DriveMaker({ startAt: START, random: seededRandom('evidence'), noiseM: 6 })
  build(maker)
  return maker.drive.fixes
}

const along = (points: LatLon[]) => courseOf(points)

/** A report for each minute of the drive. */
function reportsOf(fixes: TimedFix[], more: Partial<ReportInput> = {}): ReportInput[] {
  const minutes = Math.ceil(((fixes.at(-1)?.at ?? START) + 1 - START) / 60_000)
  return Array.from({ length: minutes }, (_, seq) => {
    const start = START + seq * 60_000
    const own = fixes.filter(({ at }) => at >= start && at < start + 60_000)
    const trace = own.map(({ at, lat, lon }): Fix => [at - START, lat, lon, 80])
    return aReport(seq, new Date(start).toISOString(), { protocol: '1.3', trace, ...more })
  })
}

async function fleetWithShapes(): Promise<TestFleet> {
  const fleet = await testFleet()
  await addShapes(fleet.db, [
    { routeId: 'T1', points: T1 },
    { routeId: 'T2', points: T2 },
  ])
  return fleet
}

/** The route of each minute, run by run, such as `? 3, T1 12`; and what it was taken from. */
async function told(fleet: TestFleet): Promise<string> {
  const rows = await fleet.db.select().from(report).orderBy(report.minuteAt)
  const runs: { key: string; minutes: number }[] = []
  for (const { routeId, routeSource } of rows) {
    const key = `${routeId || '?'} ${routeSource}`
    const last = runs.at(-1)
    if (last?.key === key) last.minutes += 1
    else runs.push({ key, minutes: 1 })
  }
  return runs.map(({ key, minutes }) => `${key} ${minutes}`).join(', ')
}

describe('a route by the vehicle’s own trace', () => {
  it('is that of the shape it follows, without any setting, and of the first minutes too once it is known', async () => {
    const fleet = await fleetWithShapes()
    const bus = await fleet.enrol('bus-1', null)
    const fixes = drive((maker) => {
      maker.stand(corner(0, 0), 300_000, null)
      maker.run(along(T1), 'T1')
    })
    fleet.setNow('2026-11-24T13:00:00Z')
    for (const one of reportsOf(fixes).slice(0, 25)) await fleet.send(bus, [one])
    expect(await told(fleet)).toBe('? unknown 5, T1 shape 20')
    expect(await rollups(fleet)).toEqual(await rollupsAnew(fleet))
    fleet.setNow('2026-11-24T12:25:30Z')
    const routes = (await (await fleet.get('/api/routes')).json()) as {
      routes: { routeId: string; ridersConnected: number }[]
    }
    expect(routes.routes[0]).toMatchObject({ routeId: 'T1', ridersConnected: 5 })
  })

  it('is left open on a street that two routes share, and told from where they part', async () => {
    const fleet = await fleetWithShapes()
    const bus = await fleet.enrol('bus-1', null)
    const fixes = drive((maker) => maker.run(along(T2), 'T2'))
    const reports = reportsOf(fixes)
    fleet.setNow('2026-11-24T13:00:00Z')
    await fleet.send(bus, reports.slice(0, 5))
    expect(await told(fleet)).toBe('? unknown 5')
    await fleet.send(bus, reports.slice(5))
    expect(await told(fleet)).toBe(`T2 shape ${reports.length}`)
    expect(await rollups(fleet)).toEqual(await rollupsAnew(fleet))
  })

  it('is none for a bus that is parked on the street of a route', async () => {
    const fleet = await fleetWithShapes()
    const bus = await fleet.enrol('bus-1', null)
    const fixes = drive((maker) => maker.stand(corner(10, 0), 30 * 60_000, null))
    fleet.setNow('2026-11-24T13:00:00Z')
    await fleet.send(bus, reportsOf(fixes))
    expect(await told(fleet)).toBe('? unknown 30')
  })

  it('stays what it is on a detour', async () => {
    const fleet = await fleetWithShapes()
    const bus = await fleet.enrol('bus-1', null)
    const around = [
      corner(0, 0),
      corner(30, 0),
      corner(30, 10),
      corner(34, 10),
      corner(34, 18),
      corner(30, 18),
      corner(30, 40),
    ]
    const fixes = drive((maker) => maker.run(along(around), 'T1'))
    fleet.setNow('2026-11-24T13:00:00Z')
    const reports = reportsOf(fixes)
    for (const one of reports) await fleet.send(bus, [one])
    expect(await told(fleet)).toBe(`T1 shape ${reports.length}`)
  })

  it('is none for a bus that runs along the shape the other way', async () => {
    const fleet = await fleetWithShapes()
    const bus = await fleet.enrol('bus-1', null)
    const fixes = drive((maker) => maker.run(along([...T1].reverse()), null))
    fleet.setNow('2026-11-24T13:00:00Z')
    const reports = reportsOf(fixes)
    await fleet.send(bus, reports)
    expect(await told(fleet)).toBe(`? unknown ${reports.length}`)
  })

  it('is the same in whatever order reports arrive, and the rollups with it', async () => {
    const fixes = drive((maker) => {
      maker.stand(corner(0, 0), 300_000, null)
      maker.run(along(T1), 'T1')
      maker.stand(corner(30, 40), 120_000, null)
    })
    const reports = reportsOf(fixes)
    const inOrder = await fleetWithShapes()
    inOrder.setNow('2026-11-24T13:00:00Z')
    await inOrder.send(await inOrder.enrol('bus-1', null), reports)
    const expected = await told(inOrder)
    expect(expected).toContain('T1 shape')
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(reports, { minLength: reports.length }),
        fc.integer({ min: 1, max: 12 }),
        async (shuffled, size) => {
          const fleet = await fleetWithShapes()
          fleet.setNow('2026-11-24T13:00:00Z')
          const bus = await fleet.enrol('bus-1', null)
          for (let from = 0; from < shuffled.length; from += size)
            await fleet.send(bus, shuffled.slice(from, from + size))
          expect(await told(fleet)).toBe(expected)
          expect(await rollups(fleet)).toEqual(await rollupsAnew(fleet))
        },
      ),
      { numRuns: 12 },
    )
  })

  it('is told of every trip of a day that comes in one request, after the gateway had no uplink', async () => {
    const fleet = await fleetWithShapes()
    await addShapes(fleet.db, [{ routeId: 'T1', points: [...T1].reverse() }], { from: 2 })
    const bus = await fleet.enrol('bus-1', null)
    const fixes = drive((maker) => {
      for (let trip = 0; trip < 8; trip += 1) {
        maker.run(along(trip % 2 === 0 ? T1 : [...T1].reverse()), 'T1')
        maker.stand(trip % 2 === 0 ? corner(30, 40) : corner(0, 0), 30 * 60_000, null)
      }
    })
    const reports = reportsOf(fixes)
    expect(reports.length).toBeGreaterThan(300)
    fleet.setNow('2026-11-24T22:00:00Z')
    await fleet.send(bus, reports)
    const trips = (await told(fleet)).split(', ').filter((run) => run.startsWith('T1 shape'))
    expect(trips).toHaveLength(8)
    expect(await rollups(fleet)).toEqual(await rollupsAnew(fleet))
  })

  it('goes on over a restart of the fleet', async () => {
    const fleet = await fleetWithShapes()
    const bus = await fleet.enrol('bus-1', null)
    const reports = reportsOf(drive((maker) => maker.run(along(T1), 'T1')))
    fleet.setNow('2026-11-24T13:00:00Z')
    const half = Math.floor(reports.length / 2)
    await fleet.send(bus, reports.slice(0, half))
    const again = await testFleet({ databaseUrl: fleet.databaseUrl, isNew: false })
    again.setNow('2026-11-24T13:00:00Z')
    await again.send(bus, reports.slice(half))
    expect(await told(again)).toBe(`T1 shape ${reports.length}`)
  })
})
