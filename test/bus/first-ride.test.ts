import { readFileSync } from 'node:fs'
import { beforeAll, expect, it } from 'vitest'
import type { GatewaysAnswer, RidersAnswer } from '../../contract/api.ts'
import { describeWith } from '../describe-with.ts'
import { ECHO_PORT, INTERNET_TITLE, LAN, OTHER_RESOLVER, RESOLVER, WEB } from './addresses.ts'
import { FLEET_URL, logOf, Ride, SIGN_IN, WELCOME } from './ride.ts'
import { until } from './until.ts'
import { useBus } from './use.ts'

const PORTAL = `http://${LAN.gateway}`
const ACCEPT = {
  method: 'POST',
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: 'terms=2026-11',
}

/** Everything that a phone may try before it has accepted: nothing may reach the internet host. */
async function knock(bus: ReturnType<ReturnType<typeof useBus>>, phone: number) {
  const device = bus.phone(phone)
  return {
    https: await device.tcpConnect(WEB, 443),
    otherTcp: await device.tcpConnect(WEB, 22),
    dns: await device.dnsQuery('example.test', { server: OTHER_RESOLVER }).catch((error: Error) => error.message),
    udp: await device.udpAsk(WEB, ECHO_PORT, 'hello', 300),
    ping: await device.ping(WEB),
  }
}

