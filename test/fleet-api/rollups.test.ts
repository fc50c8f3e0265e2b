import { eq } from 'drizzle-orm'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ReportInput } from '../../contract/report.ts'
import { agency, setting } from '../../db/fleet/schema.ts'
import { rebuildWhereNeeded } from '../../fleet-api/rebuild.ts'
import { aMergedReport, aReport, type TestFleet, testFleet } from '../fakes/fleet.ts'
import { rollups } from '../fakes/rollups.ts'

const at = (iso: string) => Date.parse(iso) / 1000
const BOOTS = ['11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222'] as const

async function sendAll(fleet: TestFleet, bus: string, reports: ReportInput[]) {
  const answer = await fleet.send(bus, reports)
  return ((await answer.json()) as { verdicts: { verdict: string }[] }).verdicts.map(({ verdict }) => verdict)
}

describe('the rollups', () => {
  it('hold what a report says in its hour and its day of the city', async () => {
    const fleet = await testFleet()
    await sendAll(fleet, await fleet.enrol('bus-1', 'T1'), [
      aReport(0, '2026-11-24T05:59:00Z'),
      aReport(1, '2026-11-24T06:00:00Z'),
    ])
    const one = { reports: 1, due: 1, ridersSum: 5, sessionsStarted: 2, inputOctets: 100, outputOctets: 1000 }
    const { routeHours, gatewayHours, routeDays, fleetDays } = await rollups(fleet)
    expect(routeHours).toEqual([
      { routeId: 'T1', hourAt: at('2026-11-24T05:00:00Z'), ...one, minutes: 1, ridersPeak: 5 },
      { routeId: 'T1', hourAt: at('2026-11-24T06:00:00Z'), ...one, minutes: 1, ridersPeak: 5 },
    ])
    expect(gatewayHours).toEqual([
      { gatewayId: 'bus-1', hourAt: at('2026-11-24T05:00:00Z'), ...one, ridersPeak: 6 },
      { gatewayId: 'bus-1', hourAt: at('2026-11-24T06:00:00Z'), ...one, ridersPeak: 6 },
    ])
    expect(routeDays).toEqual([
      { routeId: 'T1', dayAt: at('2026-11-23T06:00:00Z'), ...one, minutes: 1, ridersPeak: 5 },
      { routeId: 'T1', dayAt: at('2026-11-24T06:00:00Z'), ...one, minutes: 1, ridersPeak: 5 },
    ])
    const unsettled = { minutes: null, ridersPeak: null, settledReports: null }
    expect(fleetDays).toEqual([
      { dayAt: at('2026-11-23T06:00:00Z'), ...one, ...unsettled },
      { dayAt: at('2026-11-24T06:00:00Z'), ...one, ...unsettled },
    ])
  })

  it('add up the gateways of a route, whose fullest minute is the peak', async () => {
    const fleet = await testFleet()
    const riders = (seq: number, connected: number) =>
      aReport(seq, `2026-11-24T14:0${seq}:00Z`, { riders: { connected, peak: connected } })
    await sendAll(fleet, await fleet.enrol('bus-1', 'T1'), [riders(0, 7), riders(1, 2)])
    await sendAll(fleet, await fleet.enrol('bus-2', 'T1'), [riders(0, 1), riders(1, 20)])
    const { routeHours } = await rollups(fleet)
    expect(routeHours).toMatchObject([{ ridersSum: 30, minutes: 2, ridersPeak: 22, reports: 4, due: 4 }])
  })

  it('say that minutes between two reports of a boot are due, also where the later one came first', async () => {
    const fleet = await testFleet()
    const bus = await fleet.enrol('bus-1', 'T1')
    await sendAll(fleet, bus, [aReport(70, '2026-11-24T14:10:00Z')])
    await sendAll(fleet, bus, [aReport(0, '2026-11-24T13:00:00Z')])
    const { routeHours } = await rollups(fleet)
    expect(routeHours.map(({ reports, due }) => ({ reports, due }))).toEqual([
      { reports: 1, due: 60 },
      { reports: 1, due: 11 },
    ])
  })

  it('lower an hour’s peak again where a later report of its minute has fewer riders', async () => {
    const fleet = await testFleet()
    const bus = await fleet.enrol('bus-1', 'T1')
    const half = (seq: number, second: string, connected: number) => ({
      ...aReport(seq, `2026-11-24T14:00:${second}Z`, { riders: { connected, peak: 50 } }),
      endedAt: new Date(Date.parse(`2026-11-24T14:00:${second}Z`) + 20_000).toISOString(),
    })
    await sendAll(fleet, bus, [half(0, '00', 50)])
    await sendAll(fleet, bus, [half(1, '20', 3)])
    const { routeHours, routeDays, gatewayHours } = await rollups(fleet)
    expect(routeHours).toMatchObject([{ ridersPeak: 3, ridersSum: 3, minutes: 1, reports: 1, sessionsStarted: 4 }])
    expect(routeDays).toMatchObject([{ ridersPeak: 3, ridersSum: 3 }])
    expect(gatewayHours).toMatchObject([{ ridersPeak: 50, ridersSum: 3 }])
  })

  it('are the same in whatever order and however often reports arrive, and as if made anew from the minutes', async () => {
    const day = Date.parse('2026-11-23T20:00:00Z')
    // Minutes of two boots, some of them cut short so that two reports share a minute.
    const reports = BOOTS.flatMap((bootId, boot) =>
      Array.from({ length: 40 }, (_, seq) => {
        const start = day + boot * 86_400_000 + seq * 45_000 + seq ** 2 * 3000
        return aReport(seq, new Date(start).toISOString(), {
          bootId,
          riders: { connected: (seq * 7) % 11, peak: 11 },
          endedAt: new Date(start + 45_000).toISOString(),
        })
      }),
    )
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(reports, { minLength: 60 }),
        fc.integer({ min: 1, max: 30 }),
        async (shuffled, size) => {
          const fleet = await testFleet()
          const busses = [
            await fleet.enrol('bus-1', 'T1'),
            await fleet.enrol('bus-2', 'T1'),
            await fleet.enrol('bus-3', null),
          ]
          for (let from = 0; from < shuffled.length; from += size) {
            const part = shuffled.slice(from, from + size)
            await Promise.all(busses.map((bus) => fleet.send(bus, part)))
            await fleet.send(busses[0] ?? '', part)
          }
          const told = await rollups(fleet)
          await rebuildWhereNeeded(fleet.db, () => undefined)
          const anew = await rollups(fleet)
          // Pairs of the same number, in whatever order they are kept.
          expect(anew).toEqual(told)
          await fleet.db.close()
        },
      ),
      { numRuns: 12 },
    )
  }, 120_000)

  it('follow the city to another time zone', async () => {
    const fleet = await testFleet()
    await sendAll(fleet, await fleet.enrol('bus-1', 'T1'), [
      aMergedReport(0, '2026-11-24T05:40:00Z', Array(30).fill(4)),
    ])
    await rebuildWhereNeeded(fleet.db, () => undefined)
    await fleet.db.transaction((tx) =>
      tx.update(agency).set({ agencyTimezone: 'Asia/Kolkata' }).where(eq(agency.agencyId, 'A')),
    )
    await rebuildWhereNeeded(fleet.db, () => undefined)
    const { routeHours, routeDays } = await rollups(fleet)
    expect(routeHours.map(({ hourAt, minutes }) => [hourAt, minutes])).toEqual([[at('2026-11-24T05:30:00Z'), 30]])
    expect(routeDays.map(({ dayAt, ridersSum }) => [dayAt, ridersSum])).toEqual([[at('2026-11-23T18:30:00Z'), 120]])
    expect(await fleet.db.select().from(setting).where(eq(setting.name, 'rollups-timezone'))).toEqual([
      { name: 'rollups-timezone', value: 'Asia/Kolkata' },
    ])
  })
})
