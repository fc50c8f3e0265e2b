import { createHmac } from 'node:crypto'
import { describe, expect, it, onTestFinished } from 'vitest'
import { decodeSketch, estimate } from '../../contract/sketch.ts'
import type { GatewayDatabase } from '../../db/gateway/open.ts'
import { deviceDay, deviceSketch } from '../../db/gateway/schema.ts'
import { tidyUp } from '../../fleet-api/upkeep.ts'
import { heldDay } from '../../portal/queries/devices.ts'
import { countsOf, filesOf, foundIn, sqliteFiles, waysToWrite } from '../fakes/devices.ts'
import { aBus, fleetOnSocket } from '../fakes/enrolled.ts'
import type { TestFleet } from '../fakes/fleet.ts'
import { ANA, BETO } from '../fakes/gateway.ts'

const DAY_ENDS = '2026-11-25T06:00:00Z'
const NOON = '2026-11-25T18:00:00Z'

const phone = (n: number) => ({
  mac: `02:00:00:00:01:${n.toString(16).padStart(2, '0')}`,
  ip: `10.55.1.${n}`,
})

/** So many clients of which no two meet in a register under a key. */
function apart(key: string, count: number) {
  const found = new Map<number, ReturnType<typeof phone>>()
  for (let n = 1; found.size < count; n += 1) {
    const register = createHmac('sha256', key).update(phone(n).mac).digest().readUInt16BE(0) >> 2
    if (!found.has(register)) found.set(register, phone(n))
  }
  return [...found.values()]
}

const kept = (db: GatewayDatabase) =>
  db
    .select()
    .from(deviceSketch)
    .all()
    .map(({ date, hourAt, registers }) => ({
      date,
      hourAt: new Date(hourAt).toISOString(),
      devices: Math.round(estimate(decodeSketch(registers) ?? expect.fail('no sketch'))),
    }))

async function upkeep(fleet: TestFleet, now: string) {
  fleet.setNow(now)
  await tidyUp({ db: fleet.db, now: Date.parse(now), breathe: async () => undefined, stopping: () => false })
}

describe('a gateway', () => {
  it('sketches nobody before the fleet has told it the day’s key, and everybody who is online from then on', async () => {
    const bus = await aBus('bus-1', await fleetOnSocket())
    await bus.board(ANA)
    bus.online.now = false
    await bus.at('2026-11-24T14:05:00Z')
    expect(kept(bus.db)).toEqual([])
    bus.online.now = true
    await bus.at('2026-11-24T14:06:00Z')
    await bus.board(BETO)
    await bus.at('2026-11-24T14:07:00Z')
    expect(kept(bus.db)).toEqual([{ date: '2026-11-24', hourAt: '2026-11-24T14:00:00.000Z', devices: 2 }])
  })

  it('counts a client that has left before the minute is over, and one that stays in each of its hours', async () => {
    const bus = await aBus('bus-1', await fleetOnSocket())
    await bus.at('2026-11-24T14:01:00Z')
    await bus.board(ANA, BETO)
    await bus.gateway.as(ANA, '/session/end', { method: 'POST' })
    await bus.at('2026-11-24T14:59:00Z')
    await bus.at('2026-11-24T15:00:30Z')
    expect(kept(bus.db)).toEqual([
      { date: '2026-11-24', hourAt: '2026-11-24T14:00:00.000Z', devices: 2 },
      { date: '2026-11-24', hourAt: '2026-11-24T15:00:00.000Z', devices: 1 },
    ])
  })

  it('keeps the key and the hour’s sketch over a restart', async () => {
    const bus = await aBus('bus-1', await fleetOnSocket())
    await bus.at('2026-11-24T14:01:00Z')
    await bus.board(ANA)
    await bus.at('2026-11-24T14:02:00Z')
    await bus.gateway.as(ANA, '/session/end', { method: 'POST' })
    await bus.restart()
    const key = heldDay(bus.db)
    await bus.at('2026-11-24T14:03:00Z')
    expect(heldDay(bus.db)).toEqual(key)
    await bus.board(BETO)
    await bus.at('2026-11-24T14:04:00Z')
    expect(kept(bus.db)).toMatchObject([{ hourAt: '2026-11-24T14:00:00.000Z', devices: 2 }])
  })

  it('brings an hour’s sketch to the fleet when it is over, and then forgets it', async () => {
    const all = await fleetOnSocket()
    const bus = await aBus('bus-1', all)
    await bus.at('2026-11-24T14:01:00Z')
    await bus.board(ANA, BETO)
    await bus.at('2026-11-24T14:59:00Z')
    await bus.gateway.as(ANA, '/session/end', { method: 'POST' })
    await bus.gateway.as(BETO, '/session/end', { method: 'POST' })
    await bus.at('2026-11-24T15:01:00Z')
    expect(kept(bus.db)).toHaveLength(1)
    await bus.at('2026-11-24T15:02:30Z')
    expect(kept(bus.db)).toEqual([])
    await upkeep(all.fleet, NOON)
    expect(await countsOf(all.fleet.db)).toEqual({
      'route:T1': [2, 1, 1],
      '@vehicle': [2, 1, 1],
      '@city': [2, 1, 1],
    })
  })

  it('of a city counts phones once that ride with another bus too', async () => {
    const all = await fleetOnSocket()
    const [one, two] = [await aBus('bus-1', all), await aBus('bus-2', all, 'T2')]
    for (const bus of [one, two]) await bus.at('2026-11-24T14:01:00Z')
    const riders = apart(heldDay(one.db)?.key ?? expect.fail('no key'), 6)
    await one.board(...riders.slice(0, 5))
    await two.board(...riders.slice(3))
    for (const bus of [one, two]) await bus.at('2026-11-24T14:02:00Z')
    for (const bus of [one, two]) await bus.at('2026-11-24T15:03:00Z')
    await upkeep(all.fleet, NOON)
    const counts = await countsOf(all.fleet.db)
    expect(counts).toMatchObject({ 'route:T1': [5, 1, 1], 'route:T2': [3, 1, 1], '@city': [6, 2, 2] })
  })

  it('destroys the key when the day ends, and the sketches when it is closed, link or not', async () => {
    const bus = await aBus('bus-1', await fleetOnSocket())
    await bus.at('2026-11-25T05:57:00Z')
    await bus.board(ANA)
    bus.online.now = false
    await bus.at('2026-11-25T05:59:00Z')
    await bus.at('2026-11-25T06:00:00Z')
    expect(heldDay(bus.db)).toBeNull()
    await bus.at('2026-11-25T17:59:00Z')
    expect(kept(bus.db)).toMatchObject([{ hourAt: '2026-11-25T05:00:00.000Z', devices: 1 }])
    await bus.at(NOON)
    expect(kept(bus.db)).toEqual([])
    expect(bus.db.select().from(deviceDay).all()).toEqual([])
  })

  it('asks for the next day once it has begun, and sketches under another key', async () => {
    const bus = await aBus('bus-1', await fleetOnSocket())
    await bus.at('2026-11-25T05:58:00Z')
    const before = heldDay(bus.db)
    await bus.board(ANA)
    await bus.at('2026-11-25T05:59:30Z')
    await bus.at('2026-11-25T06:00:30Z')
    await bus.at('2026-11-25T06:01:30Z')
    const after = heldDay(bus.db)
    expect([before?.date, after?.date]).toEqual(['2026-11-24', '2026-11-25'])
    expect(after?.key).not.toBe(before?.key)
    const texts = bus.db
      .select()
      .from(deviceSketch)
      .all()
      .map(({ registers }) => registers)
    expect(new Set(texts).size).toBe(2)
  })

  it('goes on without devices where the fleet does not know of them', async () => {
    const bus = await aBus('bus-1', await fleetOnSocket())
    const refused: string[] = []
    const real = globalThis.fetch
    globalThis.fetch = async (input, init) => {
      if (!String(input).includes('/v1/device')) return real(input, init)
      refused.push(String(input))
      return new Response('{}', { status: 404 })
    }
    onTestFinished(() => {
      globalThis.fetch = real
    })
    await bus.at('2026-11-24T14:01:00Z')
    await bus.at('2026-11-24T14:02:00Z')
    await bus.at('2026-11-24T14:16:30Z')
    expect(refused).toHaveLength(2)
    expect(bus.logged).toContain('the fleet could not be asked about devices; it is asked again later')
  })
})

