import { mkdirSync, writeFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { DEFAULT_POLICY, type PolicyInput } from '../../contract/policy.ts'
import { describeWith } from '../describe-with.ts'
import { ECHO_PORT, IPV6, LAN, WEB } from './addresses.ts'
import { Ride } from './ride.ts'
import { until } from './until.ts'
import { useBus } from './use.ts'

const PORTAL = `http://${LAN.gateway}`
const ACCEPT = {
  method: 'POST',
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: 'terms=2026-11',
}
const SITE = 'http://example.test'

describeWith(['bus'], 'a policy on a real gateway', () => {
  const theBus = useBus({ phones: 3, ipv6: true })
  let ride: Ride
  let version = 0

  /** Puts a policy in force as an operator at the gateway does: by the file, and SIGHUP. */
  async function setPolicy(changes: Partial<PolicyInput>): Promise<void> {
    version += 1
    const folder = `${theBus().folder}/gateway`
    mkdirSync(folder, { recursive: true })
    writeFileSync(`${folder}/policy.json`, JSON.stringify({ ...DEFAULT_POLICY, version, ...changes }))
    if (!ride.portal) return ride.startPortal()
    process.kill(ride.portal.pid, 'SIGHUP')
    await ride.portal.waitForLine(new RegExp(`policy ${version} is in force`))
  }
  const board = async (phone: number) =>
    (
      await theBus()
        .phone(phone)
        .request({ url: `${PORTAL}/session`, ...ACCEPT })
    ).status
  const isOnline = async (phone: number) =>
    (await theBus().phone(phone).request(`${PORTAL}/captive-portal/api`)).body.includes('"captive":false')
  const leave = (phone: number) =>
    theBus()
      .phone(phone)
      .request({ url: `${PORTAL}/session/end`, method: 'POST' })

  /** Downloads to the end, or to where it is cut. */
  async function finished(phone: number, url: string) {
    const download = await theBus().phone(phone).download(url)
    await until('the download to end', async () => (await download.progress()).state !== 'running', 30_000)
    return download.stop()
  }

  beforeAll(() => {
    ride = new Ride(theBus())
  })

  describe('limits the rate of each client in the kernel', () => {
    it('down and up', async () => {
      await setPolicy({ clientRate: { down: 8_000_000, up: 4_000_000 } })
      expect(await board(1)).toBe(303)
      const down = await finished(1, `${SITE}/bytes?n=6000000`)
      expect(down.state).toBe('complete')
      expect(rate(down.octets, down.ms)).toBeLessThan(1_000_000 * 1.35)
      const up = await theBus()
        .phone(1)
        .request({ url: `${SITE}/upload`, method: 'POST', body: 'x'.repeat(3_000_000), timeoutMs: 20_000 })
      expect(up.status).toBe(200)
      expect(rate(3_000_000, up.ms)).toBeLessThan(500_000 * 1.35)
    }, 40_000)

    it('also for a session that runs when the policy changes, which it does not cut', async () => {
      const open = await theBus().phone(1).connect(WEB, ECHO_PORT)
      expect(await open.echo('before')).toBe('before')
      await setPolicy({})
      expect(await open.echo('after')).toBe('after')
      const { octets, ms } = await finished(1, `${SITE}/bytes?n=30000000`)
      expect(rate(octets, ms)).toBeGreaterThan(2_000_000)
      await open.close()
      await leave(1)
    }, 40_000)
  })

  it('ends a session within five seconds of passing its quota', async () => {
    await setPolicy({ quotaOctets: 2_000_000, clientRate: { down: 4_000_000, up: null } })
    expect(await board(1)).toBe(303)
    const download = await theBus().phone(1).download(`${SITE}/bytes?n=50000000`)
    await until('the quota to end the session', async () => !(await isOnline(1)), 30_000)
    const { octets } = await download.stop()
    // Half a million octets a second for five seconds, and the bucket.
    expect(octets).toBeLessThan(2_000_000 + 5 * 500_000 + 600_000)
    expect(octets).toBeGreaterThan(1_500_000)
    expect((await theBus().phone(1).request(`${SITE}/`)).headers.location).toBe(`${PORTAL}/`)
  }, 40_000)

  it('keeps a client out while it cools down, and nobody else', async () => {
    await setPolicy({ quotaOctets: 2_000_000, coolDownSeconds: 600 })
    expect(await board(1)).toBe(429)
    expect(await board(2)).toBe(303)
    await leave(2)
  })

  it('opens the walled garden, and nothing beside it, to who has not accepted', async () => {
    await setPolicy({ walledGarden: ['salud.example.mx'] })
    await theBus().gw.exec('nft', ['add', 'element', 'inet', 'abordo', 'garden', `{ ${WEB} }`])
    expect((await theBus().phone(3).request({ url: 'http://salud.example.mx/' })).status).toBe(200)
    expect(await theBus().phone(3).tcpConnect('198.51.100.80', 443)).toBe('refused')
    await setPolicy({})
    expect((await theBus().phone(3).request({ url: 'http://salud.example.mx/' })).status).toBe(302)
  })

  it('lets no IPv6 around the portal, neither before nor after the grant', async () => {
    const bus = theBus()
    // Even where somebody has told the gateway to forward it.
    await bus.gw.exec('sysctl', ['-qw', 'net.ipv6.conf.all.forwarding=1'])
    await bus.resetArrived()
    const tries = async (phone: number) => [
      await bus.phone(phone).tcpConnect(IPV6.web, 80),
      await bus.phone(phone).ping(IPV6.web),
    ]
    expect(await tries(3)).toEqual(['refused', false])
    expect(await board(3)).toBe(303)
    expect(await tries(3)).toEqual(['refused', false])
    expect((await bus.arrived()).ipv6.packets).toBe(0)
    await leave(3)
  })

  it('serves a copied MAC with another address not a second time', async () => {
    const bus = theBus()
    const original = bus.phone(2)
    expect(await board(2)).toBe(303)
    const copy = bus.phone(3)
    await copy.exec('ip', ['link', 'set', 'eth0', 'down'])
    await copy.exec('ip', ['link', 'set', 'eth0', 'address', original.mac])
    await copy.exec('ip', ['link', 'set', 'eth0', 'up'])
    await copy.exec('ip', ['route', 'replace', 'default', 'via', LAN.gateway])
    await bus.resetArrived()
    expect(await copy.tcpConnect(WEB, 443)).not.toBe('open')
    expect((await bus.arrived()).https.packets).toBe(0)
    expect((await copy.request({ url: `${PORTAL}/session`, ...ACCEPT })).status).toBe(303)
    const clients = await bus.gw.exec('nft', ['list', 'set', 'inet', 'abordo', 'clients'])
    expect(clients.split(original.mac).length - 1).toBe(1)
    await until(
      'it to be noticed',
      async () => (ride.portal?.output() ?? '').includes('came with the MAC of a running session'),
      5000,
    )
  }, 20_000)
})

/** Octets a second. */
function rate(octets: number, ms: number): number {
  return (octets / ms) * 1000
}
