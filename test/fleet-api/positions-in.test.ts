import { describe, expect, it } from 'vitest'
import { feedService, feedTrip, gateway, report, vehicleRun } from '../../db/fleet/schema.ts'
import { tidyUp } from '../../fleet-api/upkeep.ts'
import { pollPositions } from '../../fleet-api/vehicle-positions.ts'
import { aReport, everythingIn, NOW, type TestFleet, testFleet } from '../fakes/fleet.ts'
import { addShapes, corner } from '../fakes/network.ts'
import { feedServer, vehicleFeed } from '../fakes/realtime-feed.ts'

const NOW_MS = Date.parse(NOW)
const NOW_S = NOW_MS / 1000

interface Following extends TestFleet {
  /** Polls at a moment, seconds after NOW; true: it was time. */
  poll(seconds: number): Promise<boolean>
  runs(): Promise<(typeof vehicleRun.$inferSelect)[]>
}

/** A fleet with a bus that is assigned to nothing, and trip t-1 of route T1; it follows a feed. */
async function following(url: string, more: object = {}): Promise<Following & { bus: string }> {
  const fleet = await testFleet()
  const bus = await fleet.enrol('bus-1', null)
  await fleet.db.transaction(async (tx) => {
    await tx.update(gateway).set({ vehicleId: 'V1', label: '1042' })
    const service = { feedId: 1, serviceId: 'S', weekdays: '1111111', startDate: '20260101', endDate: '20271231' }
    await tx.insert(feedService).values({ ...service, added: [], removed: [] })
    const trip = { feedId: 1, tripId: 't-1', routeId: 'T1', serviceId: 'S', patternId: 0, blockId: null }
    await tx.insert(feedTrip).values({ ...trip, startS: 0, endS: 3600, frequencies: null })
  })
  await addShapes(fleet.db, [{ routeId: 'T1', points: [corner(0, 0), corner(30, 0)], directionId: 1 }])
  const put = await fleet.as('admin', 'PUT', '/api/vehicle-positions', { url, ...more })
  expect(put.status).toBe(200)
  return {
    ...fleet,
    bus,
    poll(seconds) {
      const at = NOW_MS + seconds * 1000
      fleet.setNow(new Date(at).toISOString())
      const log = (message: string) => void fleet.logged.push(message)
      return pollPositions({ db: fleet.db, now: () => at, log, signal: new AbortController().signal })
    },
    runs: async () => fleet.db.select().from(vehicleRun).orderBy(vehicleRun.vehicleKey, vehicleRun.firstAt),
  }
}

const state = async (fleet: TestFleet, role: 'admin' | 'operator' = 'admin') =>
  (await (await fleet.as(role, 'GET', '/api/vehicle-positions')).json()) as Record<string, unknown>

async function sources(fleet: TestFleet) {
  const rows = await fleet.db.select().from(report).orderBy(report.minuteAt)
  return rows.map(({ routeId, routeSource }) => `${routeId || '?'} ${routeSource}`)
}

const minute = (seq: number, seconds: number) => aReport(seq, new Date(NOW_MS + seconds * 1000).toISOString())

