import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import {
  gatewayRidersAnswerSchema,
  lastReportsAnswerSchema,
  simsAnswerSchema,
  timelineAnswerSchema,
  trailAnswerSchema,
} from '../../contract/gateway-page.ts'
import type { ReportInput } from '../../contract/report.ts'
import type { Fix } from '../../contract/trace.ts'
import { gateway } from '../../db/fleet/schema.ts'
import { aReport, type TestFleet, testFleet } from '../fakes/fleet.ts'
import { corner } from '../fakes/network.ts'
import { aModem, anUplink } from '../fakes/telemetry.ts'

const AGAIN = '22222222-2222-4222-8222-222222222222'
const HOUR = 'from=2026-11-24T13:30:00Z&to=2026-11-24T14:30:00Z'

const json = async (answer: Promise<Response>) => (await answer).json()
const ask = (fleet: TestFleet, part: string) => json(fleet.get(`/api/gateways/bus-1/${part}`))

/** Reports of minutes on end, from the one that begins at `startedAt`. */
function minutes(startedAt: string, count: number, firstSeq = 0, more: Partial<ReportInput> = {}): ReportInput[] {
  const start = Date.parse(startedAt)
  return Array.from({ length: count }, (_, i) =>
    aReport(firstSeq + i, new Date(start + i * 60_000).toISOString(), {
      protocol: '1.3',
      uplink: anUplink(),
      ...more,
    }),
  )
}

async function aFleet() {
  const fleet = await testFleet()
  fleet.setNow('2026-11-24T13:00:00Z')
  const bus = await fleet.enrol('bus-1', 'T1')
  fleet.setNow('2026-11-24T14:30:00Z')
  return { fleet, bus }
}

describe('the timeline of a gateway', () => {
  const track = async (fleet: TestFleet, name: 'power' | 'uplink' | 'portal', range = HOUR) => {
    const answer = timelineAnswerSchema.parse(await ask(fleet, `timeline?${range}`))
    return answer[name].map(({ from, to, is, cause }) => [from.slice(11, 16), to.slice(11, 16), is, cause])
  }

  it('tells power, uplink and portal apart, each with its cause', async () => {
    const { fleet, bus } = await aFleet()
    const lost = { uplink: anUplink({ upMs: 0, link: false }) }
    await fleet.send(bus, [
      ...minutes('2026-11-24T13:30:00Z', 10),
      ...minutes('2026-11-24T13:40:00Z', 5, 10, lost),
      ...minutes('2026-11-24T13:45:00Z', 5, 15),
    ])
    await fleet.send(bus, minutes('2026-11-24T14:00:00Z', 30, 0, { bootId: AGAIN }))
    expect(await track(fleet, 'power')).toEqual([
      ['13:30', '13:50', 'up', null],
      ['13:50', '14:00', 'down', 'power'],
      ['14:00', '14:30', 'up', null],
    ])
    expect(await track(fleet, 'uplink')).toEqual([
      ['13:30', '13:40', 'up', null],
      ['13:40', '13:45', 'down', 'no-signal'],
      ['13:45', '13:50', 'up', null],
      ['13:50', '14:00', 'not-due', null],
      ['14:00', '14:30', 'up', null],
    ])
    expect(await track(fleet, 'portal')).toEqual([
      ['13:30', '13:50', 'up', null],
      ['13:50', '14:00', 'not-due', null],
      ['14:00', '14:30', 'up', null],
    ])
  })

  it('does not call down what is still to come, and mends itself once it is here', async () => {
    const { fleet, bus } = await aFleet()
    await fleet.send(bus, minutes('2026-11-24T13:30:00Z', 20))
    expect((await track(fleet, 'uplink')).at(-1)).toEqual(['13:50', '14:30', 'unknown', null])
    await fleet.send(bus, minutes('2026-11-24T14:10:00Z', 20, 40))
    expect(await track(fleet, 'portal')).toEqual([
      ['13:30', '13:50', 'up', null],
      ['13:50', '14:10', 'unknown', null],
      ['14:10', '14:30', 'up', null],
    ])
    await fleet.send(bus, minutes('2026-11-24T13:50:00Z', 20, 20))
    expect(await track(fleet, 'portal')).toEqual([['13:30', '14:30', 'up', null]])
  })

  it('begins when the gateway was added, and reaches over a night in which it was put away', async () => {
    const { fleet, bus } = await aFleet()
    await fleet.send(bus, minutes('2026-11-24T13:30:00Z', 20))
    fleet.setNow('2026-11-25T14:30:00Z')
    await fleet.send(bus, minutes('2026-11-25T14:20:00Z', 10, 0, { bootId: AGAIN }))
    expect(await track(fleet, 'power', 'from=2026-11-24T12:00:00Z&to=2026-11-25T14:30:00Z')).toEqual([
      ['12:00', '13:00', 'not-due', null],
      ['13:00', '13:30', 'unknown', null],
      ['13:30', '13:50', 'up', null],
      ['13:50', '14:20', 'not-due', null],
      ['14:20', '14:30', 'up', null],
    ])
    expect(await track(fleet, 'power', 'from=2026-11-25T06:00:00Z&to=2026-11-25T08:00:00Z')).toEqual([
      ['06:00', '08:00', 'not-due', null],
    ])
  })

  it('is of eight days at most, in order, of a gateway that is there', async () => {
    const { fleet } = await aFleet()
    const status = async (path: string) => (await fleet.get(`/api/gateways/${path}`)).status
    expect(await status('bus-1/timeline?from=2026-11-16T14:30:00Z&to=2026-11-24T14:30:00Z')).toBe(200)
    expect(await status('bus-1/timeline?from=2026-11-16T14:29:00Z&to=2026-11-24T14:30:00Z')).toBe(422)
    expect(await status('bus-1/timeline?from=2026-11-24T14:30:00Z&to=2026-11-24T14:30:00Z')).toBe(400)
    expect(await status(`bus-9/timeline?${HOUR}`)).toBe(404)
  })
})

