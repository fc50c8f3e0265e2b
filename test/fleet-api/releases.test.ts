import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import type { ReleaseAnswer } from '../../contract/release.ts'
import type { GatewayUpgradesAnswer, ReleasesAnswer } from '../../contract/releases.ts'
import { releasePart } from '../../db/fleet/schema.ts'
import { addRelease } from '../../fleet-api/release-add.ts'
import { addCanary, removeRelease, setRing } from '../../fleet-api/releases.ts'
import { aReport, NOW, type TestFleet, testFleet } from '../fakes/fleet.ts'
import { type AsMade, aRelease, BY, FORGER, gatewayAsks, MAKER, pemOf, publish, versionOf } from '../fakes/release.ts'
import { aSite } from '../fakes/site.ts'
import { hm, putTrips } from '../fakes/timetable.ts'

const PUBLIC_KEY = pemOf(MAKER.publicKey)
const add = (fleet: TestFleet, made: AsMade, publicKey: string | null = PUBLIC_KEY) =>
  addRelease(fleet.db, aRelease(made), { publicKey, by: BY })
const stateOf = async (fleet: TestFleet) =>
  (await (await fleet.as('operator', 'GET', '/api/releases')).json()) as ReleasesAnswer
const ring = (fleet: TestFleet, to: string, version = '1.4.0') =>
  fleet.as('admin', 'PATCH', `/api/releases/${version}`, { ring: to })

/** A fleet with gateways bus-1, bus-2 … on route T1, and what each of them asks. */
async function withBuses(count: number) {
  const fleet = await testFleet()
  const buses: ReturnType<typeof gatewayAsks>[] = []
  const credentials: string[] = []
  for (let n = 1; n <= count; n += 1) {
    const credential = await fleet.enrol(`bus-${n}`, 'T1')
    credentials.push(credential)
    buses.push(gatewayAsks(fleet, credential))
  }
  const [bus, other] = buses
  if (!bus || !other) throw new Error('ask for two buses at least')
  return { fleet, buses, bus, other, credentials }
}

describe('taking a release in', () => {
  it('keeps it for nobody yet', async () => {
    const { fleet, bus } = await withBuses(2)
    await add(fleet, { notes: 'Mends the GPS' })
    expect((await stateOf(fleet)).releases).toEqual([
      {
        version: '1.4.0',
        sequence: 1,
        madeAt: NOW,
        addedAt: '2026-11-24T14:30:00.000Z',
        notes: 'Mends the GPS',
        files: [{ architecture: 'amd64', octets: 9 }],
        ring: 'none',
        ringAt: '2026-11-24T14:30:00.000Z',
        gateways: 0,
        counts: { proved: 0, taken: 0, rolledBack: 0, refused: 0, waiting: 0 },
        braked: false,
        failures: [],
      },
    ])
    expect((await bus.release()).status).toBe(204)
    expect((await bus.file()).status).toBe(404)
  })

  it('refuses one that somebody else has signed, and keeps nothing of it', async () => {
    const fleet = await testFleet()
    await expect(add(fleet, { key: FORGER.privateKey })).rejects.toThrow(
      'This release is refused: it is not signed with the key of FLEET_RELEASE_KEY. Do not use it, and ask where it comes from.',
    )
    expect(await fleet.db.select().from(releasePart)).toEqual([])
    expect((await stateOf(fleet)).releases).toEqual([])
  })

  it('refuses a manifest of which a word was changed after it was signed', async () => {
    const fleet = await testFleet()
    const folder = aRelease()
    const changed = { ...folder, manifest: folder.manifest.replace('1.4.0', '1.4.1') }
    await expect(addRelease(fleet.db, changed, { publicKey: PUBLIC_KEY, by: BY })).rejects.toThrow('it is not signed')
  })

  it('takes one that it cannot check where it has no key: gateways check it themselves', async () => {
    const fleet = await testFleet()
    expect(await add(fleet, { key: FORGER.privateKey }, null)).toMatchObject({ version: '1.4.0' })
  })

  it('refuses a key that is none', async () => {
    await expect(add(await testFleet(), {}, 'not a key')).rejects.toThrow('not an Ed25519 public key')
  })

  it.each([
    ['other octets', Buffer.from('b program'), 'its file for amd64 is not the one that was signed'],
    ['fewer octets', Buffer.from('a'), 'its file for amd64 does not have the 9 octets of the manifest'],
    ['more octets', Buffer.from('a program and more'), 'its file for amd64 does not have the 9 octets'],
  ])('refuses a file of %s, and keeps nothing of it', async (_what, octets, why) => {
    const fleet = await testFleet()
    const { open } = aRelease({ files: { amd64: octets } })
    await expect(addRelease(fleet.db, { ...aRelease(), open }, { publicKey: PUBLIC_KEY, by: BY })).rejects.toThrow(why)
    expect(await fleet.db.select().from(releasePart)).toEqual([])
  })

  it('refuses a version or a sequence that is here already, and leaves that one whole', async () => {
    const { fleet, bus } = await withBuses(2)
    await publish(fleet, {}, 'all')
    await expect(add(fleet, { sequence: 2, files: { amd64: Buffer.from('x') } })).rejects.toThrow(
      'version 1.4.0 is here already',
    )
    await expect(add(fleet, { version: '1.5.0' })).rejects.toThrow('its sequence 1 is that of version 1.4.0')
    expect(await (await bus.file()).text()).toBe('a program')
  })

  it('can be undone: the files and what became of them go too', async () => {
    const { fleet, bus } = await withBuses(2)
    await publish(fleet, {}, 'all')
    await bus.tell('proved')
    await removeRelease(fleet.db, '1.4.0', BY)
    expect(await fleet.db.select().from(releasePart)).toEqual([])
    await expect(removeRelease(fleet.db, '1.4.0', BY)).rejects.toThrow('There is no version 1.4.0 here')
    expect(await add(fleet, {})).toMatchObject({ version: '1.4.0' })
  })
})

