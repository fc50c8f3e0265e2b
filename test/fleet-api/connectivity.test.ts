import { describe, expect, it } from 'vitest'
import { tidyUp } from '../../fleet-api/upkeep.ts'
import { aMergedReport, aReport, testFleet } from '../fakes/fleet.ts'
import { anUplink } from '../fakes/telemetry.ts'
import { hm, putTrips } from '../fakes/timetable.ts'

const ask = async (fleet: Awaited<ReturnType<typeof testFleet>>, month: string) => {
  const answer = await fleet.get(`/api/reports/connectivity?month=${month}`)
  return { status: answer.status, body: await answer.json() }
}

async function upkeep(fleet: Awaited<ReturnType<typeof testFleet>>, now: string) {
  fleet.setNow(now)
  await tidyUp({ db: fleet.db, now: Date.parse(now), breathe: async () => undefined, stopping: () => false })
}

const NONE = { power: 0, 'no-signal': 0, 'no-data': 0, 'sim-quota': 0, gateway: 0, portal: 0 }

describe('the report of a month', () => {
  it('says what the riders of each route got, and how complete that is', async () => {
    const fleet = await testFleet()
    const [one, two] = [await fleet.enrol('bus-1', 'T1'), await fleet.enrol('bus-2', 'T2')]
    await fleet.send(one, [aMergedReport(0, '2026-10-05T14:00:00Z', Array(60).fill(12))])
    const six = { sessions: { started: 6, ended: {} } }
    await fleet.send(two, [aReport(0, '2026-10-06T14:00:00Z', six), aReport(3, '2026-10-06T14:03:00Z', six)])
    const fifteen = { sessions: { started: 15, ended: {} } }
    // The last minute of September and the first of November, in the city.
    await fleet.send(one, [
      aReport(900, '2026-10-01T05:59:00Z', { bootId: '22222222-2222-4222-8222-222222222222', ...fifteen }),
      aReport(901, '2026-11-01T06:00:00Z', { bootId: '33333333-3333-4333-8333-333333333333', ...fifteen }),
    ])
    await upkeep(fleet, '2026-10-10T00:00:00Z')
    await upkeep(fleet, '2026-11-12T00:00:00Z')
    const { body } = await ask(fleet, '2026-10')
    expect(body).toMatchObject({
      month: '2026-10',
      from: '2026-10-01T00:00:00-06:00',
      to: '2026-11-01T00:00:00-06:00',
      timezone: 'America/Mexico_City',
      definitions: '2',
      provisional: false,
      routes: [
        {
          routeId: 'T1',
          shortName: '1',
          longName: 'Norte – Sur',
          sessionsStarted: 120,
          inputOctets: 6000,
          outputOctets: 60_000,
          riderHours: 12,
          ridersMean: 12,
          ridersPeak: 12,
        },
        // Riders of fewer than ten were on it at once, so how many is hidden; the sessions are twelve.
        { routeId: 'T2', sessionsStarted: 12, riderHours: 0.2, ridersMean: 5, ridersPeak: null, completeness: 0.5 },
      ],
    })
    expect(body.city).toMatchObject({ sessionsStarted: 132, riderHours: 12.2, ridersPeak: 12 })
    expect(
      body.city.days.map(({ date, sessionsStarted }: { date: string; sessionsStarted: number }) => [
        date,
        sessionsStarted,
      ]),
    ).toContainEqual(['2026-10-05', 120])
  })

  it('says what the city’s report says, and hides what that hides', async () => {
    const fleet = await testFleet()
    const [one, two] = [await fleet.enrol('bus-1', 'T1'), await fleet.enrol('bus-2', 'T2')]
    await fleet.send(one, [aMergedReport(0, '2026-11-20T14:00:00Z', Array(60).fill(12))])
    await fleet.send(two, [aMergedReport(0, '2026-11-20T14:00:00Z', [3, 3, 3])])
    await upkeep(fleet, '2026-11-24T14:00:00Z')
    const { body } = await ask(fleet, '2026-11')
    const report = await (await fleet.get('/api/reports/city?month=2026-11')).json()
    expect(body.city.sessionsStarted).toBe(120)
    expect(body.routes).toMatchObject([
      { routeId: 'T1', sessionsStarted: 120, inputOctets: 6000 },
      {
        routeId: 'T2',
        sessionsStarted: null,
        inputOctets: null,
        outputOctets: null,
        riderHours: null,
        ridersMean: null,
      },
    ])
    // Its fullest minute had 15: less the 12 of T1 that would tell of the three on T2.
    expect(body.city.days).toMatchObject([
      { date: '2026-11-20', sessionsStarted: 120, inputOctets: 6000, riderHours: 12, ridersMean: 12, ridersPeak: null },
    ])
    expect(report.city).toMatchObject({ sessions: 120, connectedHours: 12, ridersMean: 12, ridersPeak: null })
  })

  it('is provisional until the window for late reports has passed, and says nothing of a peak that is not worked out', async () => {
    const fleet = await testFleet()
    await fleet.send(await fleet.enrol('bus-1', 'T1'), [aReport(0, '2026-11-24T14:00:00Z')])
    const { body } = await ask(fleet, '2026-11')
    expect(body).toMatchObject({ provisional: true, city: { ridersMean: null, ridersPeak: null, completeness: 1 } })
  })

  it('of a month without anything is empty', async () => {
    const fleet = await testFleet()
    const { body } = await ask(fleet, '2025-02')
    expect(body).toMatchObject({ from: '2025-02-01T00:00:00-06:00', to: '2025-03-01T00:00:00-06:00', routes: [] })
    expect(body.city).toEqual({
      sessionsStarted: null,
      inputOctets: null,
      outputOctets: null,
      riderHours: null,
      ridersMean: null,
      ridersPeak: null,
      completeness: null,
      service: { scheduledMinutes: 0, inServiceMinutes: 0, availability: null, outageMinutes: NONE },
      days: [],
    })
  })

  it('says how much service there was to be and was, how much of it worked, and why not', async () => {
    const fleet = await testFleet()
    await putTrips(fleet.db, 1, [
      { tripId: 'a', routeId: 'T1', startS: hm(6), endS: hm(9), frequencies: null },
      { tripId: 'b', routeId: 'T2', startS: hm(6), endS: hm(7), frequencies: null },
    ])
    const [one, two] = [await fleet.enrol('bus-1', 'T1'), await fleet.enrol('bus-2', 'T2')]
    const uplink = anUplink({ upMs: 1_800_000, link: false })
    await fleet.send(one, [aMergedReport(0, '2026-11-24T12:00:00Z', Array(60).fill(3), { protocol: '1.2', uplink })])
    await fleet.send(two, [
      aReport(0, '2026-11-24T12:00:00Z', { protocol: '1.2', uplink: anUplink() }),
      // Down while no service of its route runs: that is nobody's outage.
      aReport(90, '2026-11-24T13:30:00Z', { protocol: '1.2', uplink: anUplink({ upMs: 0 }) }),
    ])
    fleet.setNow('2026-11-24T14:00:00Z')
    await upkeep(fleet, '2026-11-24T14:00:00Z')
    const { body } = await ask(fleet, '2026-11')
    // Of the timetables of 22 to 24 November: what is still to come is not told.
    expect(body.city.service).toEqual({
      scheduledMinutes: 720,
      inServiceMinutes: 61,
      availability: 0.5082,
      outageMinutes: { ...NONE, 'no-signal': 30 },
    })
    expect(body.routes).toMatchObject([
      { routeId: 'T1', service: { scheduledMinutes: 540, inServiceMinutes: 60, availability: 0.5 } },
      {
        routeId: 'T2',
        service: { scheduledMinutes: 180, inServiceMinutes: 1, availability: 1, outageMinutes: NONE },
      },
    ])
  })

  it('is asked for by a month', async () => {
    const fleet = await testFleet()
    expect(await ask(fleet, '2026-13')).toMatchObject({
      status: 400,
      body: { detail: 'month: write a month such as 2026-10' },
    })
  })
})
