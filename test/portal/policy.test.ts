import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { DEFAULT_POLICY, policySchema } from '../../contract/policy.ts'
import { clientDay, serviceDay } from '../../db/gateway/schema.ts'
import { fairRules, isWorthIt } from '../../portal/firewall/fair-share.ts'
import type { FirewallRules } from '../../portal/firewall/firewall.ts'
import { adoptPolicy } from '../../portal/policy/adopt.ts'
import { createPolicyStore } from '../../portal/policy/store.ts'
import { createEnforcer } from '../../portal/sessions/enforcer.ts'
import { createUplinkMonitor } from '../../portal/uplink/monitor.ts'
import { fakeClock } from '../fakes/clock.ts'
import { ANA, BETO, type TestGateway, testGateway } from '../fakes/gateway.ts'

/** The enforcer of a test gateway, and the rules that it has set. */
function enforcerOf(gateway: TestGateway) {
  const set: FirewallRules[] = []
  let rules: FirewallRules = { down: null, up: null, garden: false }
  const look = createEnforcer({
    sessions: gateway.sessions,
    policy: () => gateway.policy.current,
    clock: gateway.clock,
    rules: () => rules,
    setRules: async (next) => {
      rules = next
      set.push(next)
    },
  })
  return { look, set }
}
const ended = async (gateway: TestGateway) => {
  gateway.clock.pass(5)
  return (await gateway.accounting.close())?.sessions.ended
}

describe('a quota', () => {
  it('ends the session at the next look after it is used up, octets both ways together', async () => {
    const gateway = await testGateway()
    await gateway.policy.set({ quotaOctets: 1000 })
    await gateway.accept(ANA)
    const { look } = enforcerOf(gateway)
    gateway.firewall.count(ANA.ip, { input: 400, output: 599 })
    await look()
    expect(gateway.sessions.connected()).toBe(1)
    gateway.firewall.count(ANA.ip, { input: 1, output: 0 })
    await look()
    expect((await gateway.firewall.read())?.clients.size).toBe(0)
    expect(await ended(gateway)).toEqual({ quota: 1 })
  })

  it('that comes with a new policy counts from what a running session has used, so nobody is dropped by it', async () => {
    const gateway = await testGateway()
    await gateway.accept(ANA)
    gateway.firewall.count(ANA.ip, { input: 0, output: 5000 })
    gateway.clock.pass(60)
    await gateway.accounting.close()
    await gateway.policy.set({ quotaOctets: 1000 })
    const { look } = enforcerOf(gateway)
    await look()
    expect(gateway.sessions.of(ANA)?.quotaOctets).toBe(6000)
    gateway.firewall.count(ANA.ip, { input: 0, output: 1000 })
    await look()
    expect(await ended(gateway)).toEqual({ quota: 1 })
  })
})

describe('a cool-down', () => {
  it('keeps a client out for as long as the policy says after its time was up, and says how long', async () => {
    const gateway = await testGateway()
    await gateway.policy.set({ sessionSeconds: 600, coolDownSeconds: 300 })
    await gateway.accept(ANA)
    gateway.clock.pass(600)
    await gateway.sessions.expire()
    gateway.clock.pass(100)
    expect(gateway.sessions.allowance(ANA)).toEqual({
      state: 'cool-down',
      secondsLeft: 200,
      lastCause: 'session-timeout',
    })
    expect((await gateway.accept(ANA)).status).toBe(429)
    expect(gateway.sessions.allowance(BETO)).toEqual({ state: 'free' })
    gateway.clock.pass(200)
    expect((await gateway.accept(ANA)).status).toBe(303)
  })

  it('is not for who ended the session, nor for who changes to another address with the same device', async () => {
    const gateway = await testGateway()
    await gateway.policy.set({ coolDownSeconds: 300 })
    await gateway.accept(ANA)
    await gateway.as(ANA, '/session/end', { method: 'POST' })
    expect((await gateway.accept(ANA)).status).toBe(303)
  })

  it('follows the device, not its IP', async () => {
    const gateway = await testGateway()
    await gateway.policy.set({ sessionSeconds: 600, coolDownSeconds: 300 })
    await gateway.accept(ANA)
    gateway.clock.pass(600)
    await gateway.sessions.expire()
    await expect(gateway.sessions.start({ mac: ANA.mac, ip: '10.55.0.200' })).rejects.toThrow()
  })
})

