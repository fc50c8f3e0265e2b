import { createHmac } from 'node:crypto'
import { describe, expect, it, onTestFinished } from 'vitest'
import { chanceOfStranger } from '../../contract/roaming.ts'
import * as fleetTables from '../../db/fleet/schema.ts'
import { roamingDay, roamingFingerprint } from '../../db/gateway/schema.ts'
import { tidyUp } from '../../fleet-api/upkeep.ts'
import { byAddress } from '../../portal/clients/by-address.ts'
import { heldRoaming } from '../../portal/queries/roaming.ts'
import { acceptanceOf, packed, refusalOf, unpacked } from '../../portal/roaming/fingerprint.ts'
import { isLetIn, type Newcomer } from '../../portal/roaming/rules.ts'
import { filesOf, foundIn, sqliteFiles, waysToWrite } from '../fakes/devices.ts'
import { aBus, fleetOnSocket } from '../fakes/enrolled.ts'
import { everythingIn } from '../fakes/fleet.ts'
import { ANA, BETO, type TestGateway } from '../fakes/gateway.ts'

const DAY_ENDS = '2026-11-25T06:00:00Z'
const PROBE = { host: 'connectivitycheck.gstatic.com' }

type Bus = Awaited<ReturnType<typeof aBus>>

const probe = async (gateway: TestGateway, client = ANA) => (await gateway.as(client, '/generate_204', PROBE)).status
const isCaptive = async (gateway: TestGateway, client = ANA) =>
  ((await (await gateway.as(client, '/captive-portal/api')).json()) as { captive: boolean }).captive
const pageOf = async (gateway: TestGateway, path = '/') => (await gateway.as(ANA, path)).text()
const post = (gateway: TestGateway, path: string) => gateway.as(ANA, path, { method: 'POST' })

/** Two buses of one fleet that hold the day's key. */
async function twoBuses() {
  const all = await fleetOnSocket()
  const [one, two] = [await aBus('bus-1', all), await aBus('bus-2', all, 'T2')]
  for (const bus of [one, two]) await bus.at('2026-11-24T14:01:00Z')
  return { all, one, two }
}
/** Ana accepts on the first bus, and a minute later the second one has heard of it. */
async function accepted({ one, two }: { one: Bus; two: Bus }) {
  await one.gateway.accept(ANA)
  await one.later()
  await two.at('2026-11-24T14:02:00Z')
}

/** A primary key as it stands in a file of SQLite's: seven bits an octet, the highest ones first. */
function varint(value: number): Buffer {
  const octets = [value % 128]
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) octets.unshift(128 + (rest % 128))
  return Buffer.from(octets)
}

