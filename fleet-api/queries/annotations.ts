import { and, desc, gte, inArray, isNotNull, lt } from 'drizzle-orm'
import type { FleetDatabase } from '../../db/fleet/open.ts'
import { auditLog, feed } from '../../db/fleet/schema.ts'
import type { PolicyDeed } from '../rules/annotations.ts'
import type { ListedFeed } from './feeds.ts'

/** [from, to), ms since 1970, and how many rows at most: the newest. */
export interface Since {
  from: number
  to: number
  limit: number
}

export type FeedThatWentLive = Pick<ListedFeed, 'feedId' | 'feedVersion' | 'summary'> & { liveAt: number | null }

/** Feeds that went into use, the newest first. */
export async function feedsThatWentLive(db: FleetDatabase, { from, to, limit }: Since): Promise<FeedThatWentLive[]> {
  const { feedId, feedVersion, summary, liveAt } = feed
  return db
    .select({ feedId, feedVersion, summary, liveAt })
    .from(feed)
    .where(and(isNotNull(liveAt), gte(liveAt, from), lt(liveAt, to)))
    .orderBy(desc(liveAt), desc(feedId))
    .limit(limit)
}

/** What was asked of gateways, the newest first, without by whom. */
export async function policyDeeds(db: FleetDatabase, { from, to, limit }: Since): Promise<PolicyDeed[]> {
  const { id, at, action, targetId, details } = auditLog
  return db
    .select({ at, action, targetId, details })
    .from(auditLog)
    .where(and(inArray(action, ['policy set', 'policy clear']), gte(at, from), lt(at, to)))
    .orderBy(desc(id))
    .limit(limit)
}