describe('sessions a day', () => {
  it('are counted until the service day ends, across restarts, and then forgotten with the key that knew them', async () => {
    const gateway = await testGateway()
    await gateway.policy.set({ sessionsPerDay: 2 })
    await gateway.accept(ANA)
    await gateway.as(ANA, '/session/end', { method: 'POST' })
    await gateway.accept(ANA)
    await gateway.as(ANA, '/session/end', { method: 'POST' })
    const restarted = await testGateway(gateway)
    expect(restarted.sessions.allowance(ANA)).toEqual({ state: 'used-up' })
    expect((await restarted.accept(ANA)).status).toBe(429)
    const key = restarted.db.select().from(serviceDay).all()
    expect(key).toHaveLength(1)
    restarted.clock.pass(86_400)
    expect(restarted.sessions.allowance(ANA)).toEqual({ state: 'free' })
    expect(restarted.db.select().from(clientDay).all()).toEqual([])
    const nextKey = restarted.db.select().from(serviceDay).all()
    expect(nextKey).toHaveLength(1)
    expect(nextKey[0]?.key).not.toBe(key[0]?.key)
  })

  it('are kept under a keyed hash: neither address nor anything that can be made from it alone', async () => {
    const gateway = await testGateway()
    await gateway.policy.set({ sessionsPerDay: 2 })
    await gateway.accept(ANA)
    await gateway.as(ANA, '/session/end', { method: 'POST' })
    const file = gateway.db.$client.serialize().toString('latin1')
    expect(
      [ANA.mac, ANA.ip].filter((address) =>
        JSON.stringify(gateway.db.select().from(clientDay).all()).includes(address),
      ),
    ).toEqual([])
    expect(file.length).toBeGreaterThan(0)
  })
})

describe('an idle session', () => {
  it('ends when its device has sent nothing for so long, whatever is sent to it', async () => {
    const gateway = await testGateway()
    await gateway.policy.set({ idleSeconds: 120 })
    await gateway.accept(ANA)
    const { look } = enforcerOf(gateway)
    gateway.clock.pass(100)
    gateway.firewall.count(ANA.ip, { input: 1, output: 1 })
    await look()
    gateway.clock.pass(119)
    gateway.firewall.count(ANA.ip, { input: 0, output: 90_000 })
    await look()
    expect(gateway.sessions.connected()).toBe(1)
    gateway.clock.pass(1)
    await look()
    expect(await ended(gateway)).toEqual({ idle: 1 })
  })
})

describe('an extension', () => {
  it('adds time in the kernel too, as often as the policy allows', async () => {
    const gateway = await testGateway()
    await gateway.policy.set({ sessionSeconds: 600, extension: { seconds: 300, times: 1 } })
    await gateway.accept(ANA)
    gateway.clock.pass(500)
    const row = gateway.sessions.of(ANA)
    expect(row && gateway.sessions.extensionsLeft(row)).toBe(1)
    const longer = row && (await gateway.sessions.extend(row))
    expect((await gateway.firewall.read())?.clients.get(ANA.ip)?.secondsLeft).toBe(400)
    expect(longer && gateway.sessions.extensionsLeft(longer)).toBe(0)
    await expect(longer && gateway.sessions.extend(longer)).rejects.toThrow('This session cannot be extended')
  })

  it('is refused where the policy has none', async () => {
    const gateway = await testGateway()
    await gateway.accept(ANA)
    const row = gateway.sessions.of(ANA)
    await expect(row && gateway.sessions.extend(row)).rejects.toThrow('This session cannot be extended')
  })
})

describe('another policy', () => {
  it('gives running sessions its length, but ends none that is past it', async () => {
    const gateway = await testGateway()
    await gateway.accept(ANA)
    gateway.clock.pass(1200)
    await gateway.accept(BETO)
    await gateway.policy.set({ sessionSeconds: 900 })
    const left = (await gateway.firewall.read())?.clients
    expect([left?.get(ANA.ip)?.secondsLeft, left?.get(BETO.ip)?.secondsLeft]).toEqual([2400, 900])
  })

  it('that cannot be applied leaves the old one in force, whole', async () => {
    const gateway = await testGateway()
    const folder = mkdtempSync(join(tmpdir(), 'abordo-policy-'))
    const logged: string[] = []
    const store = createPolicyStore({ dataDir: folder, log: (message) => logged.push(message) })
    const set: FirewallRules[] = []
    const adopted = await adoptPolicy(
      policySchema.parse({ ...DEFAULT_POLICY, version: 7, clientRate: { down: 800_000 } }),
      {
        store,
        sessions: gateway.sessions,
        setRules: async (rules) => void set.push(rules),
        setNames: async ({ version }) => {
          if (version === 7) throw new Error('dnsmasq: bad name')
        },
        log: (message) => logged.push(message),
      },
    )
    rmSync(folder, { recursive: true })
    expect(adopted).toEqual({ version: 7, reason: 'dnsmasq: bad name' })
    expect(store.current().version).toBe(0)
    expect(set.map(({ down }) => down)).toEqual([100_000, null])
    expect(logged).toEqual(['policy 7 could not be applied; policy 0 stays'])
  })
})

