import { z } from 'zod'
import { FETCH_RESULTS, type FeedSource, feedSourceSchema } from '../contract/feeds.ts'
import { AbordoError } from '../contract/problem.ts'
import type { FleetDatabase, FleetReads } from '../db/fleet/open.ts'
import type { By } from './audit.ts'
import { recorded } from './queries/audit-log.ts'
import { readSetting, writeSetting } from './queries/settings.ts'

const SOURCE = 'feed-source'
const FETCHED = 'feed-fetched'
const ASKED = 'feed-fetch-asked'
/** After a fetch that failed. */
const AGAIN_MINUTES = 60
const TARGET = { kind: 'feed', id: 'source' } as const

/** What is remembered of the last fetch. */
const fetchedSchema = z.object({
  url: z.string(),
  /** Milliseconds since 1970. */
  at: z.int(),
  result: z.enum(FETCH_RESULTS),
  message: z.string().nullable(),
  feedId: z.int().nullable(),
  /** Of the last content that could be used. */
  etag: z.string().nullable(),
  lastModified: z.string().nullable(),
  sha256: z.string().nullable(),
})
export type Fetched = z.infer<typeof fetchedSchema>

/** Null: the feed is brought as a file. */
export async function feedSource(db: FleetReads): Promise<FeedSource | null> {
  const kept = await readSetting(db, SOURCE)
  return kept === null ? null : feedSourceSchema.nullable().parse(JSON.parse(kept))
}

/** Null: nothing was ever fetched. */
export async function lastFetched(db: FleetReads): Promise<Fetched | null> {
  const kept = await readSetting(db, FETCHED)
  return kept === null ? null : fetchedSchema.parse(JSON.parse(kept))
}

export async function keepFetched(db: FleetDatabase, fetched: Fetched): Promise<void> {
  await db.transaction((tx) => writeSetting(tx, FETCHED, JSON.stringify(fetched)))
}

/** When the feed is to be fetched next, ms since 1970: of another address, or where somebody has asked for it, at once. */
export async function fetchDueAt(db: FleetReads, source: FeedSource, last: Fetched | null): Promise<number> {
  const asked = Number((await readSetting(db, ASKED)) ?? 0)
  if (last === null || last.url !== source.url || asked > last.at) return 0
  const minutes = last.result === 'failed' ? Math.min(source.everyMinutes, AGAIN_MINUTES) : source.everyMinutes
  return last.at + minutes * 60_000
}

/** Sets where the feed is fetched from; null: from nowhere. */
export async function setFeedSource(db: FleetDatabase, source: FeedSource | null, by: By): Promise<void> {
  await recorded(db, by, async (tx) => {
    await writeSetting(tx, SOURCE, JSON.stringify(source))
    const details = source === null ? { url: null } : { ...source, url: withoutQuery(source.url) }
    return { result: undefined, deed: { action: 'feed source', target: TARGET, details } }
  })
}

/** Has the feed fetched within a minute, whenever it would have been. Throws AbordoError (not-found): no source is set. */
export async function askForFetch(db: FleetDatabase, by: By): Promise<void> {
  await recorded(db, by, async (tx) => {
    if ((await feedSource(tx)) === null)
      throw new AbordoError('not-found', 'No source of the feed is set: set one first.')
    await writeSetting(tx, ASKED, String(by.now))
    return { result: undefined, deed: { action: 'feed fetch', target: TARGET } }
  })
}

/** An address as everybody may see it: agencies give out keys in queries. */
export function withoutQuery(url: string): string {
  const { origin, pathname } = new URL(url)
  return `${origin}${pathname}`
}