describe('a gateway that asks for a release', () => {
  it('gets it as it was signed, and when it may take it', async () => {
    const { fleet, bus } = await withBuses(2)
    await publish(fleet, {}, 'all')
    const { manifest, signature } = aRelease()
    expect(await (await bus.release()).json()).toEqual({
      release: { manifest, signature },
      // Nobody knows when T1 runs here: at night.
      windows: [
        { from: '2026-11-25T07:00:00.000Z', to: '2026-11-25T10:30:00.000Z' },
        { from: '2026-11-26T07:00:00.000Z', to: '2026-11-26T10:30:00.000Z' },
      ],
      serverAt: '2026-11-24T14:30:00.000Z',
    } satisfies ReleaseAnswer)
  })

  it('has to be known, and to say what it is', async () => {
    const fleet = await testFleet()
    await publish(fleet, {}, 'all')
    expect((await gatewayAsks(fleet, 'abordo_gateway_nobody').release()).status).toBe(401)
    expect((await gatewayAsks(fleet, 'abordo_gateway_nobody').file()).status).toBe(401)
    expect((await gatewayAsks(fleet, 'abordo_gateway_nobody').tell('proved')).status).toBe(401)
    const bus = gatewayAsks(fleet, await fleet.enrol('bus-1', 'T1'))
    expect((await bus.release('1.0.0', 'mips')).status).toBe(400)
  })

  it('is offered nothing older than what it runs, nor what is not made for it', async () => {
    const { fleet, bus } = await withBuses(2)
    await publish(fleet, {}, 'all')
    await publish(fleet, { version: '1.5.0', sequence: 2, files: { arm64: Buffer.from('arm') } }, 'all')
    expect(await versionOf(bus.release('1.0.0'))).toBe('1.4.0')
    expect(await versionOf(bus.release('1.0.0', 'arm64'))).toBe('1.5.0')
    expect(await versionOf(bus.release('1.4.0', 'arm64'))).toBe('1.5.0')
    expect(await versionOf(bus.release('1.5.0'))).toBe(null)
    expect(await versionOf(bus.release('2.0.0', 'arm64'))).toBe(null)
    expect(await versionOf(bus.release('desk', 'arm64'))).toBe('1.5.0')
  })

  it('is offered the newest that its ring lets it have, which for the others is an older one', async () => {
    const { fleet, bus, other } = await withBuses(2)
    await publish(fleet, {}, 'all')
    await publish(fleet, { version: '1.5.0', sequence: 2 }, 'canary')
    await addCanary(fleet.db, 'bus-1', BY)
    expect(await versionOf(bus.release())).toBe('1.5.0')
    expect(await versionOf(other.release())).toBe('1.4.0')
    await ring(fleet, 'none', '1.5.0')
    expect(await versionOf(bus.release())).toBe('1.4.0')
  })

  it.each(['refused', 'rolled-back'] as const)('is not offered again what it has %s, but another', async (state) => {
    const { fleet, bus } = await withBuses(30)
    await publish(fleet, {}, 'all')
    await bus.tell('taken')
    expect(await versionOf(bus.release())).toBe('1.4.0')
    await bus.tell(state, { reason: 'it did not start' })
    expect(await versionOf(bus.release())).toBe(null)
    await publish(fleet, { version: '1.4.1', sequence: 2 }, 'all')
    expect(await versionOf(bus.release())).toBe('1.4.1')
  })

  it('may take it outside the hours of its route, pauses of an hour or less left out', async () => {
    const { fleet, bus } = await withBuses(2)
    await putTrips(fleet.db, 1, [
      { tripId: 'a', routeId: 'T1', startS: hm(6), endS: hm(12), frequencies: null },
      { tripId: 'b', routeId: 'T1', startS: hm(12, 50), endS: hm(22), frequencies: null },
    ])
    await publish(fleet, {}, 'all')
    const { windows } = (await (await bus.release()).json()) as ReleaseAnswer
    expect(windows).toEqual([
      { from: '2026-11-25T04:00:00.000Z', to: '2026-11-25T12:00:00.000Z' },
      { from: '2026-11-26T04:00:00.000Z', to: '2026-11-26T12:00:00.000Z' },
    ])
  })

  it('in a station may take it while the station is closed', async () => {
    const fleet = await testFleet()
    await fleet.as('admin', 'PUT', '/api/sites/station-1', aSite())
    const added = await fleet.as('admin', 'POST', '/api/gateways', { id: 'centro-1', site: 'station' })
    const { code } = (await added.json()) as { code: string }
    const enrolled = await fleet.post('/v1/enrol', { code, software: 'abordo 1.0.0' })
    const { credential } = (await enrolled.json()) as { credential: string }
    await fleet.as('admin', 'PUT', '/api/gateways/centro-1/site', { siteId: 'station-1' })
    await publish(fleet, {}, 'all')
    const { windows } = (await (await gatewayAsks(fleet, credential).release()).json()) as ReleaseAnswer
    expect(windows).toEqual([
      { from: '2026-11-25T05:00:00.000Z', to: '2026-11-25T11:00:00.000Z' },
      { from: '2026-11-26T05:00:00.000Z', to: '2026-11-26T11:00:00.000Z' },
    ])
  })
})