describe('what a day of devices leaves on the disks of a bus and its fleet', () => {
  it('is, once it is closed, neither key nor sketch nor the hash of anybody', async () => {
    const all = await fleetOnSocket()
    const bus = await aBus('bus-1', all)
    await bus.at('2026-11-25T04:01:00Z')
    const { key } = heldDay(bus.db) ?? expect.fail('no key')
    await bus.board(...Array.from({ length: 40 }, (_, n) => phone(n + 1)))
    await bus.at('2026-11-25T04:02:00Z')
    const [sketch] = bus.db.select().from(deviceSketch).all()
    const hash = createHmac('sha256', key).update(phone(7).mac).digest()
    const secrets = {
      ...waysToWrite('the key', key),
      'the sketch': Buffer.from(sketch?.registers.slice(1, 81) ?? ''),
      'its end': Buffer.from(sketch?.registers.slice(-81) ?? ''),
      'a hash': hash,
      'a hash in base64': Buffer.from(hash.toString('base64').slice(0, 22)),
      'a hash in base64url': Buffer.from(hash.toString('base64url').slice(0, 22)),
      'a hash in hexadecimal': Buffer.from(hash.toString('hex').slice(0, 16)),
    }
    const onBus = () => foundIn(sqliteFiles(bus.path), secrets)
    const atFleet = async () => foundIn(await filesOf(all.fleet.databaseUrl), secrets)
    expect(onBus()).toEqual(['its end', 'the key as it is', 'the sketch'])
    await bus.at('2026-11-25T05:03:00Z')
    expect(await atFleet()).toEqual(['its end', 'the key as it is', 'the sketch'])

    await bus.at(DAY_ENDS)
    await upkeep(all.fleet, DAY_ENDS)
    expect(onBus()).not.toContain('the key as it is')
    expect(await atFleet()).not.toContain('the key as it is')

    await bus.at(NOON)
    await upkeep(all.fleet, NOON)
    expect(onBus()).toEqual([])
    expect(await atFleet()).toEqual([])
    expect(Object.keys(await countsOf(all.fleet.db)).sort()).toEqual(['@city', '@vehicle', 'route:T1'])
  })
})