describe('a rider who has accepted on one bus', () => {
  it('is online on the next one at his phone’s first probe, which succeeds', async () => {
    const { one, two } = await twoBuses()
    expect(await probe(two.gateway)).toBe(302)
    await accepted({ one, two })
    expect(await probe(two.gateway)).toBe(204)
    expect([...((await two.gateway.firewall.read())?.clients.keys() ?? [])]).toEqual([ANA.ip])
  })

  it('is not captive by the API that his phone learns of by DHCP, nor shown the welcome page', async () => {
    const buses = await twoBuses()
    await accepted(buses)
    expect(await isCaptive(buses.two.gateway)).toBe(false)
    expect(await pageOf(buses.two.gateway)).toContain('<h1>Ya tienes internet</h1>')
  })

  it('has a session there like any other: counted, with its own time and data', async () => {
    const { one, two } = await twoBuses()
    await two.gateway.policy.set({ sessionSeconds: 1200, quotaOctets: 50_000_000 })
    await accepted({ one, two })
    await probe(two.gateway)
    two.gateway.firewall.count(ANA.ip, { input: 1_000, output: 9_000 })
    two.gateway.clock.pass(60)
    expect(await two.gateway.accounting.close()).toMatchObject({
      sessions: { started: 1 },
      octets: { input: 1_000, output: 9_000 },
    })
    expect(two.gateway.sessions.all()).toMatchObject([{ quotaOctets: 50_000_000, termsVersion: '2026-11' }])
    expect(await pageOf(two.gateway)).toContain('<dd>19 minutos</dd>')
  })

  it('is known by his address: nobody else is let in', async () => {
    const buses = await twoBuses()
    await accepted(buses)
    expect(await probe(buses.two.gateway, BETO)).toBe(302)
    expect(await isCaptive(buses.two.gateway, BETO)).toBe(true)
  })

  it('is asked where other terms are in force, or they are another operator’s', async () => {
    const { one, two } = await twoBuses()
    await accepted({ one, two })
    await two.gateway.policy.set({ termsVersion: '2026-12' })
    expect(await probe(two.gateway)).toBe(302)
    await two.gateway.policy.set({ termsVersion: '2026-11', operatorName: 'Otra empresa' })
    expect(await probe(two.gateway)).toBe(302)
    await two.gateway.policy.set({ operatorName: 'WiFi a bordo' })
    expect(await probe(two.gateway)).toBe(204)
  })

  it('is asked where the policy has riders accept on every bus, and nothing is kept of him there', async () => {
    const { one, two } = await twoBuses()
    await accepted({ one, two })
    await two.gateway.policy.set({ acceptOnce: false })
    expect(await probe(two.gateway)).toBe(302)
    expect(await pageOf(two.gateway)).not.toContain('Vale por hoy')
    await two.at('2026-11-24T14:03:00Z')
    expect(two.db.select().from(roamingFingerprint).all()).toEqual([])
    expect(two.db.select().from(roamingDay).all()).toEqual([])
  })

  it('is asked on a bus whose link has been down since', async () => {
    const { one, two } = await twoBuses()
    two.online.now = false
    await accepted({ one, two })
    expect(await probe(two.gateway)).toBe(302)
    expect(await pageOf(two.gateway)).toContain('Aceptar y conectarme')
  })

  it('is told what is wrong on a bus that has no internet, and is let in when it is back', async () => {
    const { one, two } = await twoBuses()
    await accepted({ one, two })
    two.gateway.uplink.state = { up: false, sinceUptimeMs: 0, roundTripMs: null, expectedBackUptimeMs: null }
    expect(await probe(two.gateway)).toBe(302)
    two.gateway.uplink.state = { ...two.gateway.uplink.state, up: true }
    expect(await probe(two.gateway)).toBe(204)
  })

  it('is asked again once the day is over', async () => {
    const { one, two } = await twoBuses()
    await accepted({ one, two })
    for (const bus of [one, two]) await bus.at(DAY_ENDS)
    expect(await probe(two.gateway)).toBe(302)
    for (const bus of [one, two]) await bus.at('2026-11-25T06:01:00Z')
    expect(await probe(two.gateway)).toBe(302)
    expect(heldRoaming(two.db)?.date).toBe('2026-11-25')
  })

  it('is remembered over a restart of the portal, and where the link was down when he accepted', async () => {
    const { one, two } = await twoBuses()
    one.online.now = false
    await one.gateway.accept(ANA)
    await one.restart()
    one.online.now = true
    await one.at('2026-11-24T14:05:00Z')
    await two.at('2026-11-24T14:06:00Z')
    await two.restart()
    await two.at('2026-11-24T14:07:00Z')
    expect(await probe(two.gateway)).toBe(204)
  })

  it('is asked as long as nobody has told the bus the time: a day might be over', async () => {
    const { one, two } = await twoBuses()
    await accepted({ one, two })
    two.gateway.clock.reboot('boot-b', 60)
    await two.restart()
    expect(heldRoaming(two.db)).not.toBeNull()
    expect(await probe(two.gateway)).toBe(302)
    await two.at('2026-11-24T14:05:00Z')
    expect(await probe(two.gateway)).toBe(204)
  })
})

describe('riders of the demo', () => {
  it('are other clients on each bus, though all buses have the same addresses', () => {
    const [one, two] = [byAddress('bus-1'), byAddress('bus-2')].map((clients) => clients.find('10.0.0.7')?.mac)
    expect(one).toMatch(/^[0-9a-f][26ae]:[0-9a-f]{2}:0a:00:00:07$/)
    expect(two).not.toBe(one)
    expect(byAddress().find('10.0.0.7')?.mac).toBe('02:00:0a:00:00:07')
  })
})

