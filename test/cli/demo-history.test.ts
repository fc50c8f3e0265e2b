import { beforeAll, describe, expect, it } from 'vitest'
import { demoFeed } from '../../cli/assets.ts'
import { fleet as cityFleet, type Fault } from '../../cli/demo/city/fleet.ts'
import { history } from '../../cli/demo/history.ts'
import { isSilent, type StagedBus, stage } from '../../cli/demo/staged.ts'
import type { DeadZones } from '../../contract/dead-zones.ts'
import { addedUp, CONNECT_BOUNDS_MS, LENGTH_BOUNDS_S, percentileOf } from '../../contract/histogram.ts'
import { reportSchema } from '../../contract/report.ts'
import { gateway, report } from '../../db/fleet/schema.ts'
import { importFeed } from '../../fleet-api/gtfs/import.ts'
import { wasPutAway } from '../../fleet-api/rules/alerts/put-away.ts'
import { rowsOf } from '../../fleet-api/rules/minutes.ts'
import { type TestFleet, testFleet } from '../fakes/fleet.ts'

/** Half past ten in the morning, in Santa Aurelia. */
const NOW = Date.UTC(2026, 10, 26, 16, 30)
const HOUR_MS = 3_600_000
const LAST_HOUR = { from: NOW - HOUR_MS, to: NOW, awakeFrom: 0 }
const staged = (now = NOW) => cityFleet(60).map((bus) => stage(bus, 'abordo', now))
const city = staged()

function busWith(fault: Fault, buses = city): StagedBus {
  const found = buses.find(({ bus }) => bus.fault === fault)
  if (!found) throw new Error(`no bus with ${fault}`)
  return found
}

describe('the bus without data', () => {
  const since = (hour: number, minute: number) => {
    const now = Date.UTC(2026, 10, 26, hour + 6, minute)
    return new Date(busWith('no-data', staged(now)).since - 6 * HOUR_MS).toISOString().slice(11, 16)
  }

  it('fell silent at 08:12 of this morning, or two hours ago where that is not long past', () => {
    expect([since(10, 30), since(15, 0), since(8, 20), since(3, 0)]).toEqual(['08:12', '08:12', '06:20', '01:00'])
  })

  it('was on the road until then, and so is missed, at whatever hour the demo is started', () => {
    const putAwayAt = Array.from({ length: 24 }, (_, hour) => hour).filter((hour) => {
      const now = Date.UTC(2026, 10, 26, hour, 40)
      return [6, 60].some((buses) => {
        const one = busWith(
          'no-data',
          cityFleet(buses).map((bus) => stage(bus, 'abordo', now)),
        )
        const span = { from: one.since - HOUR_MS, to: one.since, awakeFrom: now - 6 * HOUR_MS }
        const reports = history(one, span).map((each) => reportSchema.parse(each))
        const bus = { gatewayId: one.bus.id, routeId: null }
        return wasPutAway(
          reports.flatMap((each) => rowsOf(bus, each, now).rows),
          one.since,
        )
      })
    })
    expect(putAwayAt).toEqual([])
  })
})

describe('the history of a demo bus', () => {
  it('is what a fleet takes, with two fixes of each minute', () => {
    const reports = history(city[0] as StagedBus, LAST_HOUR).map((one) => reportSchema.parse(one))
    expect(reports.map(({ trace }) => trace.length)).toEqual(Array.from({ length: 60 }, () => 2))
    expect(reports.map(({ uplink }) => uplink?.modems.length)).toEqual(Array.from({ length: 60 }, () => 1))
  })

  it('tells how long its sessions lasted, and how long riders took to get online, as people do', () => {
    const span = { from: NOW - 24 * HOUR_MS, to: NOW, awakeFrom: 0 }
    const reports = city.slice(0, 8).flatMap((one) => history(one, span).map((each) => reportSchema.parse(each)))
    const sum = (counts: number[]) => counts.reduce((total, count) => total + count, 0)
    const ended = sum(reports.flatMap(({ sessions }) => Object.values(sessions.ended)))
    const lengths = addedUp(reports.map(({ sessionLengths }) => sessionLengths ?? []))
    const connects = addedUp(reports.map(({ connectTimes }) => connectTimes ?? []))
    expect(ended).toBeGreaterThan(1000)
    expect(sum(lengths)).toBe(ended)
    // 14 minutes and an hour at most; 5.5 s, and a few of a minute and more.
    expect(percentileOf(lengths, LENGTH_BOUNDS_S, 0.5)).toBeCloseTo(840, -2)
    expect(lengths.slice(9)).toEqual([0, 0, 0, 0, 0, 0])
    expect(percentileOf(connects, CONNECT_BOUNDS_MS, 0.5)).toBeCloseTo(5500, -3)
    expect(percentileOf(connects, CONNECT_BOUNDS_MS, 0.95)).toBeGreaterThan(12_000)
  })

  it('is the same whenever it is written', () => {
    expect(history(busWith('hot'), LAST_HOUR)).toEqual(history(busWith('hot'), LAST_HOUR))
  })

  it('has nobody use data while the internet is out of reach', () => {
    const reports = history(busWith('no-internet'), { ...LAST_HOUR, from: NOW - 30 * 60_000 })
    expect(new Set(reports.map(({ octets, uplink }) => `${octets.output} ${uplink?.upMs}`))).toEqual(new Set(['0 0']))
  })
})

