import { createHash, randomInt } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { roamingDay, roamingPart } from '../../db/fleet/schema.ts'
import { tidyUp } from '../../fleet-api/upkeep.ts'
import { filesOf, foundIn, waysToWrite } from '../fakes/devices.ts'
import { aReport, everythingIn, type TestFleet, testFleet } from '../fakes/fleet.ts'
import { roamingDayOf, tellAndAsk } from '../fakes/roaming.ts'

// The fleet's clock says 08:30 in Mexico City on 24 November, whose day lasts from 06:00 to 06:00 in UTC.
const DAY_ENDS = '2026-11-25T06:00:00Z'

async function upkeep(fleet: TestFleet, now: string) {
  fleet.setNow(now)
  await tidyUp({ db: fleet.db, now: Date.parse(now), breathe: async () => undefined, stopping: () => false })
}
const numbers = (first: number, count: number) => Array.from({ length: count }, (_, index) => first + index)
const setPolicy = (fleet: TestFleet, acceptOnce: boolean) =>
  fleet.as('operator', 'PUT', '/api/policy/gateways/bus-1', { acceptOnce })

describe('the day in which riders accept once', () => {
  it('is the city’s, with a random key that every gateway gets and that may be stored nowhere on the way', async () => {
    const fleet = await testFleet()
    const [one, two] = [await fleet.enrol('bus-1', 'T1'), await fleet.enrol('bus-2', 'T2')]
    const day = await roamingDayOf(fleet, one)
    expect(day).toEqual({
      date: '2026-11-24',
      from: '2026-11-24T06:00:00.000Z',
      to: '2026-11-25T06:00:00.000Z',
      key: expect.stringMatching(/^[A-Za-z0-9_-]{43}$/),
      serverAt: '2026-11-24T14:30:00.000Z',
    })
    expect(await roamingDayOf(fleet, two)).toEqual(day)
    const answer = await fleet.asGateway(one, 'GET', '/v1/roaming')
    expect(answer.headers.get('cache-control')).toBe('no-store')
  })

  it('has one key in every process, whoever asks first, and another one each day', async () => {
    const fleet = await testFleet()
    const other = await testFleet({ databaseUrl: fleet.databaseUrl, isNew: false })
    const bus = await fleet.enrol('bus-1', 'T1')
    const days = await Promise.all([fleet, other, fleet, other].map((process) => roamingDayOf(process, bus)))
    expect(new Set(days.map(({ key }) => key)).size).toBe(1)
    fleet.setNow(DAY_ENDS)
    const tomorrow = await roamingDayOf(fleet, bus)
    expect(tomorrow.date).toBe('2026-11-25')
    expect(tomorrow.key).not.toBe(days[0]?.key)
  })

  it('has another key than that of devices, so that one list says nothing of the other', async () => {
    const fleet = await testFleet()
    const bus = await fleet.enrol('bus-1', 'T1')
    const devices = (await (await fleet.asGateway(bus, 'GET', '/v1/device-day')).json()) as { key: string }
    expect((await roamingDayOf(fleet, bus)).key).not.toBe(devices.key)
  })

  it('is for gateways only, and for those whose policy has it', async () => {
    const fleet = await testFleet()
    const [one, two] = [await fleet.enrol('bus-1', 'T1'), await fleet.enrol('bus-2', 'T1')]
    expect((await fleet.asGateway('nobody', 'GET', '/v1/roaming')).status).toBe(401)
    expect((await fleet.post('/v1/roaming', {})).status).toBe(401)
    const day = await roamingDayOf(fleet, one)
    expect((await setPolicy(fleet, false)).status).toBe(200)
    expect((await fleet.asGateway(one, 'GET', '/v1/roaming')).status).toBe(204)
    expect((await fleet.asGateway(two, 'GET', '/v1/roaming')).status).toBe(200)
    expect(await tellAndAsk(fleet, one, day, { accepted: [1] })).toMatchObject({ closed: true, came: [] })
    expect(await tellAndAsk(fleet, two, day)).toMatchObject({ closed: false, came: [] })
  })
})

