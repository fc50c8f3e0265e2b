import type { FeedSummary } from '../../contract/feeds.ts'
import type { FleetReads } from '../../db/fleet/open.ts'
import type { StagedCity } from '../queries/feed-live.ts'
import { type LiveContent, liveContent } from '../queries/feeds.ts'
import { isExpired, routeChanges, shapeChanges, stopChanges } from '../rules/feed-changes.ts'
import { type BuiltNetwork, buildNetwork } from './build-network.ts'
import type { Warnings } from './complaints.ts'
import type { Feed } from './feed.ts'
import { LIMITS, type Limits } from './limits.ts'
import { openFeed } from './open-feed.ts'
import { type ImportProgress, type ReadFeed, readFeed } from './read-feed.ts'

export interface ExamineOptions {
  /** Path of the feed's ZIP, or of a folder with its files. */
  source: string
  /** Milliseconds since 1970. */
  now: number
  onProgress?: (progress: ImportProgress) => void
  limits?: Partial<Limits>
  /** Lets others have a turn between two steps; left out: they have to wait. */
  breathe?: () => Promise<void>
}

/** A feed that was read to its end and can be used: what it holds, and what would change. */
export interface Examined {
  summary: FeedSummary
  city: StagedCity
  network: BuiltNetwork
  /** The one in use when this one was read; `same`: it holds the same octets. */
  live: LiveContent['feed']
  same: boolean
}

/** Reads a feed and compares it with the one in use. Writes nothing. Throws AbordoError (bad-feed) where it cannot be used. */
export async function examineFeed(db: FleetReads, options: ExamineOptions): Promise<Examined> {
  const limits = { ...LIMITS, ...options.limits }
  const opened = await openFeed(options.source, limits)
  try {
    const read = await readFeed(opened, limits, options.onProgress ?? (() => undefined))
    const { feed, warnings } = read
    const dates = serviceDates(feed)
    if (dates.endDate === null)
      warnings.add({ file: 'calendar.txt', line: 0, message: 'has no day on which a service runs' })
    const network = await builtInSteps(feed, warnings, options.breathe)
    const timezone = feed.agencies[0]?.agencyTimezone ?? 'UTC'
    const before = await liveContent(db)
    const summary: FeedSummary = {
      sha256: opened.sha256,
      feedVersion: feed.feedVersion,
      ...countsOf(read),
      agencies: feed.agencies.map(({ agencyId, agencyName }) => ({ agencyId, agencyName })),
      timezone,
      ...dates,
      expired: isExpired(dates.endDate, timezone, options.now),
      routes: routeChanges(before.routes, feed.routes),
      stops: stopChanges(before.stops, feed.stops),
      shapes: shapeChanges(
        before.shapeKeys,
        network.shapes.map(({ shapeKey }) => shapeKey),
      ),
      trips: { before: before.trips, after: network.trips.length },
      warnings: warnings.kept,
      warningsTotal: warnings.total,
    }
    return {
      summary,
      city: { agencies: feed.agencies, routes: feed.routes, stops: feed.stops },
      network,
      live: before.feed,
      // A feed that an older program has put in use has no summary, and its network is not known: it is taken anew.
      same: before.feed?.sha256 === opened.sha256 && before.feed.summary !== null,
    }
  } finally {
    opened.close()
  }
}

async function builtInSteps(feed: Feed, warnings: Warnings, breathe = async () => {}): Promise<BuiltNetwork> {
  const steps = buildNetwork(feed, warnings)
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
    await breathe()
  }
}

function serviceDates(feed: Feed): { startDate: string | null; endDate: string | null } {
  return { startDate: feed.statedStart ?? feed.serviceStart, endDate: feed.statedEnd ?? feed.serviceEnd }
}

function countsOf({ counts }: ReadFeed): Pick<FeedSummary, 'counts' | 'skipped'> {
  const files = [...counts]
  return {
    counts: Object.fromEntries(files.map(([file, { rows }]) => [file, rows])),
    skipped: Object.fromEntries(
      files.filter(([, { skipped }]) => skipped > 0).map(([file, { skipped }]) => [file, skipped]),
    ),
  }
}
