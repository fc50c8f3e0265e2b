import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { feedSourceSchema } from '../../contract/feeds.ts'
import type { FleetDatabase } from '../../db/fleet/open.ts'
import { byCommandLine } from '../../fleet-api/audit.ts'
import { type FetchDeps, fetchFeedWhenDue } from '../../fleet-api/feed-fetch.ts'
import { askForFetch, lastFetched, setFeedSource } from '../../fleet-api/feed-source.ts'
import { dropStaged } from '../../fleet-api/feeds.ts'
import { currentFeed, listFeeds } from '../../fleet-api/queries/feeds.ts'
import { testFleet } from '../fakes/fleet.ts'
import { feedWith, GOOD_FEED, imported, NOW, openDatabase, zipped } from './gtfs/feeds.ts'

const MINUTE_MS = 60_000
const DAY_MS = 1440 * MINUTE_MS
/** With one route more; and without one. */
const MORE = feedWith({ 'routes.txt': `${GOOD_FEED['routes.txt']}T3,SIT,T3,3\n` })
const FEWER = feedWith({
  'routes.txt': 'route_id,agency_id,route_short_name,route_type\nT2,SIT,T2,3\n',
  'trips.txt': 'route_id,service_id,trip_id\nT2,WK,T2-1\n',
})
const OLD = feedWith({ 'calendar.txt': GOOD_FEED['calendar.txt'].replace('20261218', '20260501') })