describe('another system’s feed of vehicle positions', () => {
  it('gives an unassigned bus its route while it is fresh, and no more when it is stale', async () => {
    const feed = await feedServer(vehicleFeed(NOW_S, [{ id: 'V1', trip: { routeId: 'T2' } }]))
    const fleet = await following(feed.url)
    await fleet.poll(0)
    fleet.setNow('2026-11-24T14:31:05Z')
    await fleet.send(fleet.bus, [minute(0, 0)])
    fleet.setNow('2026-11-24T14:34:05Z')
    await fleet.send(fleet.bus, [minute(1, 60), minute(2, 120), minute(3, 180)])
    expect(await sources(fleet)).toEqual(['T2 vehicle-positions', 'T2 vehicle-positions', '? unknown', '? unknown'])
  })

  it('names the trip, which tells the route and the direction', async () => {
    const feed = await feedServer(vehicleFeed(NOW_S, [{ id: 'V1', trip: { tripId: 't-1', directionId: 0 } }]))
    const fleet = await following(feed.url)
    await fleet.poll(0)
    expect(await fleet.runs()).toEqual([
      { vehicleKey: 'V1', firstAt: NOW_MS, lastAt: NOW_MS, routeId: 'T1', tripId: 't-1', directionId: 1 },
    ])
    await fleet.send(fleet.bus, [{ ...minute(0, 0), protocol: '1.3', trace: [[1000, 19.43, -99.13, 80]] }])
    const published = (await (await fleet.app.request('/gtfs-rt/vehicle-positions.pb?format=json')).json()) as object
    expect(published).toMatchObject({ entity: [{ id: 'V1', vehicle: { trip: { tripId: 't-1', directionId: 1 } } }] })
  })

  it('is kept as runs: one for each stretch on the same trip', async () => {
    const feed = await feedServer(vehicleFeed(NOW_S, [{ id: 'V1' }]))
    const fleet = await following(feed.url)
    const say = async (seconds: number, routeId: string) => {
      feed.answer = vehicleFeed(NOW_S + seconds, [{ id: 'V1', trip: { routeId } }])
      await fleet.poll(seconds)
    }
    for (const [seconds, routeId] of [
      [0, 'T2'],
      [30, 'T2'],
      [60, 'T2'],
      [90, 'T1'],
      [120, 'T1'],
      [400, 'T1'],
    ] as const)
      await say(seconds, routeId)
    const runs = (await fleet.runs()).map(({ routeId, firstAt, lastAt }) => [routeId, firstAt, lastAt])
    expect(runs).toEqual([
      ['T2', NOW_MS, NOW_MS + 60_000],
      ['T1', NOW_MS + 90_000, NOW_MS + 120_000],
      ['T1', NOW_MS + 400_000, NOW_MS + 400_000],
    ])
  })

  it('knows a vehicle by its label where that is asked for', async () => {
    const feed = await feedServer(vehicleFeed(NOW_S, [{ id: 'of the other system', label: '1042' }]))
    const fleet = await following(feed.url, { match: 'label' })
    await fleet.poll(0)
    expect((await fleet.runs()).map(({ vehicleKey }) => vehicleKey)).toEqual(['1042'])
  })

  it('is heard only of vehicles that have a gateway, on routes of the city, of now', async () => {
    const feed = await feedServer(
      vehicleFeed(NOW_S, [
        { id: 'V2' },
        { id: 'bus-1', trip: { routeId: 'T9' } },
        { id: 'V1', at: NOW_S - 91 },
        { id: '1042', at: NOW_S + 91 },
      ]),
    )
    const fleet = await following(feed.url)
    await fleet.poll(0)
    expect(await fleet.runs()).toEqual([])
    expect(await state(fleet)).toMatchObject({ vehicles: 2, matched: 0, lastError: null })
  })

  it('never tells a moment that is still to come', async () => {
    const feed = await feedServer(vehicleFeed(NOW_S + 20, [{ id: 'V1' }]))
    const fleet = await following(feed.url)
    await fleet.poll(0)
    expect((await fleet.runs()).map(({ lastAt }) => lastAt)).toEqual([NOW_MS])
  })

  it('may be read by two processes at once, and by one of them is read no sooner than asked for', async () => {
    const feed = await feedServer(vehicleFeed(NOW_S, [{ id: 'V1' }]))
    const fleet = await following(feed.url, { everySeconds: 60 })
    expect(await Promise.all([fleet.poll(0), fleet.poll(0)])).toContain(true)
    expect(await fleet.poll(30)).toBe(false)
    expect(await fleet.poll(60)).toBe(true)
    expect(await fleet.runs()).toHaveLength(1)
  })

  it('is forgotten after forty days', async () => {
    const feed = await feedServer(vehicleFeed(NOW_S, [{ id: 'V1' }]))
    const fleet = await following(feed.url)
    await fleet.poll(0)
    const tidy = (now: number) => tidyUp({ db: fleet.db, now, breathe: async () => undefined, stopping: () => false })
    await tidy(NOW_MS + 40 * 86_400_000)
    expect(await fleet.runs()).toHaveLength(1)
    await tidy(NOW_MS + 40 * 86_400_000 + 1)
    expect(await fleet.runs()).toEqual([])
  })
})