describe('the riders of a gateway', () => {
  const points = async (fleet: TestFleet, query: string) =>
    gatewayRidersAnswerSchema.parse(await ask(fleet, `riders?${query}`)).points

  it('are told by the minute, what is missing as a gap with no completeness', async () => {
    const { fleet, bus } = await aFleet()
    const all = minutes('2026-11-24T14:00:00Z', 4)
    await fleet.send(bus, [all[0], all[1], all[3]])
    fleet.setNow('2026-11-24T14:05:00Z')
    const told = await points(fleet, 'from=2026-11-24T14:00:00Z&to=2026-11-24T14:04:00Z&step=minute')
    const minute = { mean: 5, peak: 6, completeness: 1, octets: { input: 100, output: 1000 } }
    expect(told).toEqual([
      { at: '2026-11-24T08:00:00-06:00', ...minute },
      { at: '2026-11-24T08:01:00-06:00', ...minute },
      { at: '2026-11-24T08:02:00-06:00', mean: null, peak: null, completeness: 0, octets: { input: 0, output: 0 } },
      { at: '2026-11-24T08:03:00-06:00', ...minute },
    ])
  })

  it('are told by the hour: their mean over the minutes that were reported, and the peak', async () => {
    const { fleet, bus } = await aFleet()
    const few = minutes('2026-11-24T13:00:00Z', 20, 0, { riders: { connected: 2, peak: 3 } })
    const many = minutes('2026-11-24T13:40:00Z', 20, 40, { riders: { connected: 10, peak: 12 } })
    await fleet.send(bus, [...few, ...many])
    expect(await points(fleet, 'from=2026-11-24T13:00:00Z&to=2026-11-24T14:00:00Z&step=hour')).toEqual([
      {
        at: '2026-11-24T07:00:00-06:00',
        mean: 6,
        peak: 12,
        completeness: 0.6667,
        octets: { input: 4000, output: 40_000 },
      },
    ])
  })

  it('are none where nothing was due, and of two days by the minute at most', async () => {
    const { fleet } = await aFleet()
    expect(await points(fleet, `${HOUR}&step=minute`)).toEqual([])
    const long = '/api/gateways/bus-1/riders?from=2026-11-22T14:00:00Z&to=2026-11-24T14:30:00Z&step=minute'
    expect((await fleet.get(long)).status).toBe(422)
  })
})

describe('the trail of a gateway', () => {
  const drive = (seq: number, roundTrips: (number | null)[]) =>
    aReport(seq, new Date(Date.parse('2026-11-24T14:00:00Z') + seq * 60_000).toISOString(), {
      protocol: '1.3',
      trace: roundTrips.map((roundTrip, i): Fix => {
        const [lat, lon] = corner(seq * 3 + i, 0)
        return [seq * 60_000 + i * 20_000, lat, lon, roundTrip]
      }),
    })

  it('tells where it was, where it had no internet, and where nobody looked', async () => {
    const { fleet, bus } = await aFleet()
    await fleet.send(bus, [drive(0, [80, null, -1]), drive(1, [90])])
    const { points } = trailAnswerSchema.parse(await ask(fleet, 'trail?hours=1'))
    expect(points.map(({ at, lost, roundTripMs }) => [at, lost, roundTripMs])).toEqual([
      ['2026-11-24T14:00:00.000Z', false, 80],
      ['2026-11-24T14:00:20.000Z', true, null],
      ['2026-11-24T14:00:40.000Z', null, null],
      ['2026-11-24T14:01:00.000Z', false, 90],
    ])
    const [lat, lon] = corner(3, 0)
    expect(points[3]?.lat).toBeCloseTo(lat, 4)
    expect(points[3]?.lon).toBeCloseTo(lon, 4)
  })

  it('tells little of a vehicle that stands, and nothing from before the hours that were asked for', async () => {
    const { fleet, bus } = await aFleet()
    const standing = aReport(0, '2026-11-24T14:00:00Z', {
      protocol: '1.3',
      trace: Array.from({ length: 6 }, (_, i): Fix => [i * 10_000, ...corner(0, 0), 80]),
    })
    await fleet.send(bus, [standing])
    const at = async (hours: number) =>
      trailAnswerSchema.parse(await ask(fleet, `trail?hours=${hours}`)).points.map(({ at }) => at.slice(11, 19))
    expect(await at(1)).toEqual(['14:00:00', '14:00:50'])
    fleet.setNow('2026-11-24T15:30:00Z')
    expect(await at(1)).toEqual([])
    expect(await at(2)).toEqual(['14:00:00', '14:00:50'])
  })
})