/** A server of an agency, which answers as it is told, and remembers what it was asked. */
async function agency(answer: RequestListener) {
  const asked: IncomingHttpHeaders[] = []
  const server = createServer((request, response) => {
    asked.push(request.headers)
    answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { asked, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/gtfs.zip?key=secret` }
}

/** Serves a feed under an ETag, and says 304 to who has it. */
async function agencyOf(files: Record<string, string | Buffer>) {
  let octets = await zipped(files)
  let etag = '"1"'
  const served = await agency((request, response) => {
    const known = request.headers['if-none-match'] === etag
    response.writeHead(known ? 304 : 200, { etag, 'last-modified': 'Mon, 01 Jun 2026 00:00:00 GMT' })
    response.end(known ? undefined : octets)
  })
  return {
    ...served,
    async publish(next: Record<string, string | Buffer>) {
      octets = await zipped(next)
      etag = `"${Number(etag.slice(1, -1)) + 1}"`
    },
  }
}

function fetches(db: FleetDatabase, now: number, more: Partial<FetchDeps> = {}): Promise<void> {
  return fetchFeedWhenDue({
    db,
    now: () => now,
    breathe: async () => undefined,
    signal: new AbortController().signal,
    log: () => undefined,
    changed: () => undefined,
    ...more,
  })
}

async function sourced(url: string, more: { autoLive?: boolean } = {}): Promise<FleetDatabase> {
  const db = await openDatabase()
  await setFeedSource(db, feedSourceSchema.parse({ url, ...more }), byCommandLine(NOW))
  return db
}

describe('a feed is fetched from its source', () => {
  it('at once, then when its time has come, and by its ETag only where it is another one', async () => {
    const { asked, url, publish } = await agencyOf(GOOD_FEED)
    const db = await sourced(url, { autoLive: true })
    await fetches(db, NOW)
    expect(await lastFetched(db)).toMatchObject({ result: 'live', feedId: 1, at: NOW })

    await fetches(db, NOW + DAY_MS - 1)
    expect(asked).toHaveLength(1)
    await fetches(db, NOW + DAY_MS)
    expect(asked[1]).toMatchObject({ 'if-none-match': '"1"', 'if-modified-since': 'Mon, 01 Jun 2026 00:00:00 GMT' })
    expect(await lastFetched(db)).toMatchObject({ result: 'unchanged', feedId: 1 })

    await publish(MORE)
    await fetches(db, NOW + 2 * DAY_MS)
    expect(await lastFetched(db)).toMatchObject({ result: 'live', feedId: 2, etag: '"2"' })
    expect(await currentFeed(db)).toMatchObject({ feedId: 2, sourceUrl: url.split('?')[0] })
  })

  it('by its content where the server knows no ETag', async () => {
    const octets = await zipped(GOOD_FEED)
    const { asked, url } = await agency((_, response) => response.end(octets))
    const db = await sourced(url, { autoLive: true })
    await fetches(db, NOW)
    await fetches(db, NOW + DAY_MS)

    expect(asked).toHaveLength(2)
    expect(await lastFetched(db)).toMatchObject({ result: 'unchanged', feedId: 1 })
    expect(await listFeeds(db, 10)).toHaveLength(1)
  })

  it('when somebody asks, whatever the time', async () => {
    const { asked, url } = await agencyOf(GOOD_FEED)
    const db = await sourced(url)
    await fetches(db, NOW)
    await askForFetch(db, byCommandLine(NOW + MINUTE_MS))
    await fetches(db, NOW + 2 * MINUTE_MS)
    await fetches(db, NOW + 3 * MINUTE_MS)

    expect(asked).toHaveLength(2)
  })

  it('by one of several processes', async () => {
    const { asked, url } = await agencyOf(GOOD_FEED)
    const db = await sourced(url)
    await Promise.all([fetches(db, NOW), fetches(db, NOW), fetches(db, NOW)])

    expect(asked).toHaveLength(1)
    expect(await listFeeds(db, 10)).toHaveLength(1)
  })

  it('not at all where no source is set', async () => {
    const db = await openDatabase()
    await fetches(db, NOW)

    expect(await lastFetched(db)).toBeNull()
    await expect(askForFetch(db, byCommandLine(NOW))).rejects.toMatchObject({ code: 'not-found' })
  })
})

describe('a fetched feed waits for somebody', () => {
  it('where it may not go live by itself, until it may', async () => {
    const { url } = await agencyOf(GOOD_FEED)
    const db = await sourced(url)
    await fetches(db, NOW)
    expect(await lastFetched(db)).toMatchObject({
      result: 'staged',
      feedId: 1,
      message: 'It waits for somebody to put it in use.',
    })
    expect(await currentFeed(db)).toBeNull()

    await setFeedSource(db, feedSourceSchema.parse({ url, autoLive: true }), byCommandLine(NOW))
    await fetches(db, NOW + DAY_MS)
    expect(await lastFetched(db)).toMatchObject({ result: 'live', feedId: 1 })
  })

  it.each([
    ['a route disappears', FEWER, 'It lacks 1 routes that are in use (T10), so it waits for somebody.'],
    ['it has expired', OLD, 'It has expired, so it waits for somebody.'],
  ])('where %s', async (_, files, message) => {
    const { url } = await agencyOf(files)
    const db = await sourced(url, { autoLive: true })
    await imported(db, GOOD_FEED)
    await fetches(db, NOW)

    expect(await lastFetched(db)).toMatchObject({ result: 'staged', feedId: 2, message })
    expect(await currentFeed(db)).toMatchObject({ feedId: 1 })
  })

  it('until a newer one comes, and does not come again once it was put away', async () => {
    const { url, publish } = await agencyOf(GOOD_FEED)
    const db = await sourced(url)
    await fetches(db, NOW)
    await publish(MORE)
    await fetches(db, NOW + DAY_MS)
    const [waiting, ...others] = await listFeeds(db, 10)
    expect(others).toEqual([])

    await dropStaged(db, waiting?.feedId ?? 0, byCommandLine(NOW))
    await fetches(db, NOW + 2 * DAY_MS)
    expect(await listFeeds(db, 10)).toEqual([])
    expect(await lastFetched(db)).toMatchObject({ result: 'unchanged', feedId: null })
  })
})

describe('a fetch that fails leaves everything as it was, says why, and is tried again within the hour', () => {
  const cases: [string, RequestListener, string | RegExp][] = [
    [
      'where there is no such file',
      (_, response) => response.writeHead(404).end('none'),
      "The feed's server answered 404; check the address of the feed.",
    ],
    [
      'where it is a web page',
      (_, response) => response.end('<html>'),
      'feed.zip is not a ZIP file; name the ZIP file of a GTFS feed.',
    ],
    [
      'where it is too large',
      (_, response) => response.end(Buffer.alloc(3 * 1024 ** 2)),
      'The feed is larger than 2 MB; check the address of the feed.',
    ],
    [
      'where the connection breaks',
      (_, response) => {
        response.writeHead(200, { 'content-length': '100000' })
        response.write('PK', () => response.destroy())
      },
      /^The feed could not be fetched from 127\.0\.0\.1:\d+ .*; check its address/,
    ],
    ['where the server never answers', () => undefined, /^127\.0\.0\.1:\d+ took too long to send the feed/],
  ]
  it.each(cases)('%s', async (_, answer, message) => {
    const { asked, url } = await agency(answer)
    const db = await sourced(url, { autoLive: true })
    await imported(db, GOOD_FEED)
    const limits = { octets: 2 * 1024 ** 2, ms: 500 }
    await fetches(db, NOW, { limits })

    expect(await lastFetched(db)).toMatchObject({
      result: 'failed',
      feedId: null,
      message: expect.stringMatching(message),
    })
    expect(await currentFeed(db)).toMatchObject({ feedId: 1 })
    await fetches(db, NOW + 59 * MINUTE_MS, { limits })
    expect(asked).toHaveLength(1)
    await fetches(db, NOW + 60 * MINUTE_MS, { limits })
    expect(asked).toHaveLength(2)
  })

  it('and where the program ends meanwhile is as if it had not begun', async () => {
    const ending = new AbortController()
    const { url } = await agency(() => ending.abort())
    const db = await sourced(url)
    await fetches(db, NOW, { signal: ending.signal })

    expect(await lastFetched(db)).toBeNull()
  })
})

describe('the source over the API', () => {
  it('is set, seen and taken away by admins, and asked by operators too', async () => {
    const fleet = await testFleet()
    const source = { url: 'https://example.org/gtfs.zip?key=secret', everyMinutes: 60 }
    expect((await fleet.as('operator', 'PUT', '/api/feed-source', source)).status).toBe(403)
    expect(await (await fleet.as('admin', 'PUT', '/api/feed-source', source)).json()).toEqual({
      source: { ...source, autoLive: false },
      last: null,
      nextAt: '2026-11-24T14:30:00.000Z',
    })
    expect((await fleet.as('operator', 'POST', '/api/feed-source/fetch')).status).toBe(200)
    expect((await fleet.as('official', 'GET', '/api/feed-source')).status).toBe(403)
    const audit = await (await fleet.as('admin', 'GET', '/api/audit')).text()
    expect(audit).toContain('feed source')
    expect(audit).not.toContain('secret')

    await fleet.as('admin', 'DELETE', '/api/feed-source')
    expect(await (await fleet.as('operator', 'GET', '/api/feed-source')).json()).toEqual({
      source: null,
      last: null,
      nextAt: null,
    })
    expect((await fleet.as('operator', 'POST', '/api/feed-source/fetch')).status).toBe(404)
  })

  it.each([
    ['ftp://example.org/gtfs.zip', 1440, 'url: write an address that begins with https:// or http://'],
    ['file:///etc/passwd', 1440, 'url: write an address that begins with https:// or http://'],
    ['not an address', 1440, 'url: write an address that begins with https:// or http://'],
    ['https://ana:secret@example.org/', 1440, 'url: leave user name and password out of the address'],
    ['https://example.org/', 59, /^everyMinutes: /],
  ])('cannot be %s every %i minutes', async (url, everyMinutes, detail) => {
    const fleet = await testFleet()
    const answer = await fleet.as('admin', 'PUT', '/api/feed-source', { url, everyMinutes })

    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ detail: expect.stringMatching(detail) })
  })
})
