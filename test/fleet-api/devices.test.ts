import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { deviceCount, deviceDay, deviceSketch, gateway } from '../../db/fleet/schema.ts'
import { tidyUp } from '../../fleet-api/upkeep.ts'
import { bring, countsOf, dayOf, filesOf, foundIn, phones, sketchOfPhones, waysToWrite } from '../fakes/devices.ts'
import { aMergedReport, aReport, everythingIn, type TestFleet, testFleet } from '../fakes/fleet.ts'

// The fleet's clock says 08:30 in Mexico City on 24 November, whose day lasts from 06:00 to 06:00 in UTC.
const DATE = '2026-11-24'
const HOUR = '2026-11-24T13:00:00Z'
const NEXT_NOON = '2026-11-25T18:00:30Z'

async function upkeep(fleet: TestFleet, now: string) {
  fleet.setNow(now)
  await tidyUp({ db: fleet.db, now: Date.parse(now), breathe: async () => undefined, stopping: () => false })
}

/** Of all sketches whose estimate is looked at: under it no two of these phones meet in a register. */
const KEY = 'key 1'
const keyOf = async (fleet: TestFleet, credential: string) => (await dayOf(fleet, credential)).key
const sketch = (key: string, of: number[], hourAt = HOUR, date = DATE) => ({
  date,
  hourAt,
  registers: sketchOfPhones(key, of),
})
/** A whole hour of riders, from its beginning on. */
const hourOfRiders = (hourAt = HOUR) =>
  aMergedReport(
    0,
    hourAt,
    Array.from({ length: 59 }, () => 5),
  )

describe('the day of devices', () => {
  it('is the city’s, with a random key that every gateway gets', async () => {
    const fleet = await testFleet()
    const [one, two] = [await fleet.enrol('bus-1', 'T1'), await fleet.enrol('bus-2', 'T2')]
    const day = await dayOf(fleet, one)
    expect(day).toEqual({
      date: DATE,
      from: '2026-11-24T06:00:00.000Z',
      to: '2026-11-25T06:00:00.000Z',
      key: expect.stringMatching(/^[A-Za-z0-9_-]{43}$/),
      serverAt: '2026-11-24T14:30:00.000Z',
    })
    expect(await dayOf(fleet, two)).toEqual(day)
  })

  it('has the same key in every process, whoever asks first', async () => {
    const fleet = await testFleet()
    const other = await testFleet({ databaseUrl: fleet.databaseUrl, isNew: false })
    const bus = await fleet.enrol('bus-1', 'T1')
    const keys = await Promise.all([fleet, other, fleet, other].map((process) => keyOf(process, bus)))
    expect(new Set(keys).size).toBe(1)
  })

  it('has another key each day, so that a phone of yesterday is not known again', async () => {
    const fleet = await testFleet()
    const bus = await fleet.enrol('bus-1', 'T1')
    const today = await dayOf(fleet, bus)
    fleet.setNow('2026-11-25T06:00:00Z')
    const tomorrow = await dayOf(fleet, bus)
    expect(tomorrow).toMatchObject({ date: '2026-11-25', from: today.to })
    expect(tomorrow.key).not.toBe(today.key)
    expect(sketchOfPhones(today.key, [1])).not.toBe(sketchOfPhones(tomorrow.key, [1]))
  })

  it('is for gateways only, and may be stored nowhere on the way', async () => {
    const fleet = await testFleet()
    const answer = await fleet.asGateway(await fleet.enrol('bus-1', 'T1'), 'GET', '/v1/device-day')
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect((await fleet.asGateway('nobody', 'GET', '/v1/device-day')).status).toBe(401)
    expect((await fleet.post('/v1/device-sketches', [])).status).toBe(401)
  })

  it('hands out no second key where the first was lost', async () => {
    const fleet = await testFleet()
    const bus = await fleet.enrol('bus-1', 'T1')
    await dayOf(fleet, bus)
    // As a crash of PostgreSQL empties a table that is UNLOGGED.
    await fleet.db.transaction((tx) => tx.delete(deviceSketch))
    expect((await fleet.asGateway(bus, 'GET', '/v1/device-day')).status).toBe(204)
  })
})

