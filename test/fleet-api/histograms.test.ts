import { eq } from 'drizzle-orm'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ReportInput } from '../../contract/report.ts'
import { leafRowOf } from '../../contract/report-rows.ts'
import { agency, gateway, report, usageHistogram } from '../../db/fleet/schema.ts'
import { rebuildWhereNeeded } from '../../fleet-api/rebuild.ts'
import { bucketStart } from '../../fleet-api/rules/buckets.ts'
import { aMergedReport, aReport, type TestFleet, testFleet } from '../fakes/fleet.ts'

const at = (iso: string) => Date.parse(iso) / 1000
const DAY = at('2026-11-24T06:00:00Z')

/** Fifteen buckets, of which these hold so many. */
function counts(held: Record<number, number>): number[] {
  return Array.from({ length: 15 }, (_, bucket) => held[bucket] ?? 0)
}

async function histograms({ db }: Pick<TestFleet, 'db'>) {
  const { dayAt, rowKey, measure, bucket } = usageHistogram
  const cells = await db.select().from(usageHistogram).orderBy(dayAt, rowKey, measure, bucket)
  return cells.map((cell) => [cell.dayAt, cell.rowKey, cell.measure, cell.bucket, cell.count])
}

/** What the stored reports say that they should be, added up without any of the program's own sums. */
async function wanted({ db }: Pick<TestFleet, 'db'>) {
  const sites = new Map((await db.select().from(gateway)).map(({ gatewayId, site }) => [gatewayId, site]))
  const sums = new Map<string, number>()
  for (const row of await db.select().from(report)) {
    const day = bucketStart('day', 'America/Mexico_City', row.minuteAt)
    const leaf = leafRowOf(sites.get(row.gatewayId) ?? 'vehicle', row.routeId)
    for (const [measure, told] of [['length', row.sessionLengths] as const, ['connect', row.connectTimes] as const])
      for (const [bucket, count] of (told ?? []).entries()) {
        const key = JSON.stringify([day, leaf, measure, bucket])
        if (count > 0) sums.set(key, (sums.get(key) ?? 0) + count)
      }
  }
  return [...sums].map(([key, count]) => [...JSON.parse(key), count])
}

const inOrder = (cells: unknown[][]) => cells.map((cell) => JSON.stringify(cell)).sort()