describe('the policy on disk', () => {
  const folder = mkdtempSync(join(tmpdir(), 'abordo-policy-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const store = (log: (message: string) => void = () => undefined) => createPolicyStore({ dataDir: folder, log })

  it('is the last one that was in force', () => {
    store().keep({ ...DEFAULT_POLICY, version: 3, operatorName: 'Ruta Uno' })
    expect(store().current()).toMatchObject({ version: 3, operatorName: 'Ruta Uno' })
  })

  it.each([
    ['is damaged', '{"version": 4, "opera'],
    ['asks for what cannot be', JSON.stringify({ ...DEFAULT_POLICY, sessionSeconds: 1 })],
    [
      'has a name that would write into the configuration of dnsmasq',
      JSON.stringify({ ...DEFAULT_POLICY, walledGarden: ['a.example\nserver=1.2.3.4'] }),
    ],
  ])('is not used where it %s, and that is said', (_what, text) => {
    const logged: string[] = []
    writeFileSync(join(folder, 'policy.json'), text)
    expect(store((message) => logged.push(message)).current()).toEqual(DEFAULT_POLICY)
    expect(logged).toEqual(['policy.json cannot be used; the policy stays as it was'])
    expect(readFileSync(join(folder, 'policy.json'), 'utf8')).toBe(text)
  })

  it('of an older version gets the defaults of what it does not know', () => {
    const { version, operatorName, sessionSeconds, termsVersion } = DEFAULT_POLICY
    expect(policySchema.parse({ version, operatorName, sessionSeconds, termsVersion, invented: 1 })).toEqual(
      DEFAULT_POLICY,
    )
  })
})

describe('a fair share of the uplink', () => {
  const policy = policySchema.parse({
    ...DEFAULT_POLICY,
    clientRate: { down: 8_000_000, up: 2_000_000 },
    uplinkRate: { down: 40_000_000, up: 8_000_000 },
  })

  it('is all that the policy allows to a client while few use the uplink, and an equal part when many do', () => {
    expect(fairRules(policy, 1)).toEqual({ down: 1_000_000, up: 250_000, garden: false })
    expect(fairRules(policy, 40)).toEqual({ down: 125_000, up: 25_000, garden: false })
  })

  it('never falls below what messages need, and never adds up to more than the uplink before that', () => {
    fc.assert(
      fc.property(fc.nat(1000), (active) => {
        const { down } = fairRules(policy, active)
        expect(down).toBeGreaterThanOrEqual(8_000)
        expect(Math.max(1, active) * (down ?? 0)).toBeLessThanOrEqual(Math.max(5_000_000, active * 8_000))
      }),
    )
  })

  it('is changed in the kernel only when it is worth it', () => {
    const rules = fairRules(policy, 10)
    expect([isWorthIt(rules, fairRules(policy, 11)), isWorthIt(rules, fairRules(policy, 20))]).toEqual([false, true])
  })

  it('follows how many clients are using the uplink', async () => {
    const gateway = await testGateway()
    await gateway.policy.set({ uplinkRate: { down: 1_600_000, up: null } })
    await gateway.accept(ANA)
    await gateway.accept(BETO)
    const { look, set } = enforcerOf(gateway)
    gateway.firewall.count(ANA.ip, { input: 1000, output: 50_000 })
    await look()
    gateway.firewall.count(ANA.ip, { input: 1000, output: 50_000 })
    gateway.firewall.count(BETO.ip, { input: 1000, output: 50_000 })
    await look()
    await look()
    expect(set.map(({ down }) => down)).toEqual([200_000, 100_000, 200_000])
  })
})

describe('the uplink', () => {
  function monitorOf() {
    const clock = fakeClock()
    const world = { link: true, answer: 40 as number | null }
    const told: string[] = []
    const monitor = createUplinkMonitor({
      clock,
      link: () => world.link,
      probe: async () => world.answer,
      log: (message) => told.push(message),
      changed: (up) => told.push(up ? 'up' : 'down'),
    })
    return { clock, world, told, monitor }
  }

  it('is down as soon as its link is, and up again only when somebody answers', async () => {
    const { clock, world, told, monitor } = monitorOf()
    world.link = false
    clock.pass(10)
    monitor.checkLink()
    expect(monitor.state()).toEqual({
      up: false,
      sinceUptimeMs: 110_000,
      roundTripMs: null,
      expectedBackUptimeMs: null,
    })
    world.link = true
    monitor.checkLink()
    expect(monitor.isUp()).toBe(false)
    await monitor.checkInternet()
    expect(monitor.state()).toMatchObject({ up: true, roundTripMs: 40 })
    expect(told).toEqual(['the uplink is down: no link', 'down', 'the uplink is back', 'up'])
  })

  it('is not down for one probe that got lost', async () => {
    const { world, monitor } = monitorOf()
    world.answer = null
    await monitor.checkInternet()
    expect(monitor.isUp()).toBe(true)
    await monitor.checkInternet()
    expect(monitor.isUp()).toBe(false)
  })

  it('says when it usually is back once it has known three outages', async () => {
    const { clock, world, monitor } = monitorOf()
    for (const seconds of [100, 300, 60]) {
      world.link = false
      monitor.checkLink()
      clock.pass(seconds)
      world.link = true
      await monitor.checkInternet()
    }
    world.link = false
    monitor.checkLink()
    expect(monitor.state()).toMatchObject({ sinceUptimeMs: 560_000, expectedBackUptimeMs: 660_000 })
  })
})
