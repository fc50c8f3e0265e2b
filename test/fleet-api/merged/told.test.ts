import { asc } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { demoFeed } from '../../../cli/assets.ts'
import {
  gateway,
  gatewayServiceDay,
  report,
  riderProblem,
  signalPiece,
  usageHistogram,
} from '../../../db/fleet/schema.ts'
import { type FleetTable, fleetTables } from '../../../db/fleet/tables.ts'
import { importFeed } from '../../../fleet-api/gtfs/import.ts'
import { type TestFleet, testFleet } from '../../fakes/fleet.ts'
import { toldBy } from '../../fakes/told-day.ts'
import { FULL_DAYS } from '../../fakes/told-days.ts'
import { look, minutesAfter, openAlerts, upkeep } from '../../fakes/watch.ts'

/** The morning after. */
const NOW = '2026-11-25T13:00:00Z'

/** A fleet that was told the same days by the minute, or with hours in the place of minutes wherever an outbox was full. */
async function fleetTold(how: 'single' | 'merged'): Promise<TestFleet> {
  const fleet = await testFleet()
  await importFeed({ source: demoFeed(), db: fleet.db, now: Date.parse(NOW) })
  fleet.setNow(NOW)
  for (const { day, assigned, full } of FULL_DAYS) {
    const credential = await fleet.enrol(day.bus.id, assigned ? day.bus.routeId : null)
    for (const told of toldBy(day, full)) await fleet.send(credential, told[how])
  }
  await upkeep(fleet, NOW)
  for (const minutes of [0, 5, 10, 15, 20, 25, 30]) await look(fleet, minutesAfter(NOW, minutes))
  return fleet
}

let single: TestFleet
let merged: TestFleet
beforeAll(async () => {
  single = await fleetTold('single')
  merged = await fleetTold('merged')
}, 240_000)

/** Numbers and secrets of a fleet's own. */
const OF_ITSELF = ['api_token', 'audit_log', 'enrolment_code', 'setting']
/** What follows from all of a minute's fixes, of which one is kept, or from how long its sessions lasted, which is told of all together. */
const MAY_DIFFER = ['gateway_service_day', 'signal_piece', 'usage_histogram', 'published_day']
/** The same within rows. */
const COLUMNS: Record<string, string[]> = {
  gateway: ['credentialHash', 'lastPlace', 'lastUplink'],
  report: ['sessionsEnded', 'sessionLengths', 'connectTimes', 'roundTripMs', 'trace', 'movedM', 'routeConfidence'],
}

async function rowsIn(fleet: TestFleet, { name, table, key }: FleetTable): Promise<Record<string, unknown>[]> {
  const rows: Record<string, unknown>[] = await fleet.db
    .select()
    .from(table)
    .orderBy(...key.map((one) => asc(one)))
  return rows.map((row) =>
    Object.fromEntries(Object.entries(row).filter(([column]) => !COLUMNS[name]?.includes(column))),
  )
}

/** What rows come to by key. */
function sums<T>(rows: readonly T[], keyOf: (row: T) => string, countOf: (row: T) => number): Record<string, number> {
  const all: Record<string, number> = {}
  for (const row of rows) all[keyOf(row)] = (all[keyOf(row)] ?? 0) + countOf(row)
  return all
}

const minutesIn = ({ db }: TestFleet) =>
  db.select().from(report).orderBy(asc(report.gatewayId), asc(report.bootId), asc(report.seq))

/** Both fleets' word on each minute. */
async function eachMinute() {
  const [one, other] = await Promise.all([minutesIn(single), minutesIn(merged)])
  return one.map((row, index) => ({ one: row, other: other[index] ?? row }))
}

