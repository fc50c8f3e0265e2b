import { and, eq, sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { gateway, gatewayChainDay, report } from '../../db/fleet/schema.ts'
import { verifyChain } from '../../fleet-api/report/chain.ts'
import { tidyUp } from '../../fleet-api/upkeep.ts'
import { aMergedReport, aReport, BOOT, type TestFleet, testFleet } from '../fakes/fleet.ts'

const NOW = Date.parse('2026-11-24T14:30:00Z')
const OTHER_BOOT = '22222222-2222-4222-8222-222222222222'
const minute = (seq: number, date = '2026-11-24') =>
  new Date(Date.parse(`${date}T14:00:00Z`) + seq * 60_000).toISOString()

async function upkeep(fleet: TestFleet, now: number) {
  await tidyUp({ db: fleet.db, now, breathe: async () => undefined, stopping: () => false })
}

async function chainOf(fleet: TestFleet, gatewayId: string) {
  const [found] = await fleet.db
    .select({ length: gateway.chainLength, head: gateway.chainHead })
    .from(gateway)
    .where(eq(gateway.gatewayId, gatewayId))
  return found
}

/** Ten reports of two days of one bus, and five of another; how the chains stood at the end of the first day was written down. */
async function twoDays(first = '2026-11-23', second = '2026-11-24') {
  const fleet = await testFleet()
  fleet.setNow(`${first}T15:00:00Z`)
  const [bus, other] = [await fleet.enrol('bus-1', 'T1'), await fleet.enrol('bus-2', null)]
  for (const seq of [0, 1, 2, 3, 4]) await fleet.send(bus, [aReport(seq, minute(seq, first))])
  await upkeep(fleet, Date.parse(`${second}T00:00:30Z`))
  fleet.setNow(`${second}T14:30:00Z`)
  const live = (seq: number) => aReport(seq + 1440, minute(seq, second))
  await fleet.send(bus, [live(5), live(6), live(7)])
  await fleet.send(bus, [aMergedReport(1448, minute(8, second), [3, 4])])
  await fleet.send(other, [live(0), live(1), live(2), live(3), live(4)])
  return { ...fleet, bus }
}

describe('a gateway’s chain', () => {
  it('grows by each accepted minute, those of merged reports too, and by no duplicate', async () => {
    const fleet = await twoDays()
    expect(await chainOf(fleet, 'bus-1')).toMatchObject({ length: 10 })
    const before = await chainOf(fleet, 'bus-1')
    await fleet.send(fleet.bus, [aReport(0, minute(0, '2026-11-23')), aReport(1445, minute(5))])
    expect(await chainOf(fleet, 'bus-1')).toEqual(before)
    const places = await fleet.db
      .select({ at: report.minuteAt, place: report.chainSeq })
      .from(report)
      .where(eq(report.gatewayId, 'bus-1'))
      .orderBy(report.minuteAt)
    expect(places.map(({ place }) => place)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    expect(await verifyChain(fleet.db, 'bus-1', NOW)).toMatchObject({ equal: true, length: 10, reports: 10, from: 0 })
  })

  it('is one chain where reports of two of its boots come at the same time', async () => {
    const fleet = await testFleet()
    const [bus, other] = [await fleet.enrol('bus-1', 'T1'), await fleet.enrol('bus-2', 'T1')]
    const second = await testFleet({ databaseUrl: fleet.databaseUrl, isNew: false })
    const sent = Array.from({ length: 12 }, (_, seq) =>
      [BOOT, OTHER_BOOT].flatMap((bootId, boot) => [
        [fleet, second][boot]?.send(bus, [aReport(seq, minute(seq, `2026-11-2${boot}`), { bootId })]),
        [second, fleet][boot]?.send(other, [aReport(seq, minute(seq, `2026-11-2${boot}`), { bootId })]),
      ]),
    )
    const answers = await Promise.all(sent.flat())
    expect(answers.map((answer) => answer?.status)).toEqual(Array(48).fill(200))
    for (const id of ['bus-1', 'bus-2'])
      expect(await verifyChain(fleet.db, id, NOW)).toMatchObject({ equal: true, length: 24, reports: 24 })
  })

  it('still fits where minutes are told to have been spent on another route', async () => {
    const fleet = await twoDays()
    const told = { from: minute(5), to: minute(9), routeId: 'T2' }
    expect((await fleet.as('operator', 'PUT', '/api/gateways/bus-1/routes', told)).status).toBe(200)
    expect(await verifyChain(fleet.db, 'bus-1', NOW)).toMatchObject({ equal: true })
  })

  it('is written down once a day, for every gateway', async () => {
    const fleet = await twoDays()
    await upkeep(fleet, Date.parse('2026-11-24T23:59:00Z'))
    await upkeep(fleet, Date.parse('2026-11-25T00:00:00Z'))
    const days = await fleet.db.select().from(gatewayChainDay).orderBy(gatewayChainDay.dayAt, gatewayChainDay.gatewayId)
    const [first, second] = ['2026-11-24', '2026-11-25'].map((date) => Date.parse(date) / 1000)
    expect(days.map(({ gatewayId, dayAt, length }) => [gatewayId, dayAt, length])).toEqual([
      ['bus-1', first, 5],
      ['bus-2', first, 0],
      ['bus-1', second, 10],
      ['bus-2', second, 5],
    ])
    expect(days[2]?.head).toBe((await chainOf(fleet, 'bus-1'))?.head)
  })
})

describe('the check of a gateway’s chain', () => {
  // What each does to the database behind the program's back undoes itself, so that one fleet serves for all.
  let fleet: Awaited<ReturnType<typeof twoDays>>
  beforeAll(async () => {
    fleet = await twoDays()
  })
  const at = (place: number) => and(eq(report.gatewayId, 'bus-1'), eq(report.chainSeq, place))

  it('says in which stretch a stored minute was changed', async () => {
    for (const [place, first, last] of [
      [1, 1, 5],
      [5, 1, 5],
      [6, 6, 10],
      [10, 6, 10],
    ] as const) {
      await fleet.db.transaction((tx) =>
        tx.update(report).set({ sessionsStarted: sql`sessions_started + 1` }).where(at(place)),
      )
      expect(await verifyChain(fleet.db, 'bus-1', NOW)).toMatchObject({
        equal: false,
        changed: [{ first, last }],
        missing: [],
        foreign: [],
      })
      await fleet.db.transaction((tx) =>
        tx.update(report).set({ sessionsStarted: sql`sessions_started - 1` }).where(at(place)),
      )
    }
    expect(await verifyChain(fleet.db, 'bus-1', NOW)).toMatchObject({ equal: true })
  })

  it('names a stored minute that was deleted', async () => {
    for (const place of [1, 4, 10]) {
      const gone = await fleet.db.transaction((tx) => tx.delete(report).where(at(place)).returning())
      expect(await verifyChain(fleet.db, 'bus-1', NOW)).toMatchObject({
        equal: false,
        changed: [],
        missing: [{ first: place, last: place }],
        foreign: [],
      })
      await fleet.db.transaction((tx) => tx.insert(report).values(gone))
    }
    expect(await verifyChain(fleet.db, 'bus-1', NOW)).toMatchObject({ equal: true })
  })

  it('names a minute that was put there', async () => {
    const [like] = await fleet.db.select().from(report).where(at(7))
    for (const chainSeq of [null, 3, 11]) {
      const put = { ...(like ?? expect.fail('no such report')), seq: 9999, chainSeq }
      await fleet.db.transaction((tx) => tx.insert(report).values(put))
      expect(await verifyChain(fleet.db, 'bus-1', NOW)).toMatchObject({
        equal: false,
        missing: [],
        foreign: [{ bootId: BOOT, seq: 9999, chainSeq }],
      })
      await fleet.db.transaction((tx) => tx.delete(report).where(eq(report.seq, 9999)))
    }
    expect(await verifyChain(fleet.db, 'bus-2', NOW)).toMatchObject({ equal: true, length: 5 })
  })

  it('says that there is no such gateway', async () => {
    await expect(verifyChain(fleet.db, 'bus-9', NOW)).rejects.toMatchObject({ code: 'not-found' })
  })
})

it('a chain of which the oldest minutes have been deleted by the upkeep is checked from where all are kept', async () => {
  const fleet = await twoDays('2026-10-31', '2026-11-01')
  const later = Date.parse('2026-12-01T00:00:00Z')
  for (const day of ['2026-11-02', '2026-11-15', '2026-12-01']) await upkeep(fleet, Date.parse(day))
  fleet.setNow('2026-12-01T14:30:00Z')
  await fleet.send(fleet.bus, [aReport(50_000, minute(0, '2026-12-01'))])
  expect(await verifyChain(fleet.db, 'bus-1', later)).toMatchObject({ equal: true, from: 10, length: 11, reports: 6 })
  await fleet.db.transaction((tx) => tx.update(report).set({ outputOctets: 1 }).where(eq(report.chainSeq, 8)))
  expect(await verifyChain(fleet.db, 'bus-1', later)).toMatchObject({ equal: false, changed: [{ first: 6, last: 10 }] })
})
