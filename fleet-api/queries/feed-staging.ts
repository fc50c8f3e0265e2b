import { and, asc, desc, eq, inArray, isNotNull, isNull, lte, ne, or } from 'drizzle-orm'
import type { AnySQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core'
import type { FeedSummary } from '../../contract/feeds.ts'
import type { FleetDatabase, FleetTransaction, Write } from '../../db/fleet/open.ts'
import { feed, feedPattern, feedService, feedShape, feedTrip } from '../../db/fleet/schema.ts'

/** So many rows are written or deleted in one transaction: some milliseconds, in which no report is stored. */
const ROWS_A_STEP = 1000

const TABLES = [
  { table: feedTrip, of: feedTrip.feedId, key: feedTrip.tripId },
  { table: feedPattern, of: feedPattern.feedId, key: feedPattern.patternId },
  { table: feedShape, of: feedShape.feedId, key: feedShape.shapeId },
  { table: feedService, of: feedService.feedId, key: feedService.serviceId },
] as const

/** How one step is written: in a transaction of its own, with whatever else belongs to every step. */
export type Step = <T>(work: (tx: FleetTransaction) => Promise<T>) => Promise<T>

/** Begins a staged feed. Until it is finished nobody sees it. */
export async function beginStaged(
  step: Step,
  row: Omit<typeof feed.$inferInsert, 'feedId' | 'state'>,
): Promise<number> {
  return step(async (tx) => {
    const [made] = await tx
      .insert(feed)
      .values({ ...row, state: 'staged', summary: null, staged: null })
      .returning({ feedId: feed.feedId })
    if (!made) throw new Error('the feed could not be given a number')
    return made.feedId
  })
}

/** `staged`: its rows of agency, route and stop, as JSON. */
export async function finishStaged(
  tx: FleetTransaction,
  feedId: number,
  { summary, staged }: { summary: FeedSummary; staged: string },
): Promise<void> {
  await tx.update(feed).set({ summary, staged }).where(eq(feed.feedId, feedId))
}

const services: Write<typeof feedService> = { table: feedService }
const shapes: Write<typeof feedShape> = { table: feedShape }
const patterns: Write<typeof feedPattern> = { table: feedPattern }
const trips: Write<typeof feedTrip> = { table: feedTrip }

export interface StagedRows {
  services: (typeof feedService.$inferSelect)[]
  shapes: (typeof feedShape.$inferSelect)[]
  patterns: (typeof feedPattern.$inferSelect)[]
  trips: (typeof feedTrip.$inferSelect)[]
}

export async function writeStaged(step: Step, rows: StagedRows): Promise<void> {
  await inSteps(step, services, rows.services, ROWS_A_STEP)
  // A shape may hold thousands of points.
  await inSteps(step, shapes, rows.shapes, ROWS_A_STEP / 20)
  await inSteps(step, patterns, rows.patterns, ROWS_A_STEP / 5)
  await inSteps(step, trips, rows.trips, ROWS_A_STEP)
}

async function inSteps<T extends SQLiteTable>(
  step: Step,
  write: Write<T>,
  rows: T['$inferSelect'][],
  size: number,
): Promise<void> {
  for (let at = 0; at < rows.length; at += size) await step((tx) => tx.writeMany(write, rows.slice(at, at + size)))
}

/** Takes a staged feed out of sight. False: there is none of this number that is staged. */
export async function hideStaged(tx: FleetTransaction, feedId: number): Promise<boolean> {
  const hidden = await tx
    .update(feed)
    .set({ summary: null, staged: null })
    .where(and(eq(feed.feedId, feedId), eq(feed.state, 'staged'), isNotNull(feed.summary)))
    .returning({ feedId: feed.feedId })
  return hidden.length > 0
}

/**
 * Takes the staged feeds out of sight that a new one takes the place of: those of the same octets, and where the new one was fetched
 * those that were fetched before it.
 */
export async function hideReplaced(
  tx: FleetTransaction,
  { feedId, sha256, sourceUrl }: { feedId: number; sha256: string; sourceUrl: string | null },
): Promise<void> {
  const replaced = sourceUrl === null ? eq(feed.sha256, sha256) : or(eq(feed.sha256, sha256), isNotNull(feed.sourceUrl))
  await tx
    .update(feed)
    .set({ summary: null, staged: null })
    .where(and(eq(feed.state, 'staged'), ne(feed.feedId, feedId), replaced))
}

/**
 * Deletes what nobody needs any more, step by step: staged feeds that are out of sight, and the networks of retired feeds but the
 * last one's. That a feed was in use is remembered.
 */
export async function deleteLeftovers(db: FleetDatabase, step: Step): Promise<void> {
  const unfinished = await db
    .select({ feedId: feed.feedId })
    .from(feed)
    .where(and(eq(feed.state, 'staged'), isNull(feed.summary)))
  for (const { feedId } of unfinished) {
    await deleteNetwork(db, step, feedId)
    await step((tx) => tx.delete(feed).where(and(eq(feed.feedId, feedId), isNull(feed.summary))))
  }
  const retired = await db
    .select({ feedId: feed.feedId })
    .from(feed)
    .where(eq(feed.state, 'retired'))
    .orderBy(desc(feed.retiredAt), desc(feed.feedId))
  const old = retired.slice(1).map(({ feedId }) => feedId)
  for (const feedId of await withRows(db, old)) await deleteNetwork(db, step, feedId)
}

/** Of these feeds, those that still have rows. */
async function withRows(db: FleetDatabase, feedIds: number[]): Promise<Set<number>> {
  const found = new Set<number>()
  for (let at = 0; at < feedIds.length; at += 500) {
    for (const { table, of } of TABLES) {
      const rows = await db
        .select({ feedId: of })
        .from(table)
        .where(inArray(of, feedIds.slice(at, at + 500)))
        .groupBy(of)
      for (const { feedId } of rows) found.add(feedId)
    }
  }
  return found
}

async function deleteNetwork(db: FleetDatabase, step: Step, feedId: number): Promise<void> {
  for (const { table, of, key } of TABLES) while (await deleteSome(db, step, { table, of, key, feedId })) {}
}

async function deleteSome(
  db: FleetDatabase,
  step: Step,
  { table, of, key, feedId }: { table: SQLiteTable; of: AnySQLiteColumn; key: AnySQLiteColumn; feedId: number },
): Promise<boolean> {
  const next = await db.select({ key }).from(table).where(eq(of, feedId)).orderBy(asc(key)).limit(1).offset(ROWS_A_STEP)
  const upTo = next[0]?.key
  await step((tx) => tx.delete(table).where(upTo === undefined ? eq(of, feedId) : and(eq(of, feedId), lte(key, upTo))))
  return upTo !== undefined
}