describe('a rider who wants out', () => {
  it('by ending his session stays out on that bus until he taps', async () => {
    const buses = await twoBuses()
    const { two } = buses
    await accepted(buses)
    await probe(two.gateway)
    expect((await post(two.gateway, '/session/end')).status).toBe(303)
    expect(await probe(two.gateway)).toBe(302)
    await two.at('2026-11-24T16:02:00Z')
    expect(await probe(two.gateway)).toBe(302)
    await two.gateway.accept(ANA)
    expect(await probe(two.gateway)).toBe(204)
  })

  it('by asking to be forgotten is asked on every bus for the rest of the day, whatever he accepts', async () => {
    const { one, two } = await twoBuses()
    await accepted({ one, two })
    expect(await pageOf(one.gateway)).toContain('Olvidar este teléfono hoy</button>')
    expect((await post(one.gateway, '/my-data/forget')).headers.get('location')).toBe('/my-data?lang=es')
    expect(await pageOf(one.gateway, '/my-data')).toContain('Pediste que te olvidáramos')
    expect(await pageOf(one.gateway)).not.toContain('Olvidar este teléfono hoy')
    await one.later()
    await two.at('2026-11-24T14:03:00Z')
    expect(await probe(two.gateway)).toBe(302)
    await two.gateway.accept(ANA)
    expect(await pageOf(two.gateway)).not.toContain('Olvidar este teléfono hoy')
  })

  it('by deleting his data is not let in again by his next request, here or elsewhere', async () => {
    const { one, two } = await twoBuses()
    await accepted({ one, two })
    await post(one.gateway, '/my-data/delete')
    expect(await pageOf(one.gateway, '/my-data')).toContain('Pediste que te olvidáramos')
    expect(await probe(one.gateway)).toBe(302)
    await one.later()
    await two.at('2026-11-24T14:03:00Z')
    expect(await probe(two.gateway)).toBe(302)
  })
})

describe('what gateways tell each other', () => {
  it('waits for a few seconds, so that riders who accept together are told of together', async () => {
    const { one, two } = await twoBuses()
    await one.gateway.accept(ANA)
    await one.gateway.accept(BETO)
    await two.at('2026-11-24T14:02:00Z')
    expect(await probe(two.gateway)).toBe(302)
    await one.later()
    await two.at('2026-11-24T14:03:00Z')
    expect([await probe(two.gateway), await probe(two.gateway, BETO)]).toEqual([204, 204])
  })

  it('is told on where the fleet has lost its list and has another key', async () => {
    const { all, one, two } = await twoBuses()
    await accepted({ one, two })
    await all.fleet.db.transaction(async (tx) => {
      await tx.delete(fleetTables.roamingDay)
      await tx.delete(fleetTables.roamingPart)
    })
    const before = heldRoaming(one.db)?.key
    for (const minute of ['03', '04', '05']) for (const bus of [one, two]) await bus.at(`2026-11-24T14:${minute}:00Z`)
    expect(heldRoaming(one.db)?.key).not.toBe(before)
    expect(heldRoaming(two.db)?.key).toBe(heldRoaming(one.db)?.key)
    await one.gateway.accept(BETO)
    await one.later()
    await two.at('2026-11-24T14:06:00Z')
    expect(await probe(two.gateway, BETO)).toBe(204)
  })

  it('is not asked of a fleet that does not know of it but every quarter of an hour', async () => {
    const all = await fleetOnSocket()
    const bus = await aBus('bus-1', all)
    let refused = 0
    const real = globalThis.fetch
    globalThis.fetch = async (input, init) => {
      if (!String(input).includes('/v1/roaming')) return real(input, init)
      refused += 1
      return new Response('{}', { status: 404 })
    }
    onTestFinished(() => {
      globalThis.fetch = real
    })
    for (const minute of ['01', '02', '16']) await bus.at(`2026-11-24T14:${minute}:30Z`)
    expect(refused).toBe(2)
    await bus.gateway.accept(ANA)
    expect(await probe(bus.gateway)).toBe(204)
  })

  it('holds no address, and is on the disks of bus and fleet until the day ends, and no longer', async () => {
    const { all, one, two } = await twoBuses()
    await accepted({ one, two })
    await two.at('2026-11-24T14:03:00Z')
    const { key } = heldRoaming(two.db) ?? expect.fail('no key')
    const hmac = createHmac('sha256', key)
      .update(JSON.stringify(['WiFi a bordo', '2026-11', ANA.mac]))
      .digest()
    const secrets = {
      ...waysToWrite('the key', key),
      'the fingerprint': Buffer.from(hmac.subarray(0, 5).toString('base64url')),
      'the fingerprint as SQLite writes it': varint(hmac.readUIntBE(0, 5)),
      'the rest of the hash': hmac.subarray(5, 13),
    }
    const atFleet = async () => foundIn(await filesOf(all.fleet.databaseUrl), secrets)
    expect(foundIn(sqliteFiles(two.path), secrets)).toEqual(['the fingerprint as SQLite writes it', 'the key as it is'])
    expect(await atFleet()).toEqual(['the fingerprint', 'the key as it is'])
    expect(await everythingIn(all.fleet.db)).not.toMatch(/02:00:00:00:00:01|10\.55\.0\.11/)

    two.online.now = false
    await two.at(DAY_ENDS)
    const now = Date.parse(DAY_ENDS)
    await tidyUp({ db: all.fleet.db, now, breathe: async () => undefined, stopping: () => false })
    expect(foundIn(sqliteFiles(two.path), secrets)).toEqual([])
    expect(await atFleet()).toEqual([])
  })
})

