import { describe, expect, it } from 'vitest'
import { session } from '../../db/gateway/schema.ts'
import type { UntimedReport } from '../../portal/outbox/timed.ts'
import { waitingReports } from '../../portal/queries/outbox.ts'
import { ANA, BETO, type TestGateway, testGateway } from '../fakes/gateway.ts'

const waiting = ({ db }: TestGateway) => waitingReports(db, 500).map(({ body }): UntimedReport => JSON.parse(body))

describe('accounting', () => {
  it('reports riders, sessions and octets of an interval', async () => {
    const gateway = await testGateway()
    await gateway.accept(ANA)
    await gateway.accept(BETO)
    gateway.firewall.count(ANA.ip, { input: 1000, output: 50_000 })
    gateway.firewall.count(BETO.ip, { input: 1, output: 2 })
    await gateway.as(BETO, '/session/end', { method: 'POST' })
    gateway.clock.pass(60)
    const report = await gateway.accounting.close()
    expect(report).toMatchObject({
      seq: 0,
      startedUptimeMs: 100_000,
      endedUptimeMs: 160_000,
      riders: { connected: 1, peak: 2 },
      sessions: { started: 2, ended: { 'user-request': 1 } },
      octets: { input: 1001, output: 50_002 },
    })
    expect(waiting(gateway)).toEqual([report])
  })

  it('counts each octet in one interval only', async () => {
    const gateway = await testGateway()
    await gateway.accept(ANA)
    gateway.firewall.count(ANA.ip, { input: 10, output: 100 })
    gateway.clock.pass(60)
    await gateway.accounting.close()
    gateway.firewall.count(ANA.ip, { input: 1, output: 2 })
    gateway.clock.pass(60)
    expect(await gateway.accounting.close()).toMatchObject({ seq: 1, octets: { input: 1, output: 2 } })
  })

  it('ends a session when its time is up, with all its octets, by the clock that never jumps', async () => {
    const gateway = await testGateway()
    await gateway.accept(ANA)
    gateway.clock.jump(40 * 365 * 86_400)
    gateway.firewall.count(ANA.ip, { input: 7, output: 9 })
    gateway.clock.pass(3599)
    await gateway.sessions.expire()
    expect(gateway.sessions.connected()).toBe(1)
    gateway.clock.pass(1)
    await gateway.sessions.expire()
    expect(gateway.sessions.connected()).toBe(0)
    expect(await gateway.accounting.close()).toMatchObject({
      riders: { connected: 0, peak: 1 },
      sessions: { started: 1, ended: { 'session-timeout': 1 } },
      octets: { input: 7, output: 9 },
    })
  })

  it('goes on after a restart of the portal as if there had been none', async () => {
    const gateway = await testGateway()
    await gateway.accept(ANA)
    gateway.firewall.count(ANA.ip, { input: 10, output: 100 })
    gateway.clock.pass(30)
    await gateway.accounting.close()
    gateway.firewall.count(ANA.ip, { input: 5, output: 50 })
    const restarted = await testGateway(gateway)
    expect(restarted.sessions.of(ANA)).not.toBeNull()
    gateway.clock.pass(30)
    expect(await restarted.accounting.close()).toMatchObject({
      seq: 1,
      riders: { connected: 1, peak: 1 },
      sessions: { started: 0, ended: {} },
      octets: { input: 5, output: 50 },
    })
  })

  it('lets riders with time left through again when the kernel has forgotten them', async () => {
    const gateway = await testGateway()
    await gateway.accept(ANA)
    gateway.firewall.count(ANA.ip, { input: 10, output: 100 })
    gateway.clock.pass(60)
    await gateway.accounting.close()
    await gateway.firewall.revoke([ANA])
    await gateway.firewall.forget([ANA.ip])
    const restarted = await testGateway(gateway)
    expect((await restarted.firewall.read())?.clients.get(ANA.ip)?.secondsLeft).toBe(3540)
    restarted.firewall.count(ANA.ip, { input: 30, output: 300 })
    restarted.clock.pass(60)
    expect((await restarted.accounting.close())?.octets).toEqual({ input: 30, output: 300 })
  })

  it('shuts out whom the kernel lets through without a session', async () => {
    const gateway = await testGateway()
    await gateway.firewall.grant({ ...BETO, seconds: 500 })
    const restarted = await testGateway(gateway)
    expect((await restarted.firewall.read())?.clients.size).toBe(0)
  })

  it('ends the sessions of before a power cut as gateway-reboot, under the boot in which they began', async () => {
    const gateway = await testGateway()
    await gateway.accept(ANA)
    gateway.firewall.count(ANA.ip, { input: 10, output: 100 })
    gateway.clock.pass(60)
    const first = await gateway.accounting.close()
    await gateway.firewall.revoke([ANA])
    await gateway.firewall.forget([ANA.ip])
    const rebooted = await testGateway(gateway, 'boot-b')
    expect(rebooted.sessions.connected()).toBe(0)
    const reports = waiting(rebooted)
    expect(reports).toHaveLength(2)
    expect(reports[0]).toMatchObject({
      bootId: first?.bootId,
      seq: 1,
      sessions: { started: 0, ended: { 'gateway-reboot': 1 } },
      octets: { input: 0, output: 0 },
    })
    rebooted.clock.pass(60)
    const next = await rebooted.accounting.close()
    expect(next?.seq).toBe(0)
    expect(next?.bootId).not.toBe(first?.bootId)
  })

  it('gives the address of who has left to the next phone without giving it the session', async () => {
    const gateway = await testGateway()
    await gateway.accept(ANA)
    const newcomer = { mac: '02:00:00:00:00:77', ip: ANA.ip }
    expect(gateway.sessions.of(newcomer)).toBeNull()
    gateway.firewall.count(ANA.ip, { input: 10, output: 100 })
    await gateway.sessions.start(newcomer)
    gateway.firewall.count(ANA.ip, { input: 1, output: 1 })
    gateway.clock.pass(60)
    expect(await gateway.accounting.close()).toMatchObject({
      riders: { connected: 1 },
      sessions: { started: 2, ended: { 'lost-carrier': 1 } },
      octets: { input: 11, output: 101 },
    })
  })

  it('keeps no address of a client whose session has ended', async () => {
    const gateway = await testGateway()
    await gateway.accept(ANA)
    await gateway.as(ANA, '/session/end', { method: 'POST' })
    gateway.clock.pass(60)
    await gateway.accounting.close()
    expect(gateway.db.select().from(session).all()).toEqual([])
    expect(JSON.stringify(waitingReports(gateway.db, 500))).not.toMatch(/10\.55|02:00/)
  })

  it('counts two taps at once as one session', async () => {
    const gateway = await testGateway()
    await Promise.all([gateway.accept(ANA), gateway.accept(ANA), gateway.accept(ANA)])
    gateway.clock.pass(60)
    expect((await gateway.accounting.close())?.sessions.started).toBe(1)
  })

  it('counts right when sessions end while an interval is being closed', async () => {
    const gateway = await testGateway()
    await gateway.accept(ANA)
    gateway.firewall.count(ANA.ip, { input: 10, output: 100 })
    gateway.clock.pass(60)
    const [report] = await Promise.all([
      gateway.accounting.close(),
      gateway.as(ANA, '/session/end', { method: 'POST' }),
    ])
    gateway.clock.pass(60)
    const next = await gateway.accounting.close()
    expect((report?.octets.output ?? 0) + (next?.octets.output ?? 0)).toBe(100)
  })
})