describe('gateways’ sketches', () => {
  it('become the city’s number of devices at noon of the next day, each phone counted once', async () => {
    const fleet = await testFleet()
    const [one, two] = [await fleet.enrol('bus-1', 'T1'), await fleet.enrol('bus-2', 'T2')]
    await fleet.send(one, [hourOfRiders()])
    await fleet.send(two, [hourOfRiders()])
    await dayOf(fleet, one)
    expect(await bring(fleet, one, [sketch(KEY, phones(1, 30))])).toEqual([{ index: 0, verdict: 'taken' }])
    expect(await bring(fleet, two, [sketch(KEY, phones(21, 60))])).toEqual([{ index: 0, verdict: 'taken' }])
    await upkeep(fleet, '2026-11-25T17:59:30Z')
    expect(await countsOf(fleet.db)).toEqual({})
    await upkeep(fleet, NEXT_NOON)
    expect(await countsOf(fleet.db)).toEqual({
      'route:T1': [30, 1, 1],
      'route:T2': [40, 1, 1],
      '@vehicle': [60, 2, 2],
      '@city': [60, 2, 2],
    })
    const [count] = await fleet.db.select().from(deviceCount)
    expect(count).toMatchObject({ dayAt: 1_795_500_000, errorShare: 0.008125 })
  })

  it('count a phone that stays for two hours once, and tell of how many hours they are', async () => {
    const fleet = await testFleet()
    const bus = await fleet.enrol('bus-1', 'T1')
    await fleet.send(bus, [hourOfRiders('2026-11-24T12:00:00Z')])
    await dayOf(fleet, bus)
    const hours = ['2026-11-24T11:00:00Z', '2026-11-24T12:00:00Z', '2026-11-24T13:00:00Z']
    await bring(
      fleet,
      bus,
      hours.map((hourAt) => sketch(KEY, phones(1, 20), hourAt)),
    )
    await upkeep(fleet, NEXT_NOON)
    expect((await countsOf(fleet.db))['@city']).toEqual([20, 3, 3])
  })

  it('are told apart from those that are missing', async () => {
    const fleet = await testFleet()
    const [one, two] = [await fleet.enrol('bus-1', 'T1'), await fleet.enrol('bus-2', 'T1')]
    await fleet.send(one, [hourOfRiders()])
    await fleet.send(two, [hourOfRiders(), aReport(70, '2026-11-24T14:10:00Z', { riders: { connected: 0, peak: 0 } })])
    await dayOf(fleet, one)
    await bring(fleet, one, [sketch(KEY, phones(1, 12))])
    await upkeep(fleet, NEXT_NOON)
    expect((await countsOf(fleet.db))['route:T1']).toEqual([12, 1, 2])
  })

  it('change nothing where they come twice, and may grow', async () => {
    const fleet = await testFleet()
    const bus = await fleet.enrol('bus-1', 'T1')
    await fleet.send(bus, [hourOfRiders()])
    await dayOf(fleet, bus)
    const some = sketch(KEY, phones(1, 10))
    await bring(fleet, bus, [some, some])
    await Promise.all([bring(fleet, bus, [some]), bring(fleet, bus, [some])])
    await bring(fleet, bus, [sketch(KEY, phones(1, 15))])
    await upkeep(fleet, NEXT_NOON)
    expect((await countsOf(fleet.db))['@city']).toEqual([15, 1, 1])
  })

  it('of many gateways at once, in two processes, are all in', async () => {
    const fleet = await testFleet()
    const other = await testFleet({ databaseUrl: fleet.databaseUrl, isNew: false })
    const buses: string[] = []
    for (let bus = 0; bus < 12; bus += 1) buses.push(await fleet.enrol(`bus-${bus}`, 'T1'))
    await dayOf(fleet, buses[0] ?? '')
    const processes = [fleet, other]
    await Promise.all(
      buses.map((bus, n) => bring(processes[n % 2] ?? fleet, bus, [sketch(KEY, phones(n * 5 + 1, n * 5 + 10))])),
    )
    await upkeep(fleet, NEXT_NOON)
    expect((await countsOf(fleet.db))['@city']).toEqual([65, 12, 12])
  })

  it('go to the route on which the gateway spent most of the hour', async () => {
    const fleet = await testFleet()
    const bus = await fleet.enrol('bus-1', 'T1')
    await fleet.send(bus, [
      aMergedReport(
        0,
        HOUR,
        Array.from({ length: 20 }, () => 5),
      ),
    ])
    await fleet.as('operator', 'PATCH', '/api/gateways/bus-1', { routeId: 'T2' })
    await fleet.send(bus, [
      aMergedReport(
        20,
        '2026-11-24T13:20:00Z',
        Array.from({ length: 9 }, () => 5),
      ),
    ])
    await dayOf(fleet, bus)
    await bring(fleet, bus, [sketch(KEY, phones(1, 10))])
    await upkeep(fleet, NEXT_NOON)
    expect(Object.keys(await countsOf(fleet.db)).sort()).toEqual(['@city', '@vehicle', 'route:T1'])
  })

  it('of no known route stand for themselves', async () => {
    const fleet = await testFleet()
    const bus = await fleet.enrol('bus-1', null)
    await dayOf(fleet, bus)
    await bring(fleet, bus, [sketch(KEY, phones(1, 10))])
    await upkeep(fleet, NEXT_NOON)
    expect(await countsOf(fleet.db)).toEqual({ '': [10, 1, 1], '@vehicle': [10, 1, 1], '@city': [10, 1, 1] })
  })

  it('of stops and of stations go to theirs and to the city', async () => {
    const fleet = await testFleet()
    const [stop, station] = [await fleet.enrol('stop-1', null), await fleet.enrol('station-1', null)]
    for (const site of ['stop', 'station'] as const)
      await fleet.db.transaction((tx) =>
        tx
          .update(gateway)
          .set({ site })
          .where(eq(gateway.gatewayId, `${site}-1`)),
      )
    await dayOf(fleet, stop)
    await bring(fleet, stop, [sketch(KEY, phones(1, 10))])
    await bring(fleet, station, [sketch(KEY, phones(6, 20))])
    await upkeep(fleet, NEXT_NOON)
    expect(await countsOf(fleet.db)).toEqual({ '@stop': [10, 1, 1], '@station': [15, 1, 1], '@city': [20, 2, 2] })
  })

  it('are judged each by itself', async () => {
    const fleet = await testFleet()
    const bus = await fleet.enrol('bus-1', 'T1')
    await dayOf(fleet, bus)
    const verdicts = await bring(fleet, bus, [
      'nothing',
      { ...sketch(KEY, [1]), registers: 'd!' },
      sketch(KEY, [1], HOUR, '2026-11-23'),
      sketch(KEY, [1], '2026-11-24T05:00:00Z'),
      sketch(KEY, [1], '2026-11-25T06:00:00Z'),
      sketch(KEY, [1], '2026-11-24T14:20:00Z'),
      sketch(KEY, [1], '2026-11-24T15:00:00Z'),
      sketch(KEY, []),
      { ...sketch(KEY, [1]), registers: `d${btoa('\u0082\u0008\u0020'.repeat(4096))}` },
      sketch(KEY, [1]),
    ])
    expect(verdicts.map(({ verdict, reason }) => reason ?? verdict)).toEqual([
      expect.stringMatching(/expected object/),
      'registers: not those of a sketch',
      'no devices are counted on this date',
      'no hour of this date',
      'no hour of this date',
      'no hour of this date',
      'this hour has not begun',
      'it holds no device',
      'it holds more devices than a gateway can have',
      'taken',
    ])
    expect((await fleet.post('/v1/device-sketches', {}, { authorization: `Bearer ${bus}` })).status).toBe(400)
    const many = Array.from({ length: 49 }, () => sketch(KEY, [1]))
    expect((await fleet.post('/v1/device-sketches', many, { authorization: `Bearer ${bus}` })).status).toBe(400)
  })

  it('of a day that is closed come too late', async () => {
    const fleet = await testFleet()
    const bus = await fleet.enrol('bus-1', 'T1')
    await dayOf(fleet, bus)
    await upkeep(fleet, '2026-11-25T17:00:00Z')
    expect(await bring(fleet, bus, [sketch(KEY, phones(1, 10))])).toEqual([{ index: 0, verdict: 'taken' }])
    await upkeep(fleet, NEXT_NOON)
    expect(await bring(fleet, bus, [sketch(KEY, phones(11, 20))])).toEqual([{ index: 0, verdict: 'closed' }])
    expect((await countsOf(fleet.db))['@city']).toEqual([10, 1, 1])
  })

  it('of days whose noon was missed are closed when the fleet is back', async () => {
    const fleet = await testFleet()
    const bus = await fleet.enrol('bus-1', 'T1')
    await dayOf(fleet, bus)
    await bring(fleet, bus, [sketch(KEY, phones(1, 10))])
    fleet.setNow('2026-11-25T14:30:00Z')
    await dayOf(fleet, bus)
    await bring(fleet, bus, [sketch(KEY, phones(1, 25), '2026-11-25T14:00:00Z', '2026-11-25')])
    await upkeep(fleet, '2026-12-24T01:00:00Z')
    const city = (await fleet.db.select().from(deviceCount)).filter(({ rowKey }) => rowKey === '@city')
    expect(city.map(({ dayAt, estimate }) => [dayAt, estimate])).toEqual([
      [1_795_500_000, 10],
      [1_795_586_400, 25],
    ])
    expect(await fleet.db.select().from(deviceSketch)).toEqual([])
  })
})