describe('the answer to reports', () => {
  const told = async (fleet: TestFleet, credential: string, seq: number, software: string) => {
    const answer = await fleet.send(credential, [aReport(seq, '2026-11-24T14:20:00Z', { software })])
    return ((await answer.json()) as { releaseVersion: string | null }).releaseVersion
  }

  it('names the version that is there for the gateway, and none once it runs', async () => {
    const { fleet, credentials } = await withBuses(2)
    const [credential = ''] = credentials
    expect(await told(fleet, credential, 0, 'abordo 1.0.0')).toBe(null)
    await publish(fleet, {}, 'all')
    fleet.setNow('2026-11-24T14:31:00Z')
    expect(await told(fleet, credential, 0, 'abordo 1.0.0')).toBe('1.4.0')
    await fleet.send(credential, [aReport(1, '2026-11-24T14:30:00Z', { software: 'abordo 1.4.0' })])
    expect(await told(fleet, credential, 0, 'abordo 1.4.0')).toBe(null)
  })

  it('names nothing that is not made for the gateway, once it has said what it is, and asks after that some hours later', async () => {
    const { fleet, bus, credentials } = await withBuses(2)
    const [credential = '', other = ''] = credentials
    await publish(fleet, { files: { arm64: Buffer.from('arm') } }, 'all')
    fleet.setNow('2026-11-24T14:31:00Z')
    expect(await told(fleet, credential, 0, 'abordo 1.0.0')).toBe('1.4.0')
    expect(await versionOf(bus.release('1.0.0', 'amd64'))).toBe(null)
    expect(await told(fleet, credential, 0, 'abordo 1.0.0')).toBe(null)
    expect(await told(fleet, other, 0, 'abordo 1.0.0')).toBe('1.4.0')
    await publish(fleet, { version: '1.4.1', sequence: 2 }, 'all')
    fleet.setNow('2026-11-24T14:32:00Z')
    expect(await told(fleet, credential, 0, 'abordo 1.0.0')).toBe('1.4.1')
    await ring(fleet, 'none', '1.4.1')
    fleet.setNow('2026-11-24T20:31:00Z')
    expect(await told(fleet, credential, 0, 'abordo 1.0.0')).toBe('1.4.0')
  })

  it('does not name what the gateway has refused', async () => {
    const { fleet, credentials, bus } = await withBuses(2)
    await publish(fleet, {}, 'all')
    await bus.tell('refused', { reason: 'the signature is wrong' })
    expect(await told(fleet, credentials[0] ?? '', 0, 'abordo 1.0.0')).toBe(null)
    expect(await told(fleet, credentials[1] ?? '', 0, 'abordo 1.0.0')).toBe('1.4.0')
  })
})

