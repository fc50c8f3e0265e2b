import { describe, expect, it } from 'vitest'
import { outbox } from '../../../db/gateway/schema.ts'
import { createRoom } from '../../../portal/outbox/room.ts'
import type { UntimedReport } from '../../../portal/outbox/timed.ts'
import { markInDoubt, octetsInUse, putReport, settle, waitingReports } from '../../../portal/queries/outbox.ts'
import { type TestGateway, testGateway } from '../../fakes/gateway.ts'
import { minuteReport } from './reports.ts'

/** A gateway whose outbox holds so many minutes of a boot that is over. */
async function full(minutes: number, limitOctets: number) {
  const gateway = await testGateway()
  gateway.db.transaction((tx) => {
    for (let seq = 0; seq < minutes; seq += 1) putReport(tx, minuteReport(seq))
  })
  const logged: string[] = []
  const room = createRoom({
    db: gateway.db,
    limitOctets,
    offsets: () => new Map(),
    accountingIntervalMs: 60_000,
    log: (line) => logged.push(line),
  })
  return { gateway, room, logged }
}
const reports = ({ db }: TestGateway) =>
  db
    .select()
    .from(outbox)
    .all()
    .map((row) => JSON.parse(row.body) as UntimedReport)
const sumOf = (all: UntimedReport[]) => all.reduce((sum, { octets }) => sum + octets.output, 0)

describe('room in the outbox', () => {
  it('is left alone while there is enough', async () => {
    const { gateway, room } = await full(300, 10_000_000)
    room.make()
    expect(reports(gateway)).toHaveLength(300)
  })

  it('is made of the oldest minutes, which become hours; the last hour stays by the minute', async () => {
    const { gateway, room, logged } = await full(3000, 1_000_000)
    const before = sumOf(reports(gateway))
    room.make()
    const after = reports(gateway)
    expect(after.filter(({ merged }) => merged === null).length).toBeGreaterThanOrEqual(60)
    expect(after[0]).toMatchObject({ seq: 0, merged: { length: 60 } })
    expect(after.at(-1)).toMatchObject({ seq: 2999, merged: null })
    expect(sumOf(after)).toBe(before)
    expect(octetsInUse(gateway.db)).toBeLessThan(1_000_000)
    expect(logged).toEqual(['the outbox is full: 1980 reports were merged into hours'])
  })

  it('is not made of reports that the fleet may hold already', async () => {
    const { gateway, room } = await full(3000, 1_000_000)
    const doubtful = waitingReports(gateway.db, 3000).slice(-10)
    markInDoubt(gateway.db, doubtful, true)
    room.make()
    expect(
      reports(gateway)
        .slice(0, 10)
        .map(({ seq, merged }) => [seq, merged]),
    ).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((seq) => [seq, null]))
  })

  it('is made by dropping only where nothing is left to merge, and the next report says what was dropped', async () => {
    const { gateway, room, logged } = await full(6000, 250_000)
    const before = sumOf(reports(gateway))
    for (let minute = 0; minute < 5; minute += 1) room.make()
    gateway.clock.pass(60)
    const report = await gateway.accounting.close()
    const left = sumOf(reports(gateway))
    expect(report?.dropped).toMatchObject({ reports: 6000 - leftOf(gateway), octets: { output: before - left } })
    expect(octetsInUse(gateway.db)).toBeLessThan(250_000)
    expect(logged.at(-1)).toMatch(
      /^the outbox is full, and nothing is left to merge: the \d+ oldest reports were dropped$/,
    )
    gateway.clock.pass(60)
    expect((await gateway.accounting.close())?.dropped).toBeNull()
  })

  it('is not made by dropping while everything has its place', async () => {
    const roomy = await full(3000, 1_000_000)
    roomy.room.make()
    const tight = await full(3000, Math.round(octetsInUse(roomy.gateway.db) * 1.05))
    for (let minute = 0; minute < 3; minute += 1) tight.room.make()
    tight.gateway.clock.pass(60)
    expect((await tight.gateway.accounting.close())?.dropped).toBeNull()
    expect(leftOf(tight.gateway)).toBe(3000)
  })

  it('is not made by dropping the newest minutes while the fleet may hold all the others', async () => {
    const roomy = await full(300, 10_000_000)
    const { gateway, room } = await full(300, Math.round(octetsInUse(roomy.gateway.db) * 0.9))
    const sent = waitingReports(gateway.db, 300).slice(30)
    markInDoubt(gateway.db, sent, true)
    room.make()
    expect(reports(gateway)).toHaveLength(300)
  })

  it('is made by dropping all the same where what is in doubt has come to more than a quarter', async () => {
    const { gateway, room } = await full(3000, 200_000)
    markInDoubt(gateway.db, waitingReports(gateway.db, 3000), true)
    for (let minute = 0; minute < 60; minute += 1) room.make()
    expect(octetsInUse(gateway.db)).toBeLessThanOrEqual(250_000)
  })

  it('is made of rejected reports first, which nobody will ever take', async () => {
    const { gateway, room } = await full(120, 40_000)
    const [newest] = waitingReports(gateway.db, 1)
    settle(gateway.db, [], newest ? [{ report: newest, reason: 'no' }] : [])
    room.make()
    expect(
      gateway.db
        .select()
        .from(outbox)
        .all()
        .some(({ rejectedReason }) => rejectedReason !== null),
    ).toBe(false)
  })
})

/** How many of the boot's reports are left, one or merged. */
function leftOf(gateway: TestGateway): number {
  return reports(gateway)
    .filter(({ bootId }) => bootId.startsWith('1111'))
    .reduce((sum, { merged }) => sum + (merged?.length ?? 1), 0)
}