describe('the last reports of a gateway', () => {
  it('are told as they came, the newest interval first', async () => {
    const { fleet, bus } = await aFleet()
    await fleet.send(bus, minutes('2026-11-24T14:10:00Z', 1, 10, { uplink: anUplink({ upMs: 0, link: false }) }))
    await fleet.send(bus, minutes('2026-11-24T14:28:00Z', 1, 28))
    const { reports } = lastReportsAnswerSchema.parse(await ask(fleet, 'reports'))
    expect(reports).toEqual([
      {
        from: '2026-11-24T14:28:00.000Z',
        to: '2026-11-24T14:29:00.000Z',
        receivedAt: '2026-11-24T14:30:00.000Z',
        latenessS: 60,
        ridersConnected: 5,
        ridersPeak: 6,
        octets: { input: 100, output: 1000 },
        clock: { source: 'ntp', uncertaintyMs: 50, estimated: false },
        route: { id: 'T1', source: 'assignment', confidence: 90 },
        uplinkUpMs: 60_000,
        roundTripMs: 85,
        outage: null,
        software: 'abordo test',
        policyVersion: 1,
      },
      expect.objectContaining({ latenessS: 1140, outage: 'no-signal', uplinkUpMs: 0 }),
    ])
  })

  it('are as many as were asked for, of days ago too', async () => {
    const { fleet, bus } = await aFleet()
    await fleet.send(bus, minutes('2026-11-24T13:30:00Z', 60))
    fleet.setNow('2026-11-28T14:30:00Z')
    await fleet.send(bus, minutes('2026-11-28T14:20:00Z', 2, 0, { bootId: AGAIN }))
    const { reports } = lastReportsAnswerSchema.parse(await ask(fleet, 'reports?limit=4'))
    expect(reports.map(({ from }) => from.slice(8, 16))).toEqual(['28T14:21', '28T14:20', '24T14:29', '24T14:28'])
  })

  it('are none of a gateway that never reported', async () => {
    const { fleet } = await aFleet()
    expect(await ask(fleet, 'reports')).toEqual({ reports: [] })
  })
})

describe('the data of a gateway by SIM', () => {
  it('is told of this month and the last one, and by day', async () => {
    const { fleet, bus } = await aFleet()
    const used = (received: number) => ({
      uplink: anUplink({
        octets: { received: received + 1, sent: 0 },
        modems: [aModem('wwan0', { received, sent: 1 })],
      }),
    })
    fleet.setNow('2026-11-24T14:30:00Z')
    await fleet.send(bus, [
      ...minutes('2026-09-30T14:00:00Z', 1, 0, used(9)),
      ...minutes('2026-10-31T14:00:00Z', 1, 1, used(500)),
      ...minutes('2026-11-01T00:00:00Z', 2, 2, used(1000)),
      ...minutes('2026-11-24T14:00:00Z', 1, 4, used(50)),
    ])
    expect(simsAnswerSchema.parse(await ask(fleet, 'sims'))).toEqual({
      thisMonth: '2026-11',
      lastMonth: '2026-10',
      sims: [
        {
          port: 'wwan0',
          thisMonth: { received: 2050, sent: 3 },
          lastMonth: { received: 500, sent: 1 },
          days: [
            { date: '2026-10-31', received: 500, sent: 1 },
            { date: '2026-11-01', received: 2000, sent: 2 },
            { date: '2026-11-24', received: 50, sent: 1 },
          ],
        },
        expect.objectContaining({ port: null, thisMonth: { received: 2053, sent: 0 } }),
      ],
    })
  })
})

describe('a gateway in detail', () => {
  it('tells what it is in other systems, and until when nobody is told of its alerts', async () => {
    const { fleet } = await aFleet()
    await fleet.as('operator', 'PATCH', '/api/gateways/bus-1', { vehicleId: 'unit 7' })
    const until = Date.parse('2026-11-24T18:00:00Z')
    await fleet.db.transaction((tx) =>
      tx.update(gateway).set({ snoozedUntil: until, snoozeReason: 'taller' }).where(eq(gateway.gatewayId, 'bus-1')),
    )
    expect(await json(fleet.get('/api/gateways/bus-1'))).toMatchObject({
      vehicleId: 'unit 7',
      addedAt: '2026-11-24T13:00:00.000Z',
      enrolledAt: '2026-11-24T13:00:00.000Z',
      revokedAt: null,
      renewAskedAt: null,
      snoozed: { until: '2026-11-24T18:00:00.000Z', reason: 'taller' },
    })
    fleet.setNow('2026-11-24T18:00:00Z')
    expect(await json(fleet.get('/api/gateways/bus-1'))).toMatchObject({ snoozed: null })
  })
})
