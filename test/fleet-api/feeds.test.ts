import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import type { FleetDatabase, FleetTransaction } from '../../db/fleet/open.ts'
import {
  feed,
  feedPattern,
  feedService,
  feedShape,
  feedTrip,
  route,
  routeVersion,
  setting,
} from '../../db/fleet/schema.ts'
import { byCommandLine } from '../../fleet-api/audit.ts'
import { claim } from '../../fleet-api/claims.ts'
import { dropStaged, goLive, stageFeed } from '../../fleet-api/feeds.ts'
import { examineFeed } from '../../fleet-api/gtfs/examine.ts'
import { importFeed } from '../../fleet-api/gtfs/import.ts'
import { loadNetwork } from '../../fleet-api/network.ts'
import { routeHistory } from '../../fleet-api/queries/feed-live.ts'
import { currentFeed, currentRoutes, listFeeds } from '../../fleet-api/queries/feeds.ts'
import { testFleet } from '../fakes/fleet.ts'
import { feedWith, GOOD_FEED, imported, NOW, openDatabase, stored, zipPath } from './gtfs/feeds.ts'

const NEXT_FEED = feedWith({
  'routes.txt': 'route_id,agency_id,route_short_name,route_type\nT2,SIT,Two,3\nT3,SIT,T3,3\n',
  'trips.txt': 'route_id,service_id,trip_id\nT2,WK,T2-1\n',
})
const HOUR_MS = 3_600_000

async function staged(db: FleetDatabase, files = NEXT_FEED, now = NOW): Promise<number> {
  return stageFeed(db, await examineFeed(db, { source: await zipPath(files), now }), byCommandLine(now))
}

/** How many rows of each feed's network there are. */
async function networkRows(db: FleetDatabase) {
  const of = async (table: typeof feedTrip | typeof feedPattern | typeof feedShape | typeof feedService) =>
    (await db.select({ feedId: table.feedId }).from(table)).map(({ feedId }) => feedId)
  return {
    trips: await of(feedTrip),
    patterns: await of(feedPattern),
    shapes: await of(feedShape),
    services: await of(feedService),
  }
}

/** A database that is taken away in the middle: after so many transactions every one fails, as those of a killed program do. */
function dyingAfter(db: FleetDatabase, transactions: number): FleetDatabase {
  let left = transactions
  const transaction = <T>(work: (tx: FleetTransaction) => Promise<T>): Promise<T> => {
    left -= 1
    return left < 0 ? Promise.reject(new Error('killed')) : db.transaction(work)
  }
  return new Proxy(db, { get: (target, key) => (key === 'transaction' ? transaction : Reflect.get(target, key)) })
}

describe('a staged feed', () => {
  it('changes nothing that is in use, and goes live whole', async () => {
    const db = await openDatabase()
    await imported(db, GOOD_FEED)
    const before = { routes: await currentRoutes(db), network: await loadNetwork(db) }
    const feedId = await staged(db)

    expect({ routes: await currentRoutes(db), network: await loadNetwork(db) }).toEqual(before)
    expect(await currentFeed(db)).toMatchObject({ feedId: 1, state: 'live' })

    const gone = await goLive(db, feedId, byCommandLine(NOW + HOUR_MS), { action: 'feed live' })
    expect(gone).toEqual({ feedId: 2, live: true, routes: { added: ['T3'], changed: ['T2'], removed: ['T10'] } })
    expect((await currentRoutes(db)).map(({ routeId, routeShortName }) => [routeId, routeShortName])).toEqual([
      ['T3', 'T3'],
      ['T2', 'Two'],
    ])
    expect((await loadNetwork(db))?.feedId).toBe(2)
    expect(
      (await stored(db)).feeds.map(({ feedId, state, liveAt, retiredAt, staged }) => [
        feedId,
        state,
        liveAt,
        retiredAt,
        staged,
      ]),
    ).toEqual([
      [1, 'retired', NOW, NOW + HOUR_MS, null],
      [2, 'live', NOW + HOUR_MS, null, null],
    ])
  })

  it('says what would change before it does', async () => {
    const db = await openDatabase()
    await imported(db, GOOD_FEED)
    await staged(db)
    const [listed] = await listFeeds(db, 10)

    expect(listed).toMatchObject({
      feedId: 2,
      state: 'staged',
      summary: {
        routes: { added: ['T3'], changed: ['T2'], removed: ['T10'] },
        stops: { added: 0, changed: 0, removed: 0 },
        shapes: { added: 0, removed: 0 },
        trips: { before: 1, after: 1 },
      },
    })
  })

  it('stays where the one who puts it in use does not like what changes', async () => {
    const db = await openDatabase()
    await imported(db, GOOD_FEED)
    const feedId = await staged(db)
    const unless = ({ removed }: { removed: string[] }) => removed.length > 0
    const gone = await goLive(db, feedId, byCommandLine(NOW), { action: 'feed live', unless })

    expect(gone.live).toBe(false)
    expect(await currentFeed(db)).toMatchObject({ feedId: 1 })
  })

  it('takes the place of one with the same octets', async () => {
    const db = await openDatabase()
    // One file: a ZIP that is made again tells another time.
    const source = await zipPath(NEXT_FEED)
    for (let times = 0; times < 2; times += 1)
      await stageFeed(db, await examineFeed(db, { source, now: NOW }), byCommandLine(NOW))

    expect((await listFeeds(db, 10)).map(({ feedId }) => feedId)).toEqual([2])
  })

  it('is put away with all that it holds by the next import', async () => {
    const db = await openDatabase()
    await dropStaged(db, await staged(db), byCommandLine(NOW))
    expect(await listFeeds(db, 10)).toEqual([])
    await imported(db, GOOD_FEED)

    expect((await stored(db)).feeds.map(({ feedId }) => feedId)).toEqual([2])
    expect(await networkRows(db)).toEqual({ trips: [2], patterns: [2], shapes: [2], services: [2] })
  })

  it.each([
    ['that was never there', 9, 'not-found'],
    ['that was in use before', 1, 'bad-request'],
  ])('cannot go live where it is one %s', async (_, feedId, code) => {
    const db = await openDatabase()
    await imported(db, GOOD_FEED)
    await imported(db, NEXT_FEED)

    await expect(goLive(db, feedId, byCommandLine(NOW), { action: 'feed live' })).rejects.toMatchObject({ code })
    expect(await currentFeed(db)).toMatchObject({ feedId: 2 })
  })
})