describe('a fingerprint', () => {
  const under = { operatorName: 'WiFi a bordo', termsVersion: '2026-11' }

  it('is 40 bits of HMAC-SHA256 of operator, terms and address', () => {
    const digest = createHmac('sha256', 'key').update('["WiFi a bordo","2026-11","02:00:00:00:00:01"]').digest('hex')
    expect(acceptanceOf('key', under, ANA.mac).toString(16).padStart(10, '0')).toBe(digest.slice(0, 10))
  })

  it('says that a rider wants to be forgotten by another number, the same for all terms', () => {
    const digest = createHmac('sha256', 'key').update('["02:00:00:00:00:01"]').digest('hex')
    expect(refusalOf('key', ANA.mac).toString(16).padStart(10, '0')).toBe(digest.slice(0, 10))
  })

  it('travels in five octets', () => {
    expect(packed([1, 2 ** 40 - 1])).toBe('AAAAAAH______w')
    expect(unpacked('AAAAAAH______w')).toEqual([1, 2 ** 40 - 1])
    expect(unpacked(packed([]))).toEqual([])
  })

  it('is a stranger’s by chance once in eighteen million times in a city with 60,000 riders a day', () => {
    expect(chanceOfStranger(60_000)).toBeCloseTo(5.46e-8, 10)
    expect(Math.round(1 / chanceOfStranger(60_000))).toBe(18_325_194)
  })
})

describe('who has accepted is let in', () => {
  const newcomer: Newcomer = { allowance: { state: 'free' }, lastEnd: null, isElsewhere: false }
  const ended = (cause: NonNullable<Newcomer['lastEnd']>['cause'], secondsAgo: number | null) =>
    isLetIn({ ...newcomer, lastEnd: { cause, secondsAgo } })

  it('unless he has to wait, has had his sessions, or another address has his', () => {
    expect(isLetIn(newcomer)).toBe(true)
    expect(isLetIn({ ...newcomer, allowance: { state: 'used-up' } })).toBe(false)
    expect(
      isLetIn({ ...newcomer, allowance: { state: 'cool-down', secondsLeft: 5, lastCause: 'session-timeout' } }),
    ).toBe(false)
    expect(isLetIn({ ...newcomer, isElsewhere: true })).toBe(false)
  })

  it('unless he ended his session himself, or the operator did', () => {
    expect([ended('user-request', 40_000), ended('user-request', null), ended('admin', 40_000)]).toEqual([
      false,
      false,
      false,
    ])
  })

  it('an hour after his time or his data were used up: before, the page tells him so and asks', () => {
    expect([ended('session-timeout', 3599), ended('session-timeout', 3600)]).toEqual([false, true])
    expect([ended('quota', 3599), ended('quota', 3600), ended('quota', null)]).toEqual([false, true, true])
  })

  it('at once where he was only away, or the bus was', () => {
    expect([ended('lost-carrier', 1), ended('idle', 1), ended('gateway-reboot', null)]).toEqual([true, true, true])
  })
})
