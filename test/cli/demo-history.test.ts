import { beforeAll, describe, expect, it } from 'vitest'
import { ROUTE_DEMAND } from '../../cli/demo/city/demand.ts'
import { fleet as cityFleet, type Fault } from '../../cli/demo/city/fleet.ts'
import { history } from '../../cli/demo/history.ts'
import { type StagedBus, stage } from '../../cli/demo/staged.ts'
import type { DeadZones } from '../../contract/dead-zones.ts'
import { reportSchema } from '../../contract/report.ts'
import { gateway, report } from '../../db/fleet/schema.ts'
import { importFeed } from '../../fleet-api/gtfs/import.ts'
import { demoFeed } from '../../cli/assets.ts'
import { type TestFleet, testFleet } from '../fakes/fleet.ts'

/** Half past ten in the morning, in Santa Aurelia. */
const NOW = Date.UTC(2026, 10, 26, 16, 30)
const HOUR_MS = 3_600_000
const city = cityFleet(60).map((bus) => stage(bus, 'abordo', NOW))

function busWith(fault: Fault): StagedBus {
  const found = city.find(({ bus }) => bus.fault === fault)
  if (!found) throw new Error(`no bus with ${fault}`)
  return found
}

describe('the history of a demo bus', () => {
  it('is what a fleet takes, with a trace and the uplink of every minute', () => {
    const reports = history(city[0] as StagedBus, { from: NOW - HOUR_MS, to: NOW, awakeFrom: 0 })
    expect(reports).toHaveLength(60)
    for (const one of reports) expect(reportSchema.parse(one)).toMatchObject({ trace: { length: 2 } })
    expect(reports.at(-1)?.health?.temperatureC).toBeLessThan(70)
  })

  it('is the same whenever it is written', () => {
    const span = { from: NOW - HOUR_MS, to: NOW, awakeFrom: 0 }
    expect(history(busWith('hot'), span)).toEqual(history(busWith('hot'), span))
  })
})

describe('a fleet that was told the history of the demo city', () => {
  let fleet: TestFleet
  const told = [...city.slice(0, 8), ...(['no-data', 'no-internet', 'power', 'hot'] as const).map(busWith)]
  const rowOf = async (fault: Fault) => {
    const rows = await fleet.db.select().from(gateway)
    return rows.find(({ gatewayId }) => gatewayId === busWith(fault).bus.id)
  }
  beforeAll(async () => {
    fleet = await testFleet()
    await importFeed({ source: demoFeed(), db: fleet.db, now: NOW })
    fleet.setNow(new Date(NOW).toISOString())
    for (const one of told) {
      const credential = await fleet.enrol(one.bus.id, null)
      const to = one.bus.fault === 'no-data' || one.bus.fault === 'power' ? one.since : NOW
      const reports = history(one, { from: NOW - 5 * HOUR_MS, to, awakeFrom: 0 })
      await fleet.send(credential, reports)
    }
  }, 60_000)

  it('has found out the route of nearly every minute', async () => {
    const routes = new Map(told.map(({ bus }) => [bus.id, bus.routeId as string]))
    const rows = await fleet.db.select({ id: report.gatewayId, at: report.minuteAt, routeId: report.routeId }).from(report)
    const settled = rows.filter(({ at }) => at * 1000 < NOW - 30 * 60_000)
    const right = settled.filter(({ id, routeId }) => routes.get(id) === routeId)
    const wrong = settled.filter(({ id, routeId }) => routeId !== '' && routes.get(id) !== routeId)
    console.log(settled.length, right.length / settled.length, wrong.length / settled.length, Object.keys(ROUTE_DEMAND).length)
    for (const [id] of routes) { const r = settled.filter((x) => x.id === id); console.log(id, routes.get(id), r.filter((x) => x.routeId === routes.get(id)).length / r.length, r.filter((x) => x.routeId === '').length / r.length) }
    console.log(rows.filter(({ id, at, routeId }) => at * 1000 >= NOW - 30 * 60_000).length)
    expect(right.length / settled.length).toBeGreaterThan(0.95)
  })

  it('knows what is wrong', async () => {
    console.log(JSON.stringify(await rowOf('no-data'), null, 1))
    console.log(JSON.stringify((await rowOf('no-internet'))?.lastUplink), JSON.stringify((await rowOf('hot'))?.lastHealth))
    const zones = (await (await fleet.get('/api/dead-zones?weak=1')).json()) as DeadZones
    console.log(zones.features?.map(({ properties: p }) => `${p.shapeKey} ${p.fromM} ${p.passes} ${p.lossShare} ${p.weak}`))
  })
})