describe('who has accepted', () => {
  it('is told to every gateway once, in the order in which it came', async () => {
    const fleet = await testFleet()
    const [one, two] = [await fleet.enrol('bus-1', 'T1'), await fleet.enrol('bus-2', 'T2')]
    const day = await roamingDayOf(fleet, one)
    expect(await tellAndAsk(fleet, one, day, { accepted: [7, 0xff_ff_ff_ff_ff] })).toMatchObject({
      closed: false,
      came: [7, 0xff_ff_ff_ff_ff],
      next: 2,
      more: false,
    })
    expect(await tellAndAsk(fleet, two, day, { accepted: [3] })).toMatchObject({
      came: [7, 0xff_ff_ff_ff_ff, 3],
      next: 3,
    })
    expect(await tellAndAsk(fleet, one, day, { after: 2 })).toMatchObject({ came: [3], next: 3 })
    expect(await tellAndAsk(fleet, one, day, { after: 3 })).toMatchObject({ came: [], next: 3, more: false })
  })

  it('comes in bounded answers where there are many', async () => {
    const fleet = await testFleet()
    const bus = await fleet.enrol('bus-1', 'T1')
    const day = await roamingDayOf(fleet, bus)
    const first = await tellAndAsk(fleet, bus, day, { accepted: numbers(1, 15_001) })
    expect([first.came.length, first.next, first.more]).toEqual([15_001, 15_001, false])
    const other = await fleet.enrol('bus-2', 'T1')
    await tellAndAsk(fleet, other, day, { after: first.next, accepted: numbers(20_001, 15_001) })
    const begin = await tellAndAsk(fleet, bus, day)
    expect([begin.came.length, begin.next, begin.more]).toEqual([19_001, 19_001, true])
    const rest = await tellAndAsk(fleet, bus, day, { after: begin.next })
    expect([rest.came.length, rest.next, rest.more]).toEqual([11_001, 30_002, false])
    expect([...begin.came, ...rest.came]).toEqual([...numbers(1, 15_001), ...numbers(20_001, 15_001)])
  })

  it('is kept of one gateway up to a bound for the day, in all processes together, and of the others as ever', async () => {
    const fleet = await testFleet()
    const other = await testFleet({ databaseUrl: fleet.databaseUrl, isNew: false })
    const [one, two] = [await fleet.enrol('bus-1', 'T1'), await fleet.enrol('bus-2', 'T1')]
    const day = await roamingDayOf(fleet, one)
    await tellAndAsk(fleet, one, day, { accepted: numbers(1, 12_000) })
    const over = await tellAndAsk(other, one, day, { after: 12_000, accepted: numbers(12_001, 12_000) })
    expect([over.closed, over.came.length, over.came.at(-1), over.next]).toEqual([false, 8_000, 20_000, 20_000])
    const last = await Promise.all([
      tellAndAsk(fleet, one, day, { after: 20_000, accepted: [77] }),
      tellAndAsk(fleet, one, day, { after: 20_000, accepted: [78] }),
    ])
    expect(last).toMatchObject([
      { closed: false, came: [], next: 20_000 },
      { closed: false, came: [], next: 20_000 },
    ])
    expect(await tellAndAsk(fleet, two, day, { after: 20_000, accepted: [5] })).toMatchObject({
      came: [5],
      next: 20_001,
    })
    await upkeep(fleet, DAY_ENDS)
    const next = await roamingDayOf(fleet, one)
    expect(await tellAndAsk(fleet, one, next, { accepted: [9] })).toMatchObject({ closed: false, came: [9], next: 1 })
  })

  it('is missed by nobody who asks while many tell, in two processes', async () => {
    const fleet = await testFleet()
    const other = await testFleet({ databaseUrl: fleet.databaseUrl, isNew: false })
    const processes = [fleet, other]
    const bus = await fleet.enrol('bus-1', 'T1')
    const day = await roamingDayOf(fleet, bus)
    const told: Promise<unknown>[] = []
    for (let n = 1; n <= 40; n += 1)
      told.push(tellAndAsk(processes[n % 2] ?? fleet, bus, day, { accepted: [n], after: 1_000_000 }))
    const seen: number[] = []
    let after = 0
    const ask = async () => {
      const { came, next } = await tellAndAsk(processes[seen.length % 2] ?? fleet, bus, day, { after })
      seen.push(...came)
      after = next
    }
    for (let turn = 0; turn < 10; turn += 1) await ask()
    await Promise.all(told)
    await ask()
    expect(seen.sort((a, b) => a - b)).toEqual(numbers(1, 40))
  })

  it('is not told under a key that is no more', async () => {
    const fleet = await testFleet()
    const bus = await fleet.enrol('bus-1', 'T1')
    const day = await roamingDayOf(fleet, bus)
    await tellAndAsk(fleet, bus, day, { accepted: [1] })
    // As a crash of PostgreSQL empties tables that are UNLOGGED.
    await fleet.db.transaction(async (tx) => {
      await tx.delete(roamingDay)
      await tx.delete(roamingPart)
    })
    const fresh = await roamingDayOf(fleet, bus)
    expect(fresh.date).toBe(day.date)
    expect(await tellAndAsk(fleet, bus, day, { accepted: [2] })).toMatchObject({ closed: true, came: [] })
    expect(await tellAndAsk(fleet, bus, fresh)).toMatchObject({ closed: false, came: [] })
  })

  it('is refused where it is no list of fingerprints, and what is half of one is passed over', async () => {
    const fleet = await testFleet()
    const bus = await fleet.enrol('bus-1', 'T1')
    const { date, key } = await roamingDayOf(fleet, bus)
    const headers = { authorization: `Bearer ${bus}` }
    const asked = { date, keyName: 'AAAAAAAAAAA', after: 0, accepted: '' }
    for (const wrong of [
      { ...asked, accepted: 'not base64!' },
      { ...asked, after: -1 },
      { ...asked, accepted: 'A'.repeat(140_000) },
      { ...asked, keyName: '' },
    ])
      expect((await fleet.post('/v1/roaming', wrong, headers)).status).toBe(400)
    const keyName = createHash('sha256').update(key).digest('base64url').slice(0, 11)
    const answer = await fleet.post('/v1/roaming', { ...asked, keyName, accepted: 'AAAAAAEA' }, headers)
    expect(await answer.json()).toMatchObject({ closed: false, accepted: 'AAAAAAE', next: 1 })
  })
})