describe('a feed that means harm', () => {
  it('is read no further than 8 MiB, however much it sends', async () => {
    const chunk = Buffer.alloc(65_536, 0x12)
    let sent = 0
    const feed = await feedServer((_, response) => {
      const more = () => {
        for (;;) {
          sent += chunk.length
          if (!response.write(chunk)) break
        }
      }
      response.on('drain', more)
      more()
    })
    const fleet = await following(feed.url)
    await fleet.poll(0)
    expect(await state(fleet)).toMatchObject({ lastError: 'The feed is larger than 8 MiB.', lastSuccessAt: null })
    expect(sent).toBeLessThan(64 * 2 ** 20)
  })

  it('is told of, with the last time that it went well, and is asked again', async () => {
    const feed = await feedServer(vehicleFeed(NOW_S, [{ id: 'V1' }]))
    const fleet = await following(feed.url)
    await fleet.poll(0)
    for (const [index, [answer, error]] of (
      [
        [Buffer.from('<html>'), 'This is no GTFS-Realtime feed: give the address of a feed in protobuf.'],
        [vehicleFeed(NOW_S, [{ id: 'V1' }]).slice(0, -2), 'The feed is cut off.'],
        [(_, response) => response.writeHead(403).end(), 'The feed’s server answered 403 instead of the feed.'],
        [(request) => request.socket.destroy(), 'The feed could not be fetched: UND_ERR_SOCKET.'],
      ] as [Parameters<typeof feedServer>[0], string][]
    ).entries()) {
      feed.answer = answer
      await fleet.poll(60 * (index + 1))
      expect(await state(fleet)).toMatchObject({
        lastSuccessAt: '2026-11-24T14:30:00.000Z',
        lastErrorAt: `2026-11-24T14:3${index + 1}:00.000Z`,
        lastError: error,
      })
    }
    expect(await fleet.runs()).toHaveLength(1)
    expect(fleet.logged).toHaveLength(4)
    await fleet.poll(360)
    expect(fleet.logged).toHaveLength(4)
    feed.answer = vehicleFeed(NOW_S + 420, [{ id: 'V1' }])
    await fleet.poll(420)
    expect(await state(fleet)).toMatchObject({ lastSuccessAt: '2026-11-24T14:37:00.000Z', matched: 1 })
    expect(fleet.logged.join()).not.toContain('secret')
  })

  it('spoils nothing with names that are too long or cannot be stored', async () => {
    const feed = await feedServer(
      vehicleFeed(NOW_S, [
        { id: 'x'.repeat(10_000) },
        { id: 'V\u00001' },
        { id: 'V1', position: { latitude: NaN, longitude: NaN } },
      ]),
    )
    const fleet = await following(feed.url)
    await fleet.poll(0)
    expect((await fleet.runs()).map(({ vehicleKey }) => vehicleKey)).toEqual(['V1'])
  })
})

describe('which feed is followed', () => {
  it('is none until an admin says so, and none again after', async () => {
    const feed = await feedServer(vehicleFeed(NOW_S, [{ id: 'V1' }]))
    expect(await state(await testFleet())).toMatchObject({ source: null, lastSuccessAt: null, lastError: null })
    const fleet = await following(feed.url)
    expect(await state(fleet)).toMatchObject({ source: { url: feed.url, everySeconds: 30, match: 'id' } })
    expect((await fleet.as('admin', 'DELETE', '/api/vehicle-positions')).status).toBe(200)
    expect(await fleet.poll(0)).toBe(false)
    expect(feed.asked).toBe(0)
    expect(await state(fleet)).toMatchObject({ source: null })
  })

  it('is in the audit log without the key that its address may hold, which operators do not see either', async () => {
    const feed = await feedServer(vehicleFeed(NOW_S, []))
    const fleet = await following(feed.url)
    await fleet.as('admin', 'DELETE', '/api/vehicle-positions')
    const text = await everythingIn(fleet.db)
    expect(text).toMatch(/positions followed.*positions unfollowed/)
    expect(text).not.toContain('secret')
    await fleet.as('admin', 'PUT', '/api/vehicle-positions', { url: feed.url })
    expect(JSON.stringify(await state(fleet, 'operator'))).not.toContain('secret')
    expect(JSON.stringify(await state(fleet, 'admin'))).toContain('secret')
  })

  it.each([
    { url: 'ftp://a.example/feed' },
    { url: 'file:///etc/passwd' },
    { url: 'https://ana:secret@a.example/feed' },
    { url: 'https://a.example/feed', everySeconds: 9 },
    { url: 'https://a.example/feed', everySeconds: 301 },
    { url: 'https://a.example/feed', match: 'plate' },
    { url: 'https://a.example/feed', more: true },
  ])('is not set to %j', async (wanted) => {
    const fleet = await testFleet()
    expect((await fleet.as('admin', 'PUT', '/api/vehicle-positions', wanted)).status).toBe(400)
  })
})
