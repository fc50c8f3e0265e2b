import { and, asc, count, gte, lt, ne, sum } from 'drizzle-orm'
import { CITY_ROW } from '../../contract/report-rows.ts'
import type { FleetReads, FleetTransaction, Write } from '../../db/fleet/open.ts'
import { publishedDay, publishedProblems } from '../../db/fleet/schema.ts'
import type { Days } from './connectivity.ts'

export type PublishedEntry = typeof publishedDay.$inferSelect
export type PublishedProblems = typeof publishedProblems.$inferSelect

/** What is published of the days within [from, to), entry by entry, by day and row; the city's own entries (its peaks) too. */
export async function publishedWithin(db: FleetReads, { from, to }: Days): Promise<PublishedEntry[]> {
  return db
    .select()
    .from(publishedDay)
    .where(and(gte(publishedDay.dayAt, from), lt(publishedDay.dayAt, to)))
    .orderBy(asc(publishedDay.dayAt), asc(publishedDay.rowKey), asc(publishedDay.entry))
}

/** Sessions that are published of the days within [from, to), of the whole city. */
export async function publishedSessions(db: FleetReads, { from, to }: Days): Promise<number> {
  const [row] = await db
    .select({ sessions: sum(publishedDay.sessions).mapWith(Number) })
    .from(publishedDay)
    .where(and(gte(publishedDay.dayAt, from), lt(publishedDay.dayAt, to), ne(publishedDay.rowKey, CITY_ROW)))
  return row?.sessions ?? 0
}

const toPublished: Write<typeof publishedDay> = { table: publishedDay }

/** Adds entries. Where another process has added an entry of the same number, this is an error, and nothing is added. */
export async function publish(tx: FleetTransaction, entries: PublishedEntry[]): Promise<void> {
  await tx.writeMany(toPublished, entries)
}

/** How many entries there are of the days within [from, to): another number, where anything has been published meanwhile. */
export async function entriesWithin(db: FleetReads, { from, to }: Days): Promise<number> {
  const [usage] = await db
    .select({ entries: count() })
    .from(publishedDay)
    .where(and(gte(publishedDay.dayAt, from), lt(publishedDay.dayAt, to)))
  const [problems] = await db
    .select({ entries: count() })
    .from(publishedProblems)
    .where(and(gte(publishedProblems.dayAt, from), lt(publishedProblems.dayAt, to)))
  return (usage?.entries ?? 0) + (problems?.entries ?? 0)
}

export async function publishedProblemsWithin(db: FleetReads, { from, to }: Days): Promise<PublishedProblems[]> {
  return db
    .select()
    .from(publishedProblems)
    .where(and(gte(publishedProblems.dayAt, from), lt(publishedProblems.dayAt, to)))
    .orderBy(asc(publishedProblems.dayAt), asc(publishedProblems.entry))
}

const toProblems: Write<typeof publishedProblems> = { table: publishedProblems }

export async function publishProblems(tx: FleetTransaction, entries: PublishedProblems[]): Promise<void> {
  await tx.writeMany(toProblems, entries)
}