describe('the file of a release', () => {
  const octets = randomBytes(500_001)

  let fleet: TestFleet
  let bus: ReturnType<typeof gatewayAsks>
  beforeAll(async () => {
    fleet = await testFleet()
    bus = gatewayAsks(fleet, await fleet.enrol('bus-1', 'T1'))
    await publish(fleet, { files: { amd64: octets } }, 'all')
  })
  const body = async (answer: Response) => Buffer.from(await answer.arrayBuffer())

  it('comes whole, and not again where the gateway has it', async () => {
    const answer = await bus.file()
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-length')).toBe('500001')
    expect(answer.headers.get('accept-ranges')).toBe('bytes')
    expect((await body(answer)).equals(octets)).toBe(true)
    expect((await bus.file({ 'if-none-match': answer.headers.get('etag') ?? '' })).status).toBe(304)
    expect((await bus.file({}, '1.4.0/arm64')).status).toBe(404)
    expect((await bus.file({}, '1.4.9/amd64')).status).toBe(404)
  })

  it('comes in ranges that are the same octets', async () => {
    const place = fc.oneof(fc.nat(500_000), fc.constantFrom(0, 196_607, 196_608, 393_215, 393_216, 500_000))
    await fc.assert(
      fc.asyncProperty(place, fc.nat(300_000), async (first, length) => {
        const last = Math.min(first + length, 500_000)
        const answer = await bus.file({ range: `bytes=${first}-${first + length}` })
        expect(answer.status).toBe(206)
        expect(answer.headers.get('content-range')).toBe(`bytes ${first}-${last}/500001`)
        expect((await body(answer)).equals(octets.subarray(first, last + 1))).toBe(true)
      }),
      { numRuns: 25 },
    )
  })

  it.each([
    ['bytes=500000-', 206, 'bytes 500000-500000/500001', 1],
    ['bytes=-10', 206, 'bytes 499991-500000/500001', 10],
    ['bytes=-900000', 206, 'bytes 0-500000/500001', 500_001],
    ['bytes=500001-', 416, 'bytes */500001', 0],
    ['bytes=-0', 416, 'bytes */500001', 0],
    ['bytes=5-4', 200, null, 500_001],
    ['bytes=0-1,5-6', 200, null, 500_001],
    ['lines=0-1', 200, null, 500_001],
  ])('answers %s by %d', async (range, status, contentRange, length) => {
    const answer = await bus.file({ range })
    expect([answer.status, answer.headers.get('content-range')]).toEqual([status, contentRange])
    expect(await body(answer)).toHaveLength(length)
  })

  it('goes on only where it is still the same file', async () => {
    const etag = (await bus.file()).headers.get('etag') ?? ''
    expect((await bus.file({ range: 'bytes=100-', 'if-range': etag })).status).toBe(206)
    expect((await bus.file({ range: 'bytes=100-', 'if-range': '"another"' })).status).toBe(200)
  })

  it('breaks off where it is removed meanwhile', async () => {
    const reader = (await bus.file()).body?.getReader()
    await reader?.read()
    await removeRelease(fleet.db, '1.4.0', BY)
    const rest = async () => {
      while (!(await reader?.read())?.done);
    }
    await expect(rest()).rejects.toThrow('the file is gone')
  })
})

