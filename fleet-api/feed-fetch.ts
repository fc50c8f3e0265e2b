import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FeedSource } from '../contract/feeds.ts'
import { AbordoError } from '../contract/problem.ts'
import type { FleetDatabase } from '../db/fleet/open.ts'
import { type By, SCHEDULE } from './audit.ts'
import { claim } from './claims.ts'
import { DOWNLOAD_LIMITS, type DownloadLimits, download } from './feed-download.ts'
import { type Fetched, feedSource, fetchDueAt, keepFetched, lastFetched, withoutQuery } from './feed-source.ts'
import { goLive, noteStaged, stageFeed } from './feeds.ts'
import { examineFeed } from './gtfs/examine.ts'
import { LIMITS } from './gtfs/limits.ts'
import { openFeed } from './gtfs/open-feed.ts'
import type { Log } from './log.ts'
import { currentFeed, findFeed, type ListedFeed, stagedFeed } from './queries/feeds.ts'
import { isExpired } from './rules/feed-changes.ts'

const CLAIM = 'feed-fetch'
/** Longer than any fetch takes: where the process that fetches is killed, another one takes over after so long. */
const CLAIM_MS = 30 * 60_000

export interface FetchDeps {
  db: FleetDatabase
  /** ms since 1970. */
  now: () => number
  /** Lets others have a turn between two steps. */
  breathe: () => Promise<void>
  /** Gives up: the program is about to end. */
  signal: AbortSignal
  log: Log
  /** Is told that another feed is in use. */
  changed: () => void
  limits?: DownloadLimits
}

/**
 * Fetches the feed where that is due: conditionally, into a file, and stages it. It goes into use by itself only where somebody has
 * said that it may, no route disappears and it has not expired. What came of it is remembered. Of several processes one fetches.
 */
export async function fetchFeedWhenDue(deps: FetchDeps): Promise<void> {
  const { db, now } = deps
  if ((await sourceDue(db, now())) === null) return
  const mine = await claim(db, CLAIM, now(), CLAIM_MS)
  if (mine === null) return
  try {
    // Another process may have fetched it just now.
    const due = await sourceDue(db, now())
    if (due === null) return
    const found = await fetched(deps, due.source, due.last)
    // What was broken off is begun anew by the next process.
    if (found.result !== 'failed' || !deps.signal.aborted) await keepFetched(db, found)
  } finally {
    await mine.release()
  }
}

async function sourceDue(db: FleetDatabase, now: number): Promise<{ source: FeedSource; last: Fetched | null } | null> {
  const source = await feedSource(db)
  if (source === null) return null
  const last = await lastFetched(db)
  return (await fetchDueAt(db, source, last)) <= now ? { source, last } : null
}

async function fetched(deps: FetchDeps, source: FeedSource, before: Fetched | null): Promise<Fetched> {
  const at = deps.now()
  const last = before?.url === source.url ? before : null
  const known = { etag: last?.etag ?? null, lastModified: last?.lastModified ?? null, sha256: last?.sha256 ?? null }
  const folder = await mkdtemp(join(tmpdir(), 'abordo-feed-'))
  try {
    const path = join(folder, 'feed.zip')
    const have = known.sha256 === null ? null : known
    const { limits = DOWNLOAD_LIMITS, signal } = deps
    const got = await download({ url: source.url, path, have, limits, signal })
    const by: By = { actor: SCHEDULE, now: at, requestId: null }
    if (got === null) return { url: source.url, at, ...known, ...(await asBefore(deps, source, last, by)) }
    const opened = await openFeed(path, LIMITS)
    const { sha256 } = opened
    opened.close()
    return { url: source.url, at, ...got, sha256, ...(await taken(deps, source, { path, sha256, last, by })) }
  } catch (error) {
    if (!(error instanceof AbordoError) && !deps.signal.aborted) deps.log('the feed could not be fetched', error)
    const message = error instanceof AbordoError ? error.detail : 'The feed could not be imported: see the log.'
    return { url: source.url, at, ...known, result: 'failed', message, feedId: null }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

type Outcome = Pick<Fetched, 'result' | 'message' | 'feedId'>

/** The server has nothing new. What waits since the last time may go into use now that it is allowed to. */
async function asBefore(deps: FetchDeps, source: FeedSource, last: Fetched | null, by: By): Promise<Outcome> {
  const feed = last?.feedId == null ? null : await findFeed(deps.db, last.feedId)
  if (feed?.state === 'staged') return considered(deps, source, feed, by)
  return { result: 'unchanged', message: null, feedId: feed?.feedId ?? null }
}

async function taken(
  deps: FetchDeps,
  source: FeedSource,
  { path, sha256, last, by }: { path: string; sha256: string; last: Fetched | null; by: By },
): Promise<Outcome> {
  const { db, now, signal } = deps
  const goingOn = () => signal.throwIfAborted()
  const breathe = () => deps.breathe().then(goingOn)
  const live = await currentFeed(db)
  if (live?.sha256 === sha256 && live.summary !== null) {
    return { result: 'unchanged', message: null, feedId: live.feedId }
  }
  const waiting = await stagedFeed(db, sha256)
  if (waiting !== null) return considered(deps, source, waiting, by)
  // Somebody has put it away.
  if (last?.sha256 === sha256) return { result: 'unchanged', message: null, feedId: null }
  const examined = await examineFeed(db, { source: path, now: by.now, breathe, onProgress: goingOn })
  const sourceUrl = withoutQuery(source.url)
  const feedId = await stageFeed(db, examined, by, { sourceUrl, clock: now, breathe })
  await noteStaged(db, feedId, examined, by)
  const staged = await findFeed(db, feedId)
  if (staged === null) throw new AbordoError('unavailable', 'Another import has put this feed away.')
  return considered(deps, source, staged, by)
}

/** Puts a staged feed in use where it may go there by itself; or says why not. */
async function considered(deps: FetchDeps, source: FeedSource, feed: ListedFeed, by: By): Promise<Outcome> {
  const { db, log, changed } = deps
  const { feedId, endDate, summary } = feed
  const stays = (message: string): Outcome => ({ result: 'staged', message, feedId })
  if (!source.autoLive) return stays('It waits for somebody to put it in use.')
  if (isExpired(endDate, summary?.timezone ?? 'UTC', by.now)) return stays('It has expired, so it waits for somebody.')
  const unless = ({ removed }: { removed: string[] }) => removed.length > 0
  const gone = await goLive(db, feedId, by, { action: 'feed live', unless, say: (line) => log(line) })
  if (gone.live) {
    changed()
    return { result: 'live', message: null, feedId }
  }
  const some = gone.routes.removed.slice(0, 5).join(', ')
  return stays(`It lacks ${gone.routes.removed.length} routes that are in use (${some}), so it waits for somebody.`)
}