describe('what is left of a day in which riders accept once', () => {
  async function aDay() {
    const fleet = await testFleet()
    const [one, two] = [await fleet.enrol('bus-1', 'T1'), await fleet.enrol('bus-2', 'T2')]
    const day = await roamingDayOf(fleet, one)
    // Of each test its own: PostgreSQL's files hold the databases of the others too.
    const thirty = () => numbers(1, 30).map(() => randomInt(2 ** 40))
    await tellAndAsk(fleet, one, day, { accepted: thirty() })
    await tellAndAsk(fleet, two, day, { accepted: thirty() })
    for (let minute = 0; minute < 20; minute += 1)
      await fleet.send(one, [aReport(minute, `2026-11-24T14:${String(minute).padStart(2, '0')}:00Z`)])
    const parts = await fleet.db
      .select()
      .from(roamingPart)
      .where(eq(roamingPart.date, day.date))
      .orderBy(roamingPart.part)
    const [first, second] = parts
    const secrets = {
      ...waysToWrite('the key', day.key),
      'one bus’s riders': Buffer.from(first?.fingerprints ?? ''),
      'the other’s': Buffer.from(second?.fingerprints ?? ''),
      'the same, raw': Buffer.from(second?.fingerprints ?? '', 'base64url'),
    }
    return { fleet, day, secrets }
  }

  it('is the key and the fingerprints while it lasts', async () => {
    const { fleet, secrets } = await aDay()
    await upkeep(fleet, '2026-11-25T05:59:30Z')
    expect(foundIn(await filesOf(fleet.databaseUrl), secrets)).toEqual([
      'one bus’s riders',
      'the key as it is',
      'the other’s',
    ])
  })

  it('is nothing once it is over, in tables and logs, and no gateway is answered any more', async () => {
    const { fleet, day, secrets } = await aDay()
    await upkeep(fleet, DAY_ENDS)
    expect(foundIn(await filesOf(fleet.databaseUrl), secrets)).toEqual([])
    expect(await everythingIn(fleet.db)).not.toContain(day.key)
    const bus = await fleet.enrol('bus-3', 'T1')
    expect(await tellAndAsk(fleet, bus, day, { accepted: [1] })).toMatchObject({ closed: true, came: [] })
    expect(await fleet.db.select().from(roamingPart)).toEqual([])
  })

  it('goes a minute later where somebody was still reading it, and by another process where this one has died', async () => {
    const { fleet, secrets } = await aDay()
    await fleet.db.snapshot(async (reads) => {
      await reads.select().from(roamingPart)
      await upkeep(fleet, DAY_ENDS)
    })
    const other = await testFleet({ databaseUrl: fleet.databaseUrl, isNew: false })
    await upkeep(other, '2026-11-25T06:01:00Z')
    expect(foundIn(await filesOf(fleet.databaseUrl), secrets)).toEqual([])
  })

  it('leaves the next day alone', async () => {
    const { fleet, secrets } = await aDay()
    const bus = await fleet.enrol('bus-3', 'T1')
    fleet.setNow('2026-11-25T06:00:10Z')
    const next = await roamingDayOf(fleet, bus)
    await tellAndAsk(fleet, bus, next, { accepted: [5] })
    await upkeep(fleet, '2026-11-25T06:00:30Z')
    expect(foundIn(await filesOf(fleet.databaseUrl), secrets)).toEqual([])
    expect(await tellAndAsk(fleet, bus, next)).toMatchObject({ closed: false, came: [5] })
  })
})