describe('how long sessions lasted and riders took to get online', () => {
  it('is added up by day of the city and row of the report, once however often a report comes', async () => {
    const fleet = await testFleet()
    const bus = await fleet.enrol('bus-1', 'T1')
    const reports = [
      aReport(0, '2026-11-24T05:59:00Z', { sessionLengths: counts({ 3: 1 }) }),
      aReport(1, '2026-11-24T06:00:00Z', { sessionLengths: counts({ 3: 2 }), connectTimes: counts({ 0: 4, 14: 1 }) }),
      aMergedReport(2, '2026-11-24T06:01:00Z', [4, 5], { sessionLengths: counts({ 3: 5 }) }),
      aReport(4, '2026-11-24T06:03:00Z'),
    ]
    await fleet.send(bus, reports)
    await fleet.send(bus, reports)
    await fleet.send(await fleet.enrol('bus-2', null), [reports[1]])
    expect(await histograms(fleet)).toEqual([
      [DAY - 86_400, 'route:T1', 'length', 3, 1],
      [DAY, '', 'connect', 0, 4],
      [DAY, '', 'connect', 14, 1],
      [DAY, '', 'length', 3, 2],
      [DAY, 'route:T1', 'connect', 0, 4],
      [DAY, 'route:T1', 'connect', 14, 1],
      [DAY, 'route:T1', 'length', 3, 7],
    ])
  })

  it('stays with the stops and the stations, whatever their gateways’ route is said to be', async () => {
    const fleet = await testFleet()
    const lengths = { sessionLengths: counts({ 1: 3 }) }
    for (const [id, site] of [['stop-1', 'stop'] as const, ['station-1', 'station'] as const]) {
      const credential = await fleet.enrol(id, 'T1')
      await fleet.db.transaction((tx) => tx.update(gateway).set({ site }).where(eq(gateway.gatewayId, id)))
      await fleet.send(credential, [aReport(0, '2026-11-24T14:00:00Z', lengths)])
    }
    const told = { from: '2026-11-24T14:00:00Z', to: '2026-11-24T14:05:00Z', routeId: 'T2' }
    // A stop is on no route, so nobody can say that it was on another one.
    expect((await fleet.as('operator', 'PUT', '/api/gateways/stop-1/routes', told)).status).toBe(400)
    expect(await histograms(fleet)).toEqual([
      [DAY, '@station', 'length', 1, 3],
      [DAY, '@stop', 'length', 1, 3],
    ])
  })

  it('moves with the minutes that were spent on another route, and leaves nothing behind', async () => {
    const fleet = await testFleet()
    await fleet.send(await fleet.enrol('bus-1', 'T1'), [
      aReport(0, '2026-11-24T14:00:00Z', { sessionLengths: counts({ 1: 3, 2: 1 }), connectTimes: counts({ 5: 2 }) }),
      aReport(1, '2026-11-24T14:01:00Z', { sessionLengths: counts({ 1: 1 }) }),
    ])
    const told = { from: '2026-11-24T14:00:00Z', to: '2026-11-24T14:01:00Z', routeId: 'T2' }
    expect((await fleet.as('operator', 'PUT', '/api/gateways/bus-1/routes', told)).status).toBe(200)
    expect(await histograms(fleet)).toEqual([
      [DAY, 'route:T1', 'length', 1, 1],
      [DAY, 'route:T2', 'connect', 5, 2],
      [DAY, 'route:T2', 'length', 1, 3],
      [DAY, 'route:T2', 'length', 2, 1],
    ])
  })

  it('is cut anew where the city turns out to be in another time zone', async () => {
    const fleet = await testFleet()
    const lengths = { sessionLengths: counts({ 1: 3 }) }
    await fleet.send(await fleet.enrol('bus-1', 'T1'), [
      aReport(0, '2026-11-24T05:59:00Z', lengths),
      aReport(1, '2026-11-24T06:00:00Z', lengths),
    ])
    await rebuildWhereNeeded(fleet.db, () => undefined)
    await fleet.db.transaction((tx) =>
      tx.update(agency).set({ agencyTimezone: 'Asia/Kolkata' }).where(eq(agency.agencyId, 'A')),
    )
    await rebuildWhereNeeded(fleet.db, () => undefined)
    expect(await histograms(fleet)).toEqual([[at('2026-11-23T18:30:00Z'), 'route:T1', 'length', 1, 6]])
  })

  it('is what the stored reports say, after whatever order of reports, duplicates and re-attributions', async () => {
    // Two days and two boots, so that what comes late, and again, meets what was moved meanwhile.
    const reports: ReportInput[] = Array.from({ length: 40 }, (_, seq) =>
      aReport(seq, new Date(Date.parse('2026-11-24T05:40:00Z') + seq * 60_000).toISOString(), {
        sessionLengths: seq % 3 === 0 ? null : counts({ [seq % 15]: 1 + (seq % 4), 2: 1 }),
        connectTimes: seq % 4 === 0 ? counts({ [seq % 5]: 2 }) : null,
      }),
    )
    const busses = fc.constantFrom('bus-1', 'bus-2', 'stop-1')
    const sent = fc.record({ gateway: busses, reports: fc.shuffledSubarray(reports, { minLength: 5 }) })
    const told = fc.record({
      gateway: busses,
      from: fc.integer({ min: 0, max: 38 }),
      length: fc.integer({ min: 1, max: 30 }),
      routeId: fc.constantFrom('T1', 'T2', null),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof({ weight: 2, arbitrary: sent }, told), { minLength: 4, maxLength: 10 }),
        async (steps) => {
          const fleet = await testFleet()
          const credentials = new Map([
            ['bus-1', await fleet.enrol('bus-1', 'T1')],
            ['bus-2', await fleet.enrol('bus-2', null)],
            ['stop-1', await fleet.enrol('stop-1', null)],
          ])
          await fleet.db.transaction((tx) =>
            tx.update(gateway).set({ site: 'stop' }).where(eq(gateway.gatewayId, 'stop-1')),
          )
          for (const step of steps) {
            const ask =
              'reports' in step
                ? fleet.send(credentials.get(step.gateway) ?? '', step.reports)
                : fleet.as('operator', 'PUT', `/api/gateways/${step.gateway}/routes`, {
                    from: reports[step.from]?.startedAt,
                    to: reports[Math.min(step.from + step.length, 39)]?.startedAt,
                    routeId: step.routeId,
                  })
            // 400: what was told lies before everything that is kept.
            expect([200, 400]).toContain((await ask).status)
          }
          const stored = inOrder(await histograms(fleet))
          expect(stored).toEqual(inOrder(await wanted(fleet)))
          await rebuildWhereNeeded(fleet.db, () => undefined)
          expect(inOrder(await histograms(fleet))).toEqual(stored)
          await fleet.db.close()
        },
      ),
      { numRuns: 8 },
    )
  }, 120_000)
})
