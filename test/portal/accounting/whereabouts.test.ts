import { describe, expect, it } from 'vitest'
import { reportSchema } from '../../../contract/report.ts'
import { timedReport, type UntimedReport } from '../../../portal/outbox/timed.ts'
import { type TestGateway, testGateway } from '../../fakes/gateway.ts'
import { aTpv } from '../position/fixes.ts'

const placed = { offsetMs: Date.parse('2026-11-24T14:00:00Z'), source: 'ntp', estimated: false } as const

/** The gateway drives north for so many seconds, at 8 m/s. */
function drive(gateway: TestGateway, seconds: number): void {
  for (let second = 0; second < seconds; second += 1) {
    gateway.clock.pass(1)
    const uptime = gateway.clock.uptime()
    gateway.position.note(aTpv(uptime / 1000, (uptime / 1000) * 8), uptime)
  }
}

const isValid = (report: UntimedReport | null) =>
  report !== null && reportSchema.safeParse(timedReport(report, { ...placed, uncertaintyAt: () => 5 })).success
const seconds = (report: UntimedReport | null) => report?.trace.map(([uptimeMs]) => uptimeMs / 1000)

describe('a report', () => {
  it('carries the trace of its own interval', async () => {
    const gateway = await testGateway()
    drive(gateway, 60)
    const first = await gateway.accounting.close()
    drive(gateway, 60)
    const second = await gateway.accounting.close()
    expect(seconds(first)).toEqual([101, 111, 121, 131, 141, 151])
    expect(seconds(second)).toEqual([161, 171, 181, 191, 201, 211])
    expect([isValid(first), isValid(second)]).toEqual([true, true])
  })

  it('of more than an hour carries no fix from before the hour that it tells of', async () => {
    const gateway = await testGateway()
    drive(gateway, 60)
    gateway.clock.pass(7200)
    drive(gateway, 30)
    const report = await gateway.accounting.close()
    expect(seconds(report)?.length).toBeGreaterThan(0)
    expect(Math.min(...(seconds(report) ?? []))).toBeGreaterThanOrEqual((report?.startedUptimeMs ?? 0) / 1000)
    expect(isValid(report)).toBe(true)
  })

  it('keeps the trace for the next attempt where the database does not take it', async () => {
    const gateway = await testGateway()
    drive(gateway, 30)
    gateway.db.$client.exec('create trigger full before insert on outbox begin select raise(abort, "full"); end')
    await expect(gateway.accounting.close()).rejects.toThrow()
    gateway.db.$client.exec('drop trigger full')
    drive(gateway, 30)
    expect(seconds(await gateway.accounting.close())).toEqual([101, 111, 121, 131, 141, 151])
  })

  it('says what the driver had signed on to at its end', async () => {
    const gateway = await testGateway()
    gateway.clock.pass(60)
    expect(await gateway.accounting.close()).toMatchObject({ signOn: null, trace: [] })
    gateway.signOn.now = { routeId: 'T2', blockId: null, tripId: null }
    gateway.clock.pass(60)
    expect(await gateway.accounting.close()).toMatchObject({ signOn: { routeId: 'T2' } })
  })
})
