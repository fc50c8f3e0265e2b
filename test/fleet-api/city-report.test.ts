import { describe, expect, it } from 'vitest'
import type { CityReport } from '../../contract/city-report.ts'
import { tidyUp } from '../../fleet-api/upkeep.ts'
import { aMergedReport, aReport, type TestFleet, testFleet } from '../fakes/fleet.ts'

async function upkeep(fleet: TestFleet, now: string) {
  fleet.setNow(now)
  await tidyUp({ db: fleet.db, now: Date.parse(now), breathe: async () => undefined, stopping: () => false })
}

async function ask(fleet: TestFleet, query: string): Promise<CityReport> {
  const answer = await fleet.get(`/api/reports/city?${query}`)
  expect(answer.status).toBe(200)
  return (await answer.json()) as CityReport
}

const boot = (n: number) => `${n}1111111-1111-4111-8111-111111111111`

describe('the report of the city', () => {
  it('says what riders got, of the city, of each kind of site and of each route, once their day is published', async () => {
    const fleet = await testFleet()
    const [one, two] = [await fleet.enrol('bus-1', 'T1'), await fleet.enrol('bus-2', 'T2')]
    await fleet.send(one, [aMergedReport(0, '2026-10-05T14:00:00Z', Array(60).fill(12))])
    await fleet.send(two, [aMergedReport(0, '2026-10-05T14:00:00Z', Array(30).fill(20))])
    await upkeep(fleet, '2026-10-06T08:59:00Z')
    expect((await ask(fleet, 'month=2026-10')).city).toMatchObject({ sessions: null, completeness: 1 })
    await upkeep(fleet, '2026-10-06T09:00:00Z')
    const report = await ask(fleet, 'month=2026-10')
    expect(report).toMatchObject({
      month: '2026-10',
      fromDate: '2026-10-01',
      toDate: '2026-10-31',
      from: '2026-10-01T00:00:00-06:00',
      to: '2026-11-01T00:00:00-06:00',
      state: 'provisional',
      finalAt: '2026-11-08T00:00:00-06:00',
      publishedTo: '2026-10-05',
    })
    expect(report.city).toMatchObject({
      key: '@city',
      sessions: 180,
      ridersMean: 22,
      ridersPeak: 32,
      connectedHours: 22,
      inputOctets: 9000,
      outputOctets: 90_000,
      hidden: [],
      carried: false,
      savings: 3150,
    })
    expect(report.sites).toMatchObject([{ key: '@vehicle', sessions: 180, ridersPeak: null }])
    expect(report.routes).toMatchObject([
      { routeId: 'T1', shortName: '1', sessions: 120, ridersMean: 12, ridersPeak: 12, connectedHours: 12 },
      { routeId: 'T2', shortName: '2', sessions: 60, ridersMean: 20, ridersPeak: 20, connectedHours: 10 },
    ])
    expect(report.days.filter(({ sessions }) => sessions !== null)).toMatchObject([
      { date: '2026-10-05', sessions: 180, outputOctets: 90_000, completeness: 1 },
    ])
  })

  it('hides what stands for fewer than ten sessions, and tells it with later days', async () => {
    const fleet = await testFleet()
    const bus = await fleet.enrol('bus-1', 'T1')
    await fleet.send(bus, [aReport(0, '2026-10-05T14:00:00Z', { sessions: { started: 7, ended: {} } })])
    await upkeep(fleet, '2026-10-06T09:00:00Z')
    expect((await ask(fleet, 'month=2026-10')).city).toMatchObject({
      sessions: null,
      connectedHours: null,
      carried: false,
      hidden: [
        'sessions',
        'ridersMean',
        'ridersPeak',
        'connectedHours',
        'inputOctets',
        'outputOctets',
        'sessionLength',
        'timeToConnect',
      ],
    })
    fleet.setNow('2026-10-06T15:00:00Z')
    await fleet.send(bus, [
      aReport(0, '2026-10-06T14:00:00Z', { bootId: boot(2), sessions: { started: 4, ended: {} } }),
    ])
    await upkeep(fleet, '2026-10-07T09:00:00Z')
    const { city, days } = await ask(fleet, 'month=2026-10')
    expect(city).toMatchObject({ sessions: 11, inputOctets: 200, carried: true, ridersPeak: null })
    expect(days.filter(({ sessions }) => sessions !== null)).toMatchObject([{ date: '2026-10-06', sessions: 11 }])
  })

  it('of a month without anything, and of one that is to come, says nothing', async () => {
    const fleet = await testFleet()
    await upkeep(fleet, '2026-11-24T12:00:00Z')
    expect(await ask(fleet, 'month=2025-02')).toMatchObject({
      city: { completeness: null, sessions: null, hidden: [], previousMonth: null },
      sites: [],
      routes: [],
      problems: { reported: null, fixed: null, daysToFix: null },
    })
    expect(await ask(fleet, 'month=2027-02')).toMatchObject({
      state: 'provisional',
      publishedTo: null,
      city: { completeness: null, sessions: null },
      days: [],
    })
  })
})
