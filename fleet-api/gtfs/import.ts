import type { FeedSummary as Summary } from '../../contract/feeds.ts'
import type { FleetDatabase } from '../../db/fleet/open.ts'
import { type Actor, COMMAND_LINE } from '../audit.ts'
import { goLive, type StageOptions, stageFeed } from '../feeds.ts'
import { type ExamineOptions, examineFeed } from './examine.ts'

export interface ImportOptions extends ExamineOptions, StageOptions {
  db: FleetDatabase
  /** Who imports it; left out: the command line. */
  actor?: Actor
  /** Hears how far it is with what follows from a new time zone. */
  say?: (line: string) => void
}

/** What an import found and did. */
export interface FeedSummary extends Summary {
  feedId: number
  /** The feed in use has the very same content: nothing was changed. */
  unchanged: boolean
}

/**
 * Imports a GTFS Schedule dataset. The feed is read to its end before anything is written, then staged beside the old one, and then
 * put in use within one transaction, so a feed that cannot be used (AbordoError `bad-feed`) leaves the old one in place.
 */
export async function importFeed(options: ImportOptions): Promise<FeedSummary> {
  const { db, now, actor = COMMAND_LINE, say } = options
  const by = { actor, now, requestId: null }
  const examined = await examineFeed(db, options)
  if (examined.live !== null && examined.same) {
    return { ...examined.summary, feedId: examined.live.feedId, unchanged: true }
  }
  const feedId = await stageFeed(db, examined, by, options)
  const { routes } = await goLive(db, feedId, by, { action: 'feed import', ...(say && { say }) })
  return { ...examined.summary, routes, feedId, unchanged: false }
}
