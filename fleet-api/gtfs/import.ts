import type { FleetDatabase } from '../../db/fleet/open.ts'
import { type RouteChanges, storeFeed } from '../queries/feeds.ts'
import { rebuildWhereNeeded } from '../rebuild.ts'
import { isoInZone } from '../rules/zone.ts'
import type { FeedWarning } from './complaints.ts'
import type { Feed } from './feed.ts'
import type { GtfsFile } from './files.ts'
import { LIMITS, type Limits } from './limits.ts'
import { openFeed } from './open-feed.ts'
import { type ImportProgress, type ReadFeed, readFeed } from './read-feed.ts'

export interface ImportOptions {
  /** Path of the feed's ZIP, or of a folder with its files. */
  source: string
  db: FleetDatabase
  /** Milliseconds since 1970. */
  now: number
  onProgress?: (progress: ImportProgress) => void
  /** Hears how far it is with what follows from a new time zone. */
  say?: (line: string) => void
  limits?: Partial<Limits>
}

/** What an import found and did. */
export interface FeedSummary {
  feedId: number
  sha256: string
  /** The newest feed has the very same content: nothing was changed. */
  unchanged: boolean
  feedVersion: string | null
  /** Rows in use, by file; and those left out, where there are any. */
  counts: Partial<Record<GtfsFile, number>>
  skipped: Partial<Record<GtfsFile, number>>
  /** Route ids, against the feed that was in use before. Removed routes stay in the database, for their history. */
  routes: RouteChanges
  agencies: { agencyId: string; agencyName: string }[]
  timezone: string
  /** First and last service date, YYYYMMDD: feed_info.txt's, or else those of the calendars. Null: no service runs at all. */
  startDate: string | null
  endDate: string | null
  /** The last service date has passed, in the agency's time zone. */
  expired: boolean
  /** The first few of each file, and how many there were. */
  warnings: FeedWarning[]
  warningsTotal: number
}

/**
 * Imports a GTFS Schedule dataset. The feed is read to its end before anything is written, and then swapped in within one
 * transaction, so a feed that cannot be used (AbordoError `bad-feed`) leaves the old one in place.
 */
export async function importFeed({ source, db, now, onProgress, say, limits }: ImportOptions): Promise<FeedSummary> {
  const opened = await openFeed(source, { ...LIMITS, ...limits })
  try {
    const read = await readFeed(opened, onProgress ?? (() => undefined))
    const { feed } = read
    const dates = serviceDates(feed)
    if (dates.endDate === null)
      read.warnings.add({ file: 'calendar.txt', line: 0, message: 'has no day on which a service runs' })
    const stored = await storeFeed(db, {
      feed: { sha256: opened.sha256, importedAt: now, feedVersion: feed.feedVersion, ...dates },
      agencies: feed.agencies,
      routes: feed.routes,
      stops: feed.stops,
    })
    // Hours and days are the city's: where its time zone has changed they are worked out anew.
    await rebuildWhereNeeded(db, say ?? (() => undefined))
    const timezone = feed.agencies[0]?.agencyTimezone ?? 'UTC'
    return {
      ...stored,
      sha256: opened.sha256,
      feedVersion: feed.feedVersion,
      ...countsOf(read),
      agencies: feed.agencies.map(({ agencyId, agencyName }) => ({ agencyId, agencyName })),
      timezone,
      ...dates,
      expired: dates.endDate !== null && dates.endDate < serviceDate(timezone, now),
      warnings: read.warnings.kept,
      warningsTotal: read.warnings.total,
    }
  } finally {
    opened.close()
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

/** The local date at `now`, as GTFS writes it. */
function serviceDate(timezone: string, now: number): string {
  return isoInZone(timezone, Math.floor(now / 1000))
    .slice(0, 10)
    .replaceAll('-', '')
}
