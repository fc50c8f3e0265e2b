import { mkdirSync, writeFileSync } from 'node:fs'
import Database from 'better-sqlite3'
import { beforeAll, expect, it } from 'vitest'
import type { Certificate } from '../../portal/server.ts'
import { selfSigned } from '../certificate/self-signed.ts'
import { describeWith } from '../describe-with.ts'
import { LAN } from './addresses.ts'
import { Ride } from './ride.ts'
import { useBus } from './use.ts'

const NAME = 'wifi.example.mx'
const API = `https://${NAME}/captive-portal/api`
const HTTP = `http://${LAN.gateway}`
const ACCEPT = {
  method: 'POST',
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: 'terms=2026-11',
}

describeWith(['bus'], 'a gateway that was off while its certificate ended', () => {
  const theBus = useBus({ phones: 2, dnsmasq: false })
  let ride: Ride
  let renewed: Certificate

  beforeAll(async () => {
    const bus = theBus()
    ride = new Ride(
      bus,
      { PORTAL_DHCP: 'dnsmasq' },
      // What it cannot obtain by itself stands in its database by the time that it is there again.
      { FLEET_PORTAL_HOSTNAME: NAME, FLEET_ACME_DNS: 'command:/bin/false' },
    )
    // dnsmasq reads its files as nobody.
    await bus.gw.exec('chmod', ['755', bus.folder])
    await ride.enrol('bus-1', 'T1')
    const past = selfSigned(NAME, { fromDays: -150, toDays: -60 })
    mkdirSync(`${bus.folder}/gateway`, { recursive: true })
    writeFileSync(`${bus.folder}/gateway/certificate.pem`, past.cert + past.key, { mode: 0o600 })
    // The fleet is away, so that nobody tells the time at first, nor hands out anything.
    await ride.fleet?.stop()
    await ride.startPortal()
  })

  it('tells a phone of no HTTPS, and has its rider online over HTTP', async () => {
    const phone = theBus().phone(1)
    expect((await phone.dhcp()).captivePortal).toBeNull()
    const led = await phone.request({ url: 'http://example.test/', connectTo: LAN.gateway })
    expect([led.status, led.headers.location]).toEqual([302, `${HTTP}/`])
    expect((await phone.request({ url: `${HTTP}/session`, ...ACCEPT })).status).toBe(303)
    const api = await phone.request(`${HTTP}/captive-portal/api`)
    expect(JSON.parse(api.body)).toMatchObject({ captive: false, 'user-portal-url': `${HTTP}/` })
    await expect(phone.request({ url: API, connectTo: LAN.gateway })).rejects.toThrow(/certificate/)
  })

  it('takes the renewed one with its next reports, without a restart, and tells phones of HTTPS', async () => {
    renewed = selfSigned(NAME, { fromDays: -1, toDays: 89 })
    const fleet = new Database(`${theBus().folder}/fleet.db`)
    const day = 86_400_000
    fleet
      .prepare(
        'insert or replace into certificate (host_name, chain, private_key, not_after, issued_at) values (?, ?, ?, ?, ?)',
      )
      .run(NAME, renewed.cert, renewed.key, Date.now() + 89 * day, Date.now() - day)
    fleet.close()
    await ride.startFleet()
    await ride.portal?.waitForLine(/phones are told of https:\/\/wifi\.example\.mx\/captive-portal\/api/, 20_000)
    expect((await theBus().phone(2).dhcp()).captivePortal).toBe(API)
  })

  it('serves the API over HTTPS to a phone that knows who signed, and brings its rider online there', async () => {
    const phone = theBus().phone(2)
    const trusting = { authority: renewed.cert }
    const before = await phone.request({ url: API, ...trusting })
    expect(before.headers['content-type']).toBe('application/captive+json')
    expect(JSON.parse(before.body)).toMatchObject({ captive: true, 'user-portal-url': `https://${NAME}/` })
    expect((await phone.request({ url: `https://${NAME}/session`, ...ACCEPT, ...trusting })).status).toBe(303)
    const after = await phone.request({ url: API, ...trusting })
    expect(JSON.parse(after.body)).toMatchObject({ captive: false })
  })

  it('has kept who was online all the while', async () => {
    const api = await theBus().phone(1).request(`${HTTP}/captive-portal/api`)
    expect(JSON.parse(api.body)).toMatchObject({ captive: false })
  })
})