describe('a fleet that was told hours in the place of minutes', () => {
  it('was told as much, by less than half as many reports', async () => {
    const reports = FULL_DAYS.flatMap(({ day, full }) => toldBy(day, full))
    expect((await minutesIn(merged)).length).toBe(1842)
    expect(reports.reduce((sum, told) => sum + told.single.length, 0)).toBe(1842)
    expect(reports.reduce((sum, told) => sum + told.merged.length, 0)).toBeLessThan(900)
  })

  it.each(
    fleetTables()
      .filter(({ name }) => ![...OF_ITSELF, ...MAY_DIFFER].includes(name))
      .map((table) => [table.name, table] as const),
  )('holds the same: %s', async (_name, table) => {
    expect(await rowsIn(merged, table)).toEqual(await rowsIn(single, table))
  })

  it('has found out the routes, and in which minutes riders had no internet and why', async () => {
    const minutes = await minutesIn(merged)
    const count = (of: (row: (typeof minutes)[number]) => string | null) =>
      sums(
        minutes,
        (row) => `${of(row)}`,
        () => 1,
      )
    expect(count(({ routeId }) => routeId)).toEqual({ '': 18, T1: 358, T2: 539, T3: 283, A1: 194, X1: 150, X2: 300 })
    expect(count(({ outage }) => outage)).toEqual({ null: 1585, 'no-signal': 206, 'no-data': 40, portal: 11 })
  })

  it('knows which route riders were on when they reported a fault', async () => {
    const problems = await merged.db
      .select()
      .from(riderProblem)
      .orderBy(asc(riderProblem.gatewayId), asc(riderProblem.reportedAt))
    expect(problems.map(({ routeId }) => routeId)).toEqual(['T1', 'T1', 'X1', 'X1', 'A1'])
  })

  it('misses the same buses, and not the one that was put away', async () => {
    const alerts = async (fleet: TestFleet) =>
      (await openAlerts(fleet)).map(({ kind, cause, since }) => ({ kind, cause, since }))
    expect(await alerts(merged)).toEqual(await alerts(single))
    expect((await alerts(merged)).map(({ kind }) => kind)).toEqual(Array(4).fill('missing'))
  })

  it('tells the same outages, and of a day in service within two minutes', async () => {
    const days = ({ db }: TestFleet) =>
      db.select().from(gatewayServiceDay).orderBy(asc(gatewayServiceDay.dayAt), asc(gatewayServiceDay.gatewayId))
    const [one, other] = await Promise.all([days(single), days(merged)])
    const withoutSums = (rows: typeof one) => rows.map((row) => ({ ...row, inService: 0, available: 0 }))
    expect(withoutSums(other)).toEqual(withoutSums(one))
    // Tenths of a minute. How far a bus went is measured from the fix of the minute before, which is known a little longer.
    const apart = one.map(({ inService }, index) => Math.abs(inService - (other[index]?.inService ?? 0)))
    expect(Math.max(...apart)).toBeLessThanOrEqual(20)
  })

  it('says the same to the public, but for how long sessions and connecting took, and those two minutes', async () => {
    const published = async (fleet: TestFleet) => {
      const [head = '', ...rows] = (await (await fleet.get('/open-data/connectivity.csv?month=2026-11')).text()).split(
        '\n',
      )
      const isLeftOut = head
        .split(',')
        .map((name) => /^(session_length|time_to_connect|in_service|availability)/.test(name))
      return rows.map((row) =>
        row
          .split(',')
          .filter((_, index) => !isLeftOut[index])
          .join(','),
      )
    }
    expect(await published(merged)).toEqual(await published(single))
  })

  it('knows where each bus was last, but not its direction and speed', async () => {
    const places = async ({ db }: TestFleet) =>
      (await db.select().from(gateway).orderBy(asc(gateway.gatewayId))).map(
        ({ lastPlace }) => lastPlace && { ...lastPlace, bearing: null, speed: null },
      )
    expect(await places(merged)).toEqual(await places(single))
  })

  it('is as sure of the routes, give or take ten percent in one minute of a hundred', async () => {
    const differ = (await eachMinute()).map(({ one, other }) =>
      Math.abs((one.routeConfidence ?? 0) - (other.routeConfidence ?? 0)),
    )
    expect(Math.max(...differ)).toBeLessThanOrEqual(10)
    expect(differ.filter((by) => by > 0).length).toBeLessThanOrEqual(18)
  })

  it('knows as well whether the bus moved, but in one minute of a hundred', async () => {
    const minutes = await eachMinute()
    const isMoved = (movedM: number | null) => movedM !== null && movedM >= 100
    const differ = minutes.filter(({ one, other }) => isMoved(one.movedM) !== isMoved(other.movedM))
    const unknown = minutes.filter(({ one, other }) => one.movedM !== null && other.movedM === null)
    expect(differ.length).toBeLessThanOrEqual(18)
    expect(unknown.length).toBeLessThanOrEqual(18)
  })

  it('counts every session by how long it and connecting took, all but two on the same route and day', async () => {
    const counts = ({ db }: TestFleet) => db.select().from(usageHistogram)
    const [one, other] = await Promise.all([counts(single), counts(merged)])
    const inAll = ({ measure, bucket }: (typeof one)[number]) => `${measure} ${bucket}`
    const countOf = ({ count }: (typeof one)[number]) => count
    expect(sums(other, inAll, countOf)).toEqual(sums(one, inAll, countOf))
    const byRow = ({ dayAt, rowKey, measure }: (typeof one)[number]) => `${dayAt} ${rowKey} ${measure}`
    const [ofOne, ofOther] = [sums(one, byRow, countOf), sums(other, byRow, countOf)]
    const apart = Object.entries(ofOne).map(([key, count]) => Math.abs(count - (ofOther[key] ?? 0)))
    expect(Math.max(...apart)).toBeLessThanOrEqual(2)
  })

  it('sees the internet along the road by fewer looks: three of four passes, and of its loss a quarter less', async () => {
    const seen = async ({ db }: TestFleet) => {
      const pieces = await db.select().from(signalPiece)
      const sum = (of: (piece: (typeof pieces)[number]) => number) =>
        pieces.reduce((total, piece) => total + of(piece), 0)
      return {
        passes: sum(({ passes }) => passes),
        samples: sum(({ samples }) => samples),
        lost: sum(({ lost }) => lost),
      }
    }
    const [one, other] = [await seen(single), await seen(merged)]
    expect(other.passes / one.passes).toBeGreaterThan(0.75)
    // Minutes that were not merged have six looks each, merged ones the last: where both are seen, the latter weigh less.
    expect(one.lost / one.samples).toBeCloseTo(0.134, 2)
    expect(other.lost / other.samples).toBeGreaterThan(0.75 * 0.134)
  })
})