describe('what is left of a day of devices', () => {
  /** A day with its secrets: the key, and pieces of a gateway's sketch and of the two that were merged. */
  async function aDay() {
    const fleet = await testFleet()
    const [one, two] = [await fleet.enrol('bus-1', 'T1'), await fleet.enrol('bus-2', 'T2')]
    await fleet.send(one, [hourOfRiders()])
    await fleet.send(two, [hourOfRiders()])
    const key = await keyOf(fleet, one)
    await bring(fleet, one, [sketch(key, phones(1, 40))])
    const ofOne = sketchOfPhones(key, phones(1, 40))
    const ofBoth = sketchOfPhones(key, phones(1, 80))
    await bring(fleet, two, [sketch(key, phones(41, 80))])
    // Much else is written meanwhile, as in any day.
    for (let minute = 0; minute < 20; minute += 1)
      await fleet.send(one, [aReport(60 + minute, `2026-11-24T14:${String(minute).padStart(2, '0')}:00Z`)])
    const secrets = {
      ...waysToWrite('the key', key),
      'a route’s sketch': Buffer.from(ofOne.slice(1, 81)),
      'the city’s sketch': Buffer.from(ofBoth.slice(1, 81)),
      'the city’s sketch, its end': Buffer.from(ofBoth.slice(-80)),
    }
    return { fleet, key, secrets }
  }

  it('is all there while the day lasts', async () => {
    const { fleet, secrets } = await aDay()
    expect(foundIn(await filesOf(fleet.databaseUrl), secrets)).toEqual([
      'a route’s sketch',
      'the city’s sketch',
      'the city’s sketch, its end',
      'the key as it is',
    ])
  })

  it('is no key once it is over', async () => {
    const { fleet, key, secrets } = await aDay()
    await upkeep(fleet, '2026-11-25T06:00:00Z')
    expect(await everythingIn(fleet.db)).not.toContain(key)
    expect(foundIn(await filesOf(fleet.databaseUrl), secrets)).toEqual([
      'a route’s sketch',
      'the city’s sketch',
      'the city’s sketch, its end',
    ])
  })

  it('is an estimate and nothing else on the disk once it is closed, in tables and logs', async () => {
    const { fleet, secrets } = await aDay()
    await upkeep(fleet, '2026-11-25T06:00:00Z')
    await upkeep(fleet, NEXT_NOON)
    expect(foundIn(await filesOf(fleet.databaseUrl), secrets)).toEqual([])
    expect(await fleet.db.select().from(deviceSketch)).toEqual([])
    expect(await fleet.db.select().from(deviceDay)).toEqual([
      { date: DATE, fromAt: 1_795_500_000, toAt: 1_795_586_400, closedAt: Date.parse(NEXT_NOON) },
    ])
    const [devices] = (await countsOf(fleet.db))['@city'] ?? []
    // Under a random key some of them may meet in a register.
    expect(Math.abs((devices ?? 0) - 80)).toBeLessThanOrEqual(4)
  })

  it('goes even while the next day is being counted, and leaves that one alone', async () => {
    const { fleet, secrets } = await aDay()
    const bus = await fleet.enrol('bus-3', 'T1')
    fleet.setNow('2026-11-25T15:00:00Z')
    const next = await keyOf(fleet, bus)
    await bring(fleet, bus, [sketch(next, phones(1, 17), '2026-11-25T14:00:00Z', '2026-11-25')])
    await upkeep(fleet, NEXT_NOON)
    expect(foundIn(await filesOf(fleet.databaseUrl), secrets)).toEqual([])
    expect(await keyOf(fleet, bus)).toBe(next)
    await upkeep(fleet, '2026-11-26T18:00:30Z')
    const city = (await fleet.db.select().from(deviceCount)).filter(({ rowKey }) => rowKey === '@city')
    expect(city.map(({ pieces }) => pieces)).toEqual([2, 1])
  })

  it('goes a minute later where somebody was still reading what was there before', async () => {
    const { fleet, secrets } = await aDay()
    await fleet.db.snapshot(async (reads) => {
      await reads.select().from(deviceSketch)
      await upkeep(fleet, NEXT_NOON)
    })
    await upkeep(fleet, '2026-11-25T18:01:30Z')
    expect(foundIn(await filesOf(fleet.databaseUrl), secrets)).toEqual([])
  })
})