describe('an import that does not come to its end', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'killed before transaction %i leaves the old feed in place, and the next one cleans up',
    async (survived) => {
      const db = await openDatabase()
      await imported(db, GOOD_FEED)
      const before = await stored(db)
      const source = await zipPath(NEXT_FEED)
      const killed = importFeed({ source, db: dyingAfter(db, survived), now: NOW })

      await expect(killed).rejects.toThrow('killed')
      expect((await stored(db)).routes).toEqual(before.routes)
      expect(await currentFeed(db)).toMatchObject({ feedId: 1, state: 'live' })
      expect((await loadNetwork(db))?.patterns.map(({ routeId }) => routeId)).toEqual(['T2'])

      // Its claim has run out by then.
      const { feedId } = await importFeed({ source, db, now: NOW + HOUR_MS })
      expect((await stored(db)).feeds.map((row) => row.feedId)).toEqual([1, feedId])
      expect((await networkRows(db)).trips.sort()).toEqual([1, feedId])
    },
  )

  it('does not keep others from it for long, and for so long says so', async () => {
    const db = await openDatabase()
    const source = await zipPath(GOOD_FEED)
    await expect(importFeed({ source, db: dyingAfter(db, 3), now: NOW })).rejects.toThrow('killed')

    await expect(importFeed({ source, db, now: NOW + 59_000 })).rejects.toMatchObject({
      code: 'unavailable',
      detail: 'Another feed is just being imported: try again in a minute.',
    })
    expect(await importFeed({ source, db, now: NOW + 61_000 })).toMatchObject({ unchanged: false })
  })

  it('gives up where another one has taken over meanwhile', async () => {
    const db = await openDatabase()
    const mine = await claim(db, 'work', NOW, 60_000)
    const theirs = await claim(db, 'work', NOW + 61_000, 60_000)
    const done = await mine?.step(NOW + 62_000, async () => 'done')

    expect(await claim(db, 'work', NOW + 62_000, 60_000)).toBeNull()
    expect(done).toBeNull()
    expect(await theirs?.step(NOW + 63_000, async () => 'done')).toEqual({ result: 'done' })
    await mine?.release()
    expect(await claim(db, 'work', NOW + 64_000, 60_000)).toBeNull()
    await theirs?.release()
    expect(await claim(db, 'work', NOW + 64_000, 60_000)).not.toBeNull()
  })

  it('is refused while another one writes, and harms it not', async () => {
    const db = await openDatabase()
    const [one, two] = await Promise.allSettled([
      importFeed({ source: await zipPath(GOOD_FEED), db, now: NOW }),
      importFeed({ source: await zipPath(NEXT_FEED), db, now: NOW }),
    ])

    expect([one.status, two.status]).toContain('fulfilled')
    expect((await db.select().from(feed).where(eq(feed.state, 'live'))).length).toBe(1)
  })
})

