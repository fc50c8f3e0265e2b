import Database from 'better-sqlite3'
import { beforeAll, expect, it } from 'vitest'
import { describeWith } from '../describe-with.ts'
import { LAN, WEB } from './addresses.ts'
import type { Bus } from './bus.ts'
import { reachFleetOf } from './neighbour-fleet.ts'
import { feedOfNoon } from './noon.ts'
import { FLEET_URL, Ride, WELCOME } from './ride.ts'
import { until } from './until.ts'
import { useBus } from './use.ts'

const PORTAL = `http://${LAN.gateway}`
const PROBE = 'http://connectivitycheck.gstatic.com/generate_204'

describeWith(['bus'], 'two buses of one fleet', () => {
  // Phones of the same number have the same address: phone 1 of the second bus is phone 1 of the first, which has changed buses.
  const first = useBus({ phones: 4 })
  const second = useBus({ phones: 4 })
  let one: Ride
  let two: Ride

  const accept = async (bus: Bus, phone: number) =>
    (await bus.phone(phone).request({ url: `${PORTAL}/session`, method: 'POST', headers: FORM, body: 'terms=2026-11' }))
      .status
  const FORM = { 'content-type': 'application/x-www-form-urlencoded' }
  const probe = async (phone: number) => (await second().phone(phone).request(PROBE)).status
  const remembered = (bus: Bus) => {
    const gateway = new Database(`${bus.folder}/gateway/gateway.db`, { readonly: true })
    const { known } = gateway.prepare('select count(*) known from roaming_fingerprint').get() as { known: number }
    gateway.close()
    return known
  }
  /** Accepts on the first bus again and again until that holds the day's key. */
  const acceptUntilRemembered = (phone: number) =>
    until('the first bus to hold the day’s key', async () => {
      const rider = first().phone(phone)
      await rider.request({ url: `${PORTAL}/session/end`, method: 'POST', headers: FORM, body: '' })
      await accept(first(), phone)
      return (await rider.request(`${PORTAL}/my-data?lang=en`)).body.includes('Forget this phone today')
    })
  const storedOfTwo = () => {
    const fleet = new Database(`${first().folder}/fleet.db`, { readonly: true })
    const sums = fleet
      .prepare(
        `select coalesce(sum(sessions_started), 0) started, coalesce(sum(output_octets), 0) output from report
         where gateway_id = 'bus-2'`,
      )
      .get() as { started: number; output: number }
    fleet.close()
    return sums
  }

  beforeAll(async () => {
    one = new Ride(first())
    two = new Ride(second())
    await one.enrol('bus-1', 'T2', feedOfNoon(first().folder))
    await reachFleetOf(second(), first())
    await two.join(one, 'bus-2', 'T1')
    await Promise.all([one.startPortal(), two.startPortal()])
  }, 60_000)

  it('let a phone online on the second that has accepted on the first, without a tap', async () => {
    expect(await probe(1)).toBe(302)
    await acceptUntilRemembered(1)
    expect(await accept(first(), 3)).toBe(303)
    await until('the second bus to have heard of both', () => remembered(second()) === 2, 20_000)
    expect(await second().phone(1).tcpConnect(WEB, 443)).toBe('refused')
    expect(await probe(1)).toBe(204)
    expect(await second().phone(1).tcpConnect(WEB, 443)).toBe('open')
  })

  it('count it there as a session, with what it uses', async () => {
    const download = await second().phone(1).download(`http://${WEB}/bytes?n=300000`)
    await until('the download to end', async () => (await download.progress()).state !== 'running')
    await download.stop()
    await until('the fleet to have it', () => storedOfTwo().output >= 300_000)
    expect(storedOfTwo().started).toBe(1)
  })

  it('ask a phone with another address', async () => {
    expect(await probe(2)).toBe(302)
    expect((await second().phone(2).request(`${PORTAL}/`)).body).toContain(WELCOME)
    expect(await second().phone(2).tcpConnect(WEB, 443)).toBe('refused')
  })

  it('show the portal’s page as ever where the link has been down since, until it is back', async () => {
    await second().uplink('down')
    expect(await accept(first(), 4)).toBe(303)
    // Names are the harness's here, which has none without a link.
    const asked = { url: `http://${WEB}/generate_204`, headers: { host: 'connectivitycheck.gstatic.com' } }
    expect((await second().phone(4).request(asked)).status).toBe(302)
    expect((await second().phone(4).request(`${PORTAL}/`)).status).toBe(200)
    await second().uplink('up')
    await until('the second bus to have heard of it', () => remembered(second()) === 3, 30_000)
    await until('the phone to be let in', async () => (await second().phone(4).request(asked)).status === 204, 30_000)
  }, 60_000)

  it('ask where the policy says so', async () => {
    const token = (await one.abordo(['token', 'add', 'operator', '--role', 'operator'])).trim()
    const answer = await first().inet.request({
      url: `${FLEET_URL}/api/policy/gateways/bus-2`,
      method: 'PUT',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ acceptOnce: false }),
    })
    expect(answer.status).toBe(200)
    await until('the second bus to have forgotten', () => remembered(second()) === 0, 20_000)
    expect(await probe(3)).toBe(302)
  })
})
