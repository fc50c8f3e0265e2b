import { AbordoError } from '../contract/problem.ts'
import type { FleetDatabase } from '../db/fleet/open.ts'
import type { By } from './audit.ts'
import { type Claim, claim } from './claims.ts'
import type { Examined } from './gtfs/examine.ts'
import { recorded } from './queries/audit-log.ts'
import { type GoneLive, putInUse } from './queries/feed-live.ts'
import {
  beginStaged,
  deleteLeftovers,
  finishStaged,
  hideReplaced,
  hideStaged,
  type Step,
  writeStaged,
} from './queries/feed-staging.ts'
import { rebuildWhereNeeded } from './rebuild.ts'
import type { RouteChanges } from './rules/feed-changes.ts'

/** Who is killed while staging a feed keeps others from it for so long. */
const CLAIM_MS = 60_000
const CLAIM = 'feed-import'

export interface StageOptions {
  /** Where it was fetched from; null: it was brought as a file. */
  sourceUrl?: string | null
  /** Milliseconds since 1970, as time goes by; left out: it stands still. */
  clock?: () => number
  breathe?: () => Promise<void>
}

/**
 * Writes a feed's network beside the one in use, in small transactions, and returns its number. What an import that failed or was
 * killed has left is cleaned up first. Throws AbordoError (unavailable) where another import is at work.
 */
export async function stageFeed(
  db: FleetDatabase,
  { summary, city, network }: Examined,
  by: By,
  { sourceUrl = null, clock = () => by.now, breathe = async () => {} }: StageOptions = {},
): Promise<number> {
  const mine = await claim(db, CLAIM, clock(), CLAIM_MS)
  if (mine === null) {
    throw new AbordoError('unavailable', 'Another feed is just being imported: try again in a minute.')
  }
  try {
    const step = stepsOf(mine, clock, breathe)
    await deleteLeftovers(db, step)
    const { sha256, feedVersion, startDate, endDate } = summary
    const row = { sha256, importedAt: by.now, feedVersion, startDate, endDate, sourceUrl }
    const feedId = await beginStaged(step, row)
    const ofFeed = <T>(rows: T[]) => rows.map((one) => ({ ...one, feedId }))
    await writeStaged(step, {
      services: ofFeed(network.services),
      shapes: ofFeed(network.shapes),
      patterns: ofFeed(network.patterns),
      trips: ofFeed(network.trips),
    })
    await step(async (tx) => {
      await hideReplaced(tx, { feedId, sha256, sourceUrl })
      await finishStaged(tx, feedId, { summary, staged: JSON.stringify(city) })
    })
    // Those whose place it has taken.
    await deleteLeftovers(db, step)
    return feedId
  } finally {
    await mine.release()
  }
}

function stepsOf(mine: Claim, clock: () => number, breathe: () => Promise<void>): Step {
  return async (work) => {
    await breathe()
    const done = await mine.step(clock(), work)
    if (done === null) throw new AbordoError('unavailable', 'Another import has begun: this one has ended.')
    return done.result
  }
}

/** Writes down that a feed was staged and left for somebody to look at. */
export async function noteStaged(db: FleetDatabase, feedId: number, { summary }: Examined, by: By): Promise<void> {
  const { sha256, feedVersion } = summary
  const target = { kind: 'feed' as const, id: String(feedId) }
  await recorded(db, by, async () => ({
    result: undefined,
    deed: { action: 'feed stage', target, details: { sha256, feedVersion } },
  }))
}

/**
 * Puts a staged feed in use, and has the rollups follow where the time zone is another one (`say` hears how far they are). `unless`:
 * changes of routes by which it stays staged. Throws AbordoError: not-found; bad-request where it is no longer staged.
 */
export async function goLive(
  db: FleetDatabase,
  feedId: number,
  by: By,
  options: {
    action: 'feed import' | 'feed live'
    unless?: (routes: RouteChanges) => boolean
    say?: (line: string) => void
  },
): Promise<GoneLive> {
  const gone = await putInUse(db, feedId, by, options)
  await rebuildWhereNeeded(db, options.say ?? (() => undefined))
  return gone
}

/** Puts a staged feed away; its rows go with the next import. Throws AbordoError: not-found. */
export async function dropStaged(db: FleetDatabase, feedId: number, by: By): Promise<void> {
  await recorded(db, by, async (tx) => {
    if (!(await hideStaged(tx, feedId))) {
      throw new AbordoError(
        'not-found',
        `There is no staged feed ${feedId}: "abordo gtfs list" shows those that there are.`,
      )
    }
    return { result: undefined, deed: { action: 'feed drop', target: { kind: 'feed', id: String(feedId) } } }
  })
}