describe('a fleet that was told the history of the demo city', () => {
  let fleet: TestFleet
  const faults: Fault[] = ['no-data', 'no-internet', 'power', 'hot', 'dhcp-full', 'wrong-clock', 'policy', 'parked']
  const told = [...city.slice(0, 8), ...faults.map((fault) => busWith(fault))]
  const rowOf = async (fault: Fault) =>
    (await fleet.db.select().from(gateway)).find(({ gatewayId }) => gatewayId === busWith(fault).bus.id)

  beforeAll(async () => {
    fleet = await testFleet()
    await importFeed({ source: demoFeed(), db: fleet.db, now: NOW })
    fleet.setNow(new Date(NOW).toISOString())
    for (const one of told) {
      const credential = await fleet.enrol(one.bus.id, one.bus.isAssigned ? one.bus.routeId : null)
      const to = isSilent(one.bus) ? one.since : NOW
      const reports = history(one, { from: to - 5 * HOUR_MS, to, awakeFrom: 0 })
      for (let i = 0; i < reports.length; i += 30) await fleet.send(credential, reports.slice(i, i + 30))
    }
  }, 180_000)

  it('has found out by their traces the route of 98 of 100 minutes, and named no other', async () => {
    const routes = new Map(city.slice(0, 8).map(({ bus }) => [bus.id, bus.routeId as string]))
    const rows = (await fleet.db.select().from(report)).filter(({ gatewayId, minuteAt }) => {
      // Of the last half hour it is still to be found out.
      return routes.has(gatewayId) && minuteAt * 1000 < NOW - HOUR_MS / 2
    })
    const right = rows.filter(({ gatewayId, routeId }) => routes.get(gatewayId) === routeId)
    expect(right.length / rows.length).toBeGreaterThan(0.98)
    expect(rows.filter(({ gatewayId, routeId }) => !['', routes.get(gatewayId)].includes(routeId))).toEqual([])
    expect(right.filter(({ routeSource }) => routeSource === 'shape').length / right.length).toBeGreaterThan(0.8)
  })

  it('knows where each bus is', async () => {
    const rows = (await fleet.db.select().from(gateway)).filter(({ gatewayId }) =>
      city.slice(0, 8).some(({ bus }) => bus.id === gatewayId),
    )
    const old = rows.filter(({ lastPlace }) => NOW - (lastPlace?.at ?? 0) > 60_000)
    expect([rows.length, old.length]).toEqual([8, 0])
  })

  it('knows of each fault what its alert follows from', async () => {
    const modem = { state: 'registered', registration: 'home', operatorName: 'Móvil Ejemplo' }
    expect(await rowOf('no-data')).toMatchObject({
      lastEndedAt: Date.UTC(2026, 10, 26, 14, 12),
      lastUplink: { upMs: 16_800, link: true, route: true, dnsMs: null, fleetMs: null, modems: [modem] },
    })
    expect((await rowOf('no-internet'))?.lastUplink).toMatchObject({ upMs: 0, dnsMs: null, fleetMs: 98 })
    expect((await rowOf('power'))?.lastUplink).toMatchObject({ upMs: 60_000, modems: [{ state: 'connected' }] })
    expect((await rowOf('hot'))?.lastHealth?.temperatureC).toBe(93)
    expect((await rowOf('dhcp-full'))?.lastHealth?.dhcp).toEqual({
      size: 250,
      used: expect.toSatisfy((used) => used > 240),
    })
    expect(await rowOf('wrong-clock')).toMatchObject({ lastClockSource: 'system', lastClockUncertaintyMs: 240_000 })
    expect(await rowOf('policy')).toMatchObject({ lastPolicyVersion: 0, policyProblemVersion: 1 })
  })

  it('knows of the bus in the depot that it is on no route', async () => {
    expect(await rowOf('parked')).toMatchObject({ lastRouteId: '', lastRidersConnected: 0 })
  })

  it('knows stretches where no network reaches the road', async () => {
    const { features } = (await (await fleet.get('/api/dead-zones')).json()) as DeadZones
    const weak = features.filter(({ properties }) => properties.weak)
    expect(weak.length).toBeGreaterThan(0)
    expect(weak.length / features.length).toBeLessThan(0.2)
  })
})