describeWith(['bus', 'chromium'], 'the first ride', () => {
  const theBus = useBus({ phones: 3, wirePackets: true })
  let ride: Ride

  beforeAll(async () => {
    ride = new Ride(theBus())
    await ride.enrol('bus-1', 'T2')
    await ride.startPortal()
    await theBus().resetArrived()
  }, 60_000)

  it('lets no packet of any kind through before the rider accepts', async () => {
    const bus = theBus()
    await bus.resetArrived()
    expect(await knock(bus, 1)).toMatchObject({ https: 'refused', otherTcp: 'refused', udp: null, ping: false })
    const { https, http, otherTcp, otherDns, otherUdp, icmp, other, unnatted } = await bus.arrived()
    const none = { packets: 0, octets: 0 }
    expect({ https, http, otherDns, otherUdp, icmp, other, unnatted }).toEqual({
      https: none,
      http: none,
      otherDns: none,
      otherUdp: none,
      icmp: none,
      other: none,
      unnatted: none,
    })
    // The gateway's own reports to the fleet are the only other TCP.
    expect(otherTcp).toEqual((await bus.arrived()).fleet)
  })

  it('answers a phone that asks a name server of its own, itself', async () => {
    const bus = theBus()
    expect(await bus.phone(1).dnsQuery('example.test', { server: OTHER_RESOLVER })).toEqual([WEB])
    expect((await bus.arrived()).otherDns.packets).toBe(0)
  })

  it("redirects the phone's probe to the portal", async () => {
    const answer = await theBus().phone(1).request('http://connectivitycheck.example.test/generate_204')
    expect(answer.status).toBe(302)
    expect(answer.headers.location).toBe(`${PORTAL}/`)
  })

  it('lets a rider on with one tap in a real browser, and then the site that was asked for opens', async () => {
    const browser = await theBus().chromium('phone1')
    const page = await browser.newPage({ locale: 'es-MX', viewport: { width: 360, height: 640 } })
    await page.goto('http://example.test/')
    expect(page.url()).toBe(`${PORTAL}/`)
    expect(await page.locator('h1').textContent()).toBe(WELCOME)
    const button = page.getByRole('button', { name: 'Aceptar y conectarme' })
    const box = await button.boundingBox()
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThan(640)
    await button.click()
    expect(await page.locator('h1').textContent()).toBe('Ya tienes internet')
    await page.goto('http://example.test/')
    expect(await page.title()).toBe(INTERNET_TITLE)
    await browser.close()
  }, 60_000)

  it('does not remember for days the connections of riders who got off', async () => {
    const kept = await theBus().gw.exec('sysctl', ['-n', 'net.netfilter.nf_conntrack_tcp_timeout_established'])
    expect(kept.trim()).toBe('7440')
  })

  it('keeps another phone shut out meanwhile', async () => {
    const bus = theBus()
    await bus.resetArrived()
    expect(await knock(bus, 2)).toMatchObject({ https: 'refused', otherTcp: 'refused', udp: null, ping: false })
    expect((await bus.phone(2).request('http://example.test/')).headers.location).toBe(`${PORTAL}/`)
    const { https, http, otherDns, otherUdp, icmp } = await bus.arrived()
    expect([https, http, otherDns, otherUdp, icmp].map(({ packets }) => packets)).toEqual([0, 0, 0, 0, 0])
  })

  it('passes everything of the rider who accepted, behind the address of the gateway', async () => {
    const bus = theBus()
    const rider = bus.phone(1)
    expect(await rider.ping(WEB)).toBe(true)
    expect(await rider.udpAsk(WEB, ECHO_PORT, 'hello')).toEqual(Buffer.from('hello'))
    expect(await rider.dnsQuery('example.test', { server: RESOLVER })).toEqual([WEB])
    expect((await bus.arrived()).unnatted.packets).toBe(0)
  })

  it('reports the octets that the internet host served, within the overhead of headers', async () => {
    const bus = theBus()
    const before = await settled(ride)
    await bus.resetServed()
    await bus.phone(1).download('http://example.test/bytes?n=5000000')
    await bus.phone(1).request({ url: 'http://example.test/upload', method: 'POST', body: 'x'.repeat(500_000) })
    await until('the download to be complete', async () => (await servedOctets()).output >= 5_000_000, 10_000)
    const after = await settled(ride)
    const served = await servedOctets()
    const reported = { input: after.input - before.input, output: after.output - before.output }
    expect(reported.output / served.output).toBeGreaterThan(1)
    expect(reported.output / served.output).toBeLessThan(1.06)
    expect(reported.input / served.input).toBeGreaterThan(1)
    // Of 5 million octets down, the acknowledgements go up: 40 octets for about every other packet.
    expect(reported.input - served.input).toBeLessThan(0.06 * (served.output + served.input))

    async function servedOctets() {
      const all = await bus.served()
      return {
        output: all.reduce((sum, { responseOctets }) => sum + responseOctets, 0),
        input: all.reduce((sum, { receivedOctets }) => sum + receivedOctets, 0),
      }
    }
  })

  it('loses and doubles no octet while the fleet is down for ten accounting intervals in the middle of a ride', async () => {
    const bus = theBus()
    expect((await bus.phone(2).request({ url: `${PORTAL}/session`, ...ACCEPT })).status).toBe(303)
    await ride.fleet?.stop()
    const before = ride.stored()
    for (const phone of [1, 2]) {
      await bus.phone(phone).request('http://example.test/bytes?n=300000')
    }
    await until('ten intervals to be kept', () => Promise.resolve(ride.stored().waiting >= 10), 30_000)
    await bus.phone(1).request('http://example.test/bytes?n=700000')
    expect(ride.stored().output).toBe(before.output)
    await ride.startFleet()
    const after = await settled(ride)
    const counted = await ride.counted()
    expect({ input: after.input, output: after.output }).toEqual(counted)
    expect(after.output - before.output).toBeGreaterThan(1_300_000)
    expect(after.started).toBe(2)
  }, 90_000)

  it('keeps riders online and counted through a kill of the portal', async () => {
    const bus = theBus()
    await ride.portal?.stop('SIGKILL')
    expect((await bus.phone(1).request('http://example.test/bytes?n=200000')).octets).toBe(200_000)
    expect(await bus.phone(3).tcpConnect(WEB, 443)).toBe('refused')
    await ride.startPortal()
    expect((await bus.phone(1).request(`${PORTAL}/`)).body).toContain('Ya tienes internet')
    const after = await settled(ride)
    expect({ input: after.input, output: after.output }).toEqual(await ride.counted())
    expect(after.started).toBe(2)
  }, 60_000)

  it('shows the riders on their route in the API', async () => {
    const from = new Date(Date.now() - 10 * 60_000).toISOString()
    const to = new Date(Date.now() + 60_000).toISOString()
    const riders = await ride.api<RidersAnswer>(`/api/routes/riders?step=minute&from=${from}&to=${to}`)
    expect(riders.series.map(({ routeId }) => routeId)).toEqual(['T2'])
    expect(Math.max(...(riders.series[0]?.points ?? []).map(({ peak }) => peak ?? 0))).toBe(2)
    const { gateways } = await ride.api<GatewaysAnswer>('/api/gateways')
    expect(gateways).toMatchObject([{ id: 'bus-1', site: 'vehicle', state: 'live', routeId: 'T2', ridersConnected: 2 }])
  })

  it('shows them on their route in the chart of the dashboard, and follows live when one leaves', async () => {
    const browser = await theBus().chromium('inet')
    const page = await browser.newPage({ locale: 'es-MX', viewport: { width: 1280, height: 800 } })
    await page.goto(FLEET_URL)
    await page.locator('input[type=email]').fill(SIGN_IN.email)
    await page.locator('input[type=password]').fill(SIGN_IN.password)
    await page.locator('button[type=submit]').click()
    await page.locator('[data-riders-now="2"]').waitFor()
    expect(await page.locator('[data-route="T2"]').getAttribute('data-riders')).toBe('2')
    await page.getByRole('link', { name: 'Equipos', exact: true }).click()
    expect(await page.locator('[data-gateway="bus-1"] .gateway-riders').innerText()).toBe('2')
    await page.getByRole('link', { name: 'Rutas', exact: true }).click()
    await page.locator('canvas[data-chart]').waitFor()
    await page.getByRole('button', { name: 'Ver como tabla' }).click()
    const cells = page.locator('[data-at] [data-route="T2"]')
    expect(await cells.evaluateAll((all) => all.map((cell) => cell.textContent?.trim()))).toContain('2')
    await page.getByRole('link', { name: 'Ahora', exact: true }).click()
    await page.locator('[data-riders-now="2"]').waitFor()
    await theBus()
      .phone(2)
      .request({ url: `${PORTAL}/session/end`, method: 'POST' })
    await page.locator('[data-riders-now="1"]').waitFor({ timeout: 10_000 })
    await browser.close()
  }, 60_000)

  it('shuts a rider out who ends the session, also in a connection that is open', async () => {
    const bus = theBus()
    const open = await bus.phone(1).connect(WEB, ECHO_PORT)
    expect(await open.echo('before')).toBe('before')
    await bus.phone(1).request({ url: `${PORTAL}/session/end`, method: 'POST' })
    expect(await open.echo('after', 500)).toBeNull()
    expect(await bus.phone(1).tcpConnect(WEB, 443)).toBe('refused')
    await open.close()
  })

  it('leaves the firewall closed when the portal stops', async () => {
    const bus = theBus()
    await ride.portal?.stop('SIGTERM')
    await bus.resetArrived()
    expect(await knock(bus, 1)).toMatchObject({ https: 'refused', udp: null, ping: false })
    expect((await bus.arrived()).unnatted.packets).toBe(0)
    expect((await bus.arrived()).https.packets).toBe(0)
  })

  it('writes no address of a rider into a log, a report or the database of the fleet', async () => {
    const bus = theBus()
    const logs = [ride.portal, ride.fleet].map((program) => (program ? logOf(program) : ''))
    const kept = ['fleet.db', 'fleet.db-wal'].map((name) => readFileSync(`${bus.folder}/${name}`, 'latin1'))
    const addresses = bus.phones.flatMap(({ mac, ip }) => [mac, ip])
    expect(addresses).toHaveLength(6)
    expect(addresses.filter((address) => [...logs, ...kept].some((text) => text.includes(address)))).toEqual([])
  })
})

/** The fleet's sums once the riders are quiet and everything that the gateway has counted has been stored. */
async function settled(ride: Ride) {
  await until(
    'the fleet to hold what the kernel has counted',
    async () => {
      const counted = await ride.counted()
      const stored = ride.stored()
      return stored.waiting === 0 && stored.input === counted.input && stored.output === counted.output
    },
    30_000,
  )
  return ride.stored()
}
