import { describe, expect, it } from 'vitest'
import type { UntimedReport } from '../../portal/outbox/timed.ts'
import { waitingReports } from '../../portal/queries/outbox.ts'
import { createConnecting } from '../../portal/sessions/connecting.ts'
import { fakeClock } from '../fakes/clock.ts'
import { ANA, BETO, type TestGateway, testGateway } from '../fakes/gateway.ts'

const waiting = ({ db }: TestGateway) => waitingReports(db, 500).map(({ body }): UntimedReport => JSON.parse(body))

/** Fifteen buckets, of which these hold so many. */
function counts(held: Record<number, number>): number[] {
  return Array.from({ length: 15 }, (_, bucket) => held[bucket] ?? 0)
}

describe('how long sessions lasted', () => {
  it('is told with the report of the minute in which they ended, and once', async () => {
    const gateway = await testGateway()
    await gateway.accept(ANA)
    gateway.clock.pass(60)
    expect((await gateway.accounting.close())?.sessionLengths).toBeNull()
    await gateway.accept(BETO)
    gateway.clock.pass(45)
    // 45 s, and 105 s.
    await gateway.as(BETO, '/session/end', { method: 'POST' })
    await gateway.as(ANA, '/session/end', { method: 'POST' })
    gateway.clock.pass(15)
    const report = await gateway.accounting.close()
    expect(report?.sessions.ended).toEqual({ 'user-request': 2 })
    expect(report?.sessionLengths).toEqual(counts({ 0: 1, 1: 1 }))
    gateway.clock.pass(60)
    expect((await gateway.accounting.close())?.sessionLengths).toBeNull()
  })

  it('is the time that was granted where it ran out, however late that is noticed', async () => {
    const gateway = await testGateway()
    await gateway.accept(ANA)
    gateway.clock.pass(3700)
    await gateway.sessions.expire()
    // An hour is the last of its bucket.
    expect((await gateway.accounting.close())?.sessionLengths).toEqual(counts({ 8: 1 }))
  })

  it('is known of a session that a power cut ended up to the last minute that was accounted', async () => {
    const gateway = await testGateway()
    await gateway.accept(ANA)
    gateway.clock.pass(240)
    await gateway.accounting.close()
    // What came after it is not known: neither how long this one still lasted, nor that one at all.
    gateway.clock.pass(30)
    await gateway.accept(BETO)
    gateway.clock.pass(20)
    await gateway.firewall.revoke([ANA, BETO])
    const rebooted = await testGateway(gateway, 'boot-b')
    const left = waiting(rebooted).find(({ seq }) => seq === 1)
    expect(left?.sessions.ended).toEqual({ 'gateway-reboot': 2 })
    expect(left?.sessionLengths).toEqual(counts({ 2: 1 }))
  })

  it('is kept through a restart of the portal', async () => {
    const gateway = await testGateway()
    await gateway.accept(ANA)
    gateway.clock.pass(30)
    await gateway.as(ANA, '/session/end', { method: 'POST' })
    const restarted = await testGateway(gateway)
    restarted.clock.pass(30)
    expect((await restarted.accounting.close())?.sessionLengths).toEqual(counts({ 0: 1 }))
  })
})

describe('how long clients take to get online', () => {
  it('counts from the first probe of a phone, not from the tap', async () => {
    const gateway = await testGateway()
    await gateway.as(ANA, '/generate_204', { host: 'connectivitycheck.gstatic.com' })
    gateway.clock.pass(2)
    await gateway.as(ANA, '/')
    gateway.clock.pass(5)
    await gateway.accept(ANA)
    gateway.clock.pass(60)
    // 7 s: more than six, at most eight.
    expect((await gateway.accounting.close())?.connectTimes).toEqual(counts({ 6: 1 }))
    gateway.clock.pass(60)
    expect((await gateway.accounting.close())?.connectTimes).toBeNull()
  })

  it('counts from the first page, or from what a phone asks the captive portal API', async () => {
    const gateway = await testGateway()
    await gateway.as(ANA, '/')
    gateway.clock.pass(3)
    await gateway.as(BETO, '/captive-portal/api')
    gateway.clock.pass(2)
    await gateway.accept(ANA)
    await gateway.accept(BETO)
    gateway.clock.pass(60)
    // 5 s, and 2 s.
    expect((await gateway.accounting.close())?.connectTimes).toEqual(counts({ 4: 1, 1: 1 }))
  })

  it('begins anew once a client has been online', async () => {
    const gateway = await testGateway()
    await gateway.as(ANA, '/')
    await gateway.accept(ANA)
    gateway.clock.pass(50)
    // Online, a request is none on the way to get online.
    await gateway.as(ANA, '/generate_204', { host: 'connectivitycheck.gstatic.com' })
    gateway.clock.pass(50)
    await gateway.as(ANA, '/session/end', { method: 'POST' })
    await gateway.as(ANA, '/')
    gateway.clock.pass(1)
    await gateway.accept(ANA)
    expect((await gateway.accounting.close())?.connectTimes).toEqual(counts({ 0: 2 }))
  })

  it('is not counted where it took longer than ten minutes, and begins anew after ten silent ones', async () => {
    const gateway = await testGateway()
    await gateway.as(ANA, '/')
    await gateway.as(BETO, '/')
    gateway.clock.pass(590)
    await gateway.as(ANA, '/')
    gateway.clock.pass(11)
    await gateway.accept(ANA)
    await gateway.as(BETO, '/')
    gateway.clock.pass(9)
    await gateway.accept(BETO)
    // Only his, of 9 s.
    expect((await gateway.accounting.close())?.connectTimes).toEqual(counts({ 7: 1 }))
  })

  it('leaves nothing of a client in the gateway’s database', async () => {
    const gateway = await testGateway()
    await gateway.as(ANA, '/')
    await gateway.as(BETO, '/')
    await gateway.accept(BETO)
    await gateway.as(BETO, '/session/end', { method: 'POST' })
    await gateway.accounting.close()
    const file = gateway.db.$client.serialize().toString('latin1')
    expect(file).not.toContain(ANA.ip)
    expect(file).not.toContain(ANA.mac)
  })
})

describe('the memory of who is on the way to get online', () => {
  it('forgets whoever has been silent for ten minutes', () => {
    const clock = fakeClock()
    const connecting = createConnecting(clock.uptime)
    connecting.asked(ANA.ip)
    clock.pass(300)
    connecting.asked(BETO.ip)
    clock.pass(301)
    connecting.tidy()
    expect(connecting.size()).toBe(1)
  })

  it('holds 4096 clients at most, the newest ones', () => {
    const clock = fakeClock()
    const connecting = createConnecting(clock.uptime)
    connecting.asked(ANA.ip)
    for (let number = 0; number < 4096; number += 1) connecting.asked(`10.1.${number >> 8}.${number & 255}`)
    connecting.online(ANA.ip)
    connecting.online('10.1.15.255')
    expect(connecting.size()).toBe(4095)
    expect(connecting.give((tookMs) => tookMs)).toEqual([0])
  })

  it('keeps what could not be written down', () => {
    const connecting = createConnecting(fakeClock().uptime)
    connecting.asked(ANA.ip)
    connecting.online(ANA.ip)
    expect(() =>
      connecting.give(() => {
        throw new Error('the disk is full')
      }),
    ).toThrow('the disk is full')
    expect(connecting.give((tookMs) => tookMs)).toEqual([0])
    expect(connecting.give((tookMs) => tookMs)).toEqual([])
  })
})