describe('what became of a version', () => {
  it('is kept once, whatever order it arrives in', async () => {
    const { fleet, bus } = await withBuses(2)
    await publish(fleet, {}, 'all')
    const outcomes = ['proved', 'taken', 'proved', 'taken'] as const
    for (const state of outcomes) expect((await bus.tell(state)).status).toBe(204)
    expect((await stateOf(fleet)).releases[0]?.counts).toEqual({
      proved: 1,
      taken: 0,
      rolledBack: 0,
      refused: 0,
      waiting: 1,
    })
  })

  it('is told with the gateway and the reason, and on the page of the gateway', async () => {
    const { fleet, bus } = await withBuses(30)
    await publish(fleet, {}, 'all')
    await bus.tell('rolled-back', { reason: 'no phone got online', at: '2026-11-24T09:00:00-06:00' })
    const failure = {
      state: 'rolled-back',
      reason: 'no phone got online',
      at: '2026-11-24T15:00:00.000Z',
    }
    const [release] = (await stateOf(fleet)).releases
    expect(release?.failures).toEqual([{ gatewayId: 'bus-1', label: null, ...failure }])
    const page = (await (await fleet.get('/api/gateways/bus-1/upgrades')).json()) as GatewayUpgradesAnswer
    expect(page).toEqual({ canary: false, offered: null, upgrades: [{ version: '1.4.0', ...failure }] })
    expect((await fleet.get('/api/gateways/none/upgrades')).status).toBe(404)
  })

  it('of a version that is not known here is taken for true, and kept nowhere', async () => {
    const { fleet, bus } = await withBuses(2)
    expect((await bus.tell('proved', { version: '9.9.9' })).status).toBe(204)
    expect(
      ((await (await fleet.get('/api/gateways/bus-1/upgrades')).json()) as GatewayUpgradesAnswer).upgrades,
    ).toEqual([])
  })

  it('is refused where it is none', async () => {
    const { fleet, credentials } = await withBuses(2)
    const headers = { authorization: `Bearer ${credentials[0]}` }
    const statuses: number[] = []
    for (const wrong of [{ state: 'great' }, { version: 'x' }, { reason: 'x'.repeat(401) }, { at: 'now' }]) {
      const outcome = { version: '1.4.0', state: 'proved', reason: null, at: NOW, ...wrong }
      statuses.push((await fleet.post('/v1/upgrades', outcome, headers)).status)
    }
    expect(statuses).toEqual([400, 400, 400, 400])
  })
})

