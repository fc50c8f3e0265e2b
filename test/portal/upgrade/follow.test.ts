import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { UpgradeOutcome } from '../../../contract/release.ts'
import { createUpgradeFollower } from '../../../portal/upgrade/follow.ts'
import { openRecord } from '../../../portal/upgrade/root/record.ts'
import { fakeClock } from '../../fakes/clock.ts'
import { folderFor, NOW, PUBLIC_KEY, programOf, releaseOf, type TestRelease } from './releases.ts'

const cleanUp: (() => void)[] = []
afterEach(() => {
  for (const clean of cleanUp.splice(0)) clean()
})

const WINDOWS = [{ from: '2026-11-27T07:00:00Z', to: '2026-11-27T10:00:00Z' }]
const PIECE = 262_144

/** A release whose file has a little more than three pieces. */
function large(version: string, sequence: number): TestRelease {
  const folder = programOf(version)
  const noise = Buffer.alloc(3 * PIECE)
  for (let at = 0, value = 1; at < noise.length; at += 1) {
    value = (Math.imul(value, 1_103_515_245) + 12_345) >>> 0
    noise[at] = value >>> 16
  }
  writeFileSync(join(folder, 'better_sqlite3.node'), noise)
  return releaseOf(version, sequence, { folder })
}

/** A fleet that offers one release, and a gateway that follows it. */
async function linked() {
  const fleet = {
    offered: null as TestRelease | null,
    windows: WINDOWS,
    asked: [] as string[],
    ranges: [] as string[],
    told: [] as UpgradeOutcome[],
    /** Answers so many pieces, then none. */
    pieces: Number.POSITIVE_INFINITY,
    down: false,
    spoil: (piece: Buffer) => piece,
    status: 206,
  }
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const { pathname, search } = new URL(request.url ?? '', 'http://fleet')
    if (fleet.down) return response.writeHead(503).end()
    if (pathname === '/v1/upgrades') {
      let body = ''
      for await (const piece of request) body += String(piece)
      fleet.told.push(JSON.parse(body))
      return response.end('{}')
    }
    if (pathname === '/v1/release') {
      fleet.asked.push(search)
      if (fleet.offered === null) return response.writeHead(204).end()
      const { windows, offered } = fleet
      return response.end(JSON.stringify({ release: offered.signed, windows, serverAt: '2026-11-26T08:00:00Z' }))
    }
    const archive = fleet.offered?.archive ?? Buffer.alloc(0)
    const range = request.headers.range ?? ''
    if (fleet.pieces <= 0) return response.writeHead(502).end()
    fleet.pieces -= 1
    fleet.ranges.push(range)
    const [, from, to] = (/^bytes=(\d+)-(\d+)$/.exec(range) ?? []).map(Number)
    const piece = fleet.spoil(Buffer.from(archive.subarray(from, (to ?? 0) + 1)))
    response.writeHead(fleet.status, { 'content-range': `bytes ${from}-${to}/${archive.length}` }).end(piece)
  }
  const server = createServer((request, response) => void answer(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  cleanUp.push(() => server.close())
  const fleetUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  const folder = folderFor('follow')
  const upgrades = { releaseKey: join(folder, 'release.pub'), versions: join(folder, 'versions') }
  writeFileSync(upgrades.releaseKey, PUBLIC_KEY)
  mkdirSync(upgrades.versions)
  const clock = fakeClock('2026-11-26T08:00:00Z')
  const waits: number[] = []
  const logged: string[] = []
  const start = () =>
    createUpgradeFollower({
      dataDir: folder,
      upgrades,
      running: '1.0.0',
      processor: 'x64',
      clock,
      uptime: clock.uptime,
      fleet: () => ({ fleetUrl, credential: 'secret' }),
      // Time passes as it is waited for, but not within the call.
      after: (ms, job) => {
        waits.push(ms)
        queueMicrotask(job)
        return () => undefined
      },
      random: () => 0,
      spreadMs: 30_000,
      log: (line, error) => logged.push(error instanceof Error ? `${line}: ${error.message}` : line),
    })
  const inbox = join(folder, 'upgrade')
  return {
    fleet,
    clock,
    waits,
    logged,
    start,
    inbox,
    root: openRecord(upgrades.versions),
    /** The fleet's answer to the reports of a minute, and all that follows. */
    async minute(follower: ReturnType<typeof start>, version: string | null) {
      clock.pass(60)
      follower.want(version)
      await new Promise((resolve) => setImmediate(resolve))
      await follower.idle()
    },
    ready: () => JSON.parse(readFileSync(join(inbox, 'ready.json'), 'utf8')),
    archive: () => readFileSync(join(inbox, 'release.tar.gz')),
  }
}

describe('the portal, offered a release', () => {
  it('fetches it in pieces at 64 kB a second, lays it ready, and asks no more', async () => {
    const at = await linked()
    at.fleet.offered = large('1.1.0', 1)
    const follower = at.start()
    await at.minute(follower, '1.1.0')
    expect(at.ready()).toEqual({ release: at.fleet.offered.signed, windows: WINDOWS })
    expect(at.archive().equals(at.fleet.offered.archive)).toBe(true)
    expect(at.fleet.ranges.slice(0, 2)).toEqual(['bytes=0-262143', 'bytes=262144-524287'])
    expect(at.waits).toEqual([0, 4000, 4000, 4000])
    expect(at.fleet.asked).toEqual(['?architecture=amd64&running=1.0.0'])
    await at.minute(follower, '1.1.0')
    expect(at.fleet.asked).toHaveLength(1)
  })

  it('goes on where the link or the power left off', async () => {
    const at = await linked()
    at.fleet.offered = large('1.1.0', 1)
    at.fleet.pieces = 2
    await at.minute(at.start(), '1.1.0')
    expect(existsSync(join(at.inbox, 'ready.json'))).toBe(false)
    at.fleet.pieces = Number.POSITIVE_INFINITY
    await at.minute(at.start(), '1.1.0')
    expect(at.fleet.ranges.map((range) => range.split('-')[0])).toEqual([
      'bytes=0',
      'bytes=262144',
      'bytes=524288',
      'bytes=786432',
    ])
    expect(at.archive().equals(at.fleet.offered.archive)).toBe(true)
  })

  it('leaves what was begun of another release', async () => {
    const at = await linked()
    at.fleet.offered = large('1.1.0', 1)
    at.fleet.pieces = 1
    await at.minute(at.start(), '1.1.0')
    at.fleet.offered = releaseOf('1.2.0', 2)
    at.fleet.pieces = 10
    await at.minute(at.start(), '1.2.0')
    expect(readdirSync(at.inbox).sort()).toEqual(['ready.json', 'release.tar.gz'])
    expect(at.archive().equals(at.fleet.offered.archive)).toBe(true)
  })

  it('refuses one that is forged, before any of it is fetched, and tells the fleet once', async () => {
    const at = await linked()
    const release = releaseOf('1.1.0', 1)
    const manifest = release.signed.manifest.replace('"sequence":1', '"sequence":2')
    at.fleet.offered = { ...release, signed: { ...release.signed, manifest } }
    const follower = at.start()
    await at.minute(follower, '1.1.0')
    await at.minute(follower, '1.1.0')
    await at.minute(at.start(), '1.1.0')
    expect(at.fleet.told).toEqual([
      {
        version: '1.1.0',
        state: 'refused',
        reason: 'its signature is not by the key that this gateway trusts',
        at: new Date(NOW + 60_000).toISOString(),
      },
    ])
    expect(at.fleet.ranges).toEqual([])
    expect(at.fleet.asked).toHaveLength(1)
    expect(existsSync(join(at.inbox, 'ready.json'))).toBe(false)
  })

  it('refuses one whose number was taken before', async () => {
    const at = await linked()
    at.root.change({ sequence: 5 })
    at.fleet.offered = releaseOf('1.1.0', 5)
    const follower = at.start()
    await at.minute(follower, '1.1.0')
    await at.minute(follower, '1.1.0')
    expect(at.fleet.told[0]?.reason).toBe('its sequence 5 is not above 5, which this gateway has taken already')
  })

  it('fetches a file once more where it came damaged, and refuses it where it comes so again', async () => {
    const at = await linked()
    at.fleet.offered = releaseOf('1.1.0', 1)
    at.fleet.spoil = (piece) => piece.fill(7, 50, 60)
    const follower = at.start()
    await at.minute(follower, '1.1.0')
    expect(at.fleet.told).toEqual([])
    at.clock.pass(15 * 60)
    await at.minute(follower, '1.1.0')
    await at.minute(follower, '1.1.0')
    expect(at.fleet.ranges).toHaveLength(2)
    expect(at.fleet.told.map(({ state, reason }) => [state, reason])).toEqual([
      ['refused', 'its file is not the one that was signed'],
    ])
    expect(readdirSync(at.inbox)).toEqual(['outcomes.json'])
  })

  it('reads no more of a piece than it asked for', async () => {
    const at = await linked()
    at.fleet.offered = releaseOf('1.1.0', 1)
    const asked = at.fleet.offered.archive.length
    at.fleet.spoil = (piece) => Buffer.concat([piece, Buffer.alloc(1)])
    await at.minute(at.start(), '1.1.0')
    expect(at.logged).toEqual([
      `version 1.1.0 could not be fetched; it goes on later: the answer is longer than ${asked} octets`,
    ])
    expect(readdirSync(at.inbox)).toEqual([])
  })

  it('takes no answer for a piece that is none', async () => {
    const at = await linked()
    at.fleet.offered = releaseOf('1.1.0', 1)
    at.fleet.status = 200
    await at.minute(at.start(), '1.1.0')
    expect(at.logged).toEqual([
      'version 1.1.0 could not be fetched; it goes on later: the fleet answered 200 when asked for a piece of a release',
    ])
    expect(readdirSync(at.inbox)).toEqual([])
  })

  it('asks again for the windows twice a day while it waits, and does not fetch it again', async () => {
    const at = await linked()
    at.fleet.offered = releaseOf('1.1.0', 1)
    const follower = at.start()
    await at.minute(follower, '1.1.0')
    at.root.change({
      sequence: 1,
      waiting: { version: '1.1.0', sequence: 1, windows: WINDOWS, takenAtMs: null, attempts: 0, quiet: null },
    })
    at.clock.pass(12 * 3600)
    at.fleet.windows = [{ from: '2026-11-28T07:00:00Z', to: '2026-11-28T10:00:00Z' }]
    await at.minute(follower, '1.1.0')
    expect(at.ready().windows).toEqual(at.fleet.windows)
    expect(at.fleet.ranges).toHaveLength(1)
  })

  it('takes its windows away where the fleet offers it no more, and asks for them where it does again', async () => {
    const at = await linked()
    at.fleet.offered = releaseOf('1.1.0', 1)
    const follower = at.start()
    await at.minute(follower, '1.1.0')
    await at.minute(follower, null)
    expect(at.ready().windows).toEqual([])
    await at.minute(follower, '1.1.0')
    expect(at.ready().windows).toEqual(WINDOWS)
    expect(at.fleet.ranges).toHaveLength(1)
  })

  it('keeps what root has found until the fleet has it, through a restart and an outage', async () => {
    const at = await linked()
    at.root.outcome('1.1.0', 'taken', null, NOW)
    at.fleet.down = true
    const before = at.start()
    await at.minute(before, null)
    at.root.outcome('1.1.0', 'rolled-back', 'the portal lets nobody in (status 500)', NOW)
    at.fleet.down = false
    const after = at.start()
    await at.minute(after, null)
    await at.minute(after, null)
    await at.minute(at.start(), '1.1.0')
    expect(at.fleet.told.map(({ version, state, reason }) => [version, state, reason])).toEqual([
      ['1.1.0', 'taken', null],
      ['1.1.0', 'rolled-back', 'the portal lets nobody in (status 500)'],
    ])
    expect(at.fleet.asked).toEqual([])
  })

  it('removes the file once root has taken it', async () => {
    const at = await linked()
    at.fleet.offered = releaseOf('1.1.0', 1)
    const follower = at.start()
    await at.minute(follower, '1.1.0')
    at.root.outcome('1.1.0', 'taken', null, NOW)
    await at.minute(follower, '1.1.0')
    expect(existsSync(join(at.inbox, 'release.tar.gz'))).toBe(false)
  })
})