describe('feeds of the past', () => {
  it('keep the network of the last one only', async () => {
    const db = await openDatabase()
    for (const files of [GOOD_FEED, NEXT_FEED, GOOD_FEED, NEXT_FEED]) await imported(db, files)

    expect((await stored(db)).feeds.map(({ feedId, state }) => [feedId, state])).toEqual([
      [1, 'retired'],
      [2, 'retired'],
      [3, 'retired'],
      [4, 'live'],
    ])
    // The third was in use when the fourth was staged: the second was the last one of the past.
    expect((await networkRows(db)).trips.sort()).toEqual([2, 3, 4])
  })

  it('keep what each route was called, and from when to when', async () => {
    const db = await openDatabase()
    const at = async (hours: number, files: typeof NEXT_FEED) =>
      importFeed({ source: await zipPath(files), db, now: NOW + hours * HOUR_MS })
    await at(0, GOOD_FEED)
    await at(1, NEXT_FEED)
    await at(2, { ...NEXT_FEED, 'feed_info.txt': 'feed_version\n3\n' })
    await at(3, GOOD_FEED)

    expect(await versions(db, 'T2')).toEqual([
      ['T2', 1, 0, 1],
      ['Two', 2, 1, 3],
      ['T2', 4, 3, null],
    ])
    expect(await versions(db, 'T3')).toEqual([['T3', 2, 1, 3]])
    expect(await versions(db, 'T10')).toEqual([
      ['T10', 1, 0, 1],
      ['T10', 4, 3, null],
    ])
  })

  it('that an older program has imported are imported anew, and their routes keep their history', async () => {
    const db = await openDatabase()
    await imported(db, GOOD_FEED)
    // As the migration leaves them: a live feed, and nothing of its network.
    await db.transaction(async (tx) => {
      await tx.update(feed).set({ summary: null })
      for (const table of [feedTrip, feedPattern, feedShape, feedService]) await tx.delete(table)
      await tx.delete(routeVersion)
    })
    const again = await importFeed({ source: await zipPath(GOOD_FEED), db, now: NOW + HOUR_MS })

    expect(again).toMatchObject({ feedId: 2, unchanged: false, routes: { added: [], changed: [], removed: [] } })
    expect((await loadNetwork(db))?.patterns).toHaveLength(1)
    expect(await versions(db, 'T2')).toEqual([['T2', 1, 0, null]])
  })
})

/** Name, feed, and hours from NOW between which it was valid. */
async function versions(db: FleetDatabase, routeId: string) {
  const hours = (at: number | null) => (at === null ? null : (at - NOW) / HOUR_MS)
  return (await routeHistory(db, routeId))
    .reverse()
    .map((row) => [row.routeShortName, row.feedId, hours(row.validFrom), hours(row.validUntil)])
}

describe('feeds over the API', () => {
  it('are listed, put in use and put away by who may', async () => {
    const fleet = await testFleet()
    const feedId = await staged(fleet.db)
    const other = await staged(fleet.db, GOOD_FEED)
    const list = (await (await fleet.get('/api/feeds')).json()) as { feeds: { id: number; state: string }[] }
    expect(list.feeds.map(({ id, state }) => [id, state])).toEqual([
      [other, 'staged'],
      [feedId, 'staged'],
      [1, 'live'],
    ])

    expect((await fleet.as('official', 'POST', `/api/feeds/${feedId}/live`)).status).toBe(403)
    const live = await fleet.as('operator', 'POST', `/api/feeds/${feedId}/live`)
    expect(await live.json()).toMatchObject({ id: feedId, state: 'live', expired: false, endDate: '20261218' })
    expect((await fleet.as('operator', 'DELETE', `/api/feeds/${feedId}`)).status).toBe(404)
    expect(await (await fleet.as('operator', 'DELETE', `/api/feeds/${other}`)).json()).toEqual({ id: other })
    const audit = (await (await fleet.as('admin', 'GET', '/api/audit')).json()) as { entries: { action: string }[] }
    expect(audit.entries.slice(0, 2).map(({ action }) => action)).toEqual(['feed drop', 'feed live'])
  })

  it('tell the history of a route', async () => {
    const fleet = await testFleet()
    await goLive(fleet.db, await staged(fleet.db), byCommandLine(NOW), { action: 'feed live' })
    const answer = await (await fleet.get('/api/routes/T2/history')).json()

    expect(answer).toMatchObject({
      routeId: 'T2',
      versions: [
        { feedId: 2, validFrom: new Date(NOW).toISOString(), validUntil: null, shortName: 'Two' },
        { feedId: 1, validUntil: new Date(NOW).toISOString(), shortName: '2', color: 'CFD600' },
      ],
    })
    expect((await fleet.get('/api/routes/none/history')).status).toBe(404)
  })

  it('leave nothing of an import in the settings but that it has ended', async () => {
    const db = await openDatabase()
    await imported(db, GOOD_FEED)
    const [kept] = await db.select().from(setting).where(eq(setting.name, 'feed-import'))

    expect(kept?.value).toMatch(/^0 /)
    expect((await db.select().from(route)).length).toBe(2)
  })
})