describe('a version that gateways roll back', () => {
  async function braked() {
    const all = await withBuses(30)
    await publish(all.fleet, {}, 'all')
    all.fleet.setNow('2026-11-24T15:00:00Z')
    await all.bus.tell('rolled-back', { reason: 'no phone got online' })
    return all
  }

  it('goes on after one in thirty, and is offered to nobody after two; it says so once in the log', async () => {
    const { fleet, buses, other } = await braked()
    expect(await versionOf(buses[2]?.release() ?? Response.error())).toBe('1.4.0')
    expect(fleet.logged).toEqual([])
    await other.tell('rolled-back', { reason: 'no phone got online' })
    await other.tell('rolled-back', { reason: 'no phone got online' })
    expect(await versionOf(buses[2]?.release() ?? Response.error())).toBe(null)
    expect((await stateOf(fleet)).releases[0]).toMatchObject({
      braked: true,
      counts: { rolledBack: 2, waiting: 28 },
    })
    await buses[2]?.tell('rolled-back')
    expect(fleet.logged.map((line) => line.replace(/ undefined$/, ''))).toEqual([
      'version 1.4.0 is stopped: gateways have rolled it back. See Settings, Versions',
    ])
  })

  it('is stopped by one where the ring is small', async () => {
    const { fleet, bus, other } = await withBuses(5)
    await publish(fleet, {}, 'all')
    fleet.setNow('2026-11-24T15:00:00Z')
    await bus.tell('rolled-back')
    expect(await versionOf(other.release())).toBe(null)
  })

  it('is not stopped by gateways that it is not offered to: one that was stolen could keep a mended version from all', async () => {
    const { fleet, buses, bus, other } = await withBuses(5)
    await addCanary(fleet.db, 'bus-1', BY)
    await publish(fleet, {}, 'canary')
    fleet.setNow('2026-11-24T15:00:00Z')
    await other.tell('rolled-back')
    await buses[2]?.tell('rolled-back')
    expect(await versionOf(bus.release())).toBe('1.4.0')
    expect((await stateOf(fleet)).releases[0]).toMatchObject({ braked: false, counts: { rolledBack: 2 } })
    await bus.tell('rolled-back')
    expect((await stateOf(fleet)).releases[0]).toMatchObject({ braked: true })
  })

  it('goes on when an admin says so, and stops again when more roll it back', async () => {
    const { fleet, buses, other } = await braked()
    await other.tell('rolled-back')
    fleet.setNow('2026-11-24T16:00:00Z')
    expect(await (await ring(fleet, 'all')).json()).toMatchObject({ braked: false, ringAt: '2026-11-24T16:00:00.000Z' })
    expect(await versionOf(buses[2]?.release() ?? Response.error())).toBe('1.4.0')
    expect(await versionOf(other.release())).toBe(null)
    fleet.setNow('2026-11-24T17:00:00Z')
    await buses[3]?.tell('rolled-back')
    await buses[4]?.tell('rolled-back')
    expect(await versionOf(buses[2]?.release() ?? Response.error())).toBe(null)
  })

  it('leaves the gateways the version before it', async () => {
    const { fleet, buses, other } = await braked()
    await publish(fleet, { version: '1.3.0', sequence: 2 }, 'none')
    await publish(fleet, { version: '1.5.0', sequence: 3 }, 'all')
    await buses[5]?.tell('rolled-back', { version: '1.5.0' })
    await other.tell('rolled-back', { version: '1.5.0' })
    expect(await versionOf(buses[2]?.release() ?? Response.error())).toBe('1.4.0')
  })
})

describe('rings and canaries', () => {
  it('are an admin’s to change; the same ring twice leaves nothing in the log', async () => {
    const { fleet } = await withBuses(2)
    await add(fleet, {})
    expect((await fleet.as('operator', 'PATCH', '/api/releases/1.4.0', { ring: 'all' })).status).toBe(403)
    expect((await fleet.as('official', 'GET', '/api/releases')).status).toBe(403)
    expect(await (await ring(fleet, 'tenth')).json()).toMatchObject({ ring: 'tenth' })
    await ring(fleet, 'tenth')
    expect((await ring(fleet, 'everybody')).status).toBe(400)
    expect((await ring(fleet, 'all', '9.9.9')).status).toBe(404)
    const log = (await (await fleet.as('admin', 'GET', '/api/audit?target=release')).json()) as {
      entries: { action: string; details: object }[]
    }
    expect(log.entries.map(({ action, details }) => [action, details])).toEqual([
      ['release ring', { ring: ['none', 'tenth'] }],
      ['release add', { sequence: 1, architectures: ['amd64'] }],
    ])
  })

  it('hold the gateways that an admin chose', async () => {
    const { fleet, bus, other } = await withBuses(2)
    await publish(fleet, {}, 'canary')
    expect((await fleet.as('admin', 'PUT', '/api/canary-gateways/bus-1')).status).toBe(200)
    expect((await fleet.as('admin', 'PUT', '/api/canary-gateways/bus-1')).status).toBe(200)
    expect((await fleet.as('admin', 'PUT', '/api/canary-gateways/none')).status).toBe(404)
    expect(await stateOf(fleet)).toMatchObject({
      releases: [{ ring: 'canary', gateways: 1, counts: { waiting: 1 } }],
      canaries: [{ gatewayId: 'bus-1', label: null, chosenAt: '2026-11-24T14:30:00.000Z' }],
    })
    expect([await versionOf(bus.release()), await versionOf(other.release())]).toEqual(['1.4.0', null])
    expect((await fleet.as('admin', 'DELETE', '/api/canary-gateways/bus-1')).status).toBe(200)
    expect((await fleet.as('admin', 'DELETE', '/api/canary-gateways/bus-1')).status).toBe(404)
    expect(await versionOf(bus.release())).toBe(null)
  })

  it('are set for one version that is there', async () => {
    await expect(setRing((await testFleet()).db, '1.4.0', 'all', BY)).rejects.toThrow('There is no version 1.4.0 here')
  })
})
