import { z } from 'zod'
import type { FleetDatabase, FleetReads, FleetTransaction } from '../../db/fleet/open.ts'
import { readSetting, writeSetting } from '../queries/settings.ts'
import { dateOf } from '../rules/report/period.ts'

export interface Publishing {
  db: FleetDatabase
  /** ms since 1970. */
  now: number
  breathe: () => Promise<void>
  stopping: () => boolean
  /** What an entry has to stand for; tests show what happens without. */
  fewest?: number
}

/** Months that ended so long ago are looked at no more: their hours may be deleted, and nobody's outbox reaches so far. */
export const LOOKED_AT_S = 60 * 86_400

/** The setting that tells which is the last day that has been published: its start, seconds since 1970. */
const PUBLISHED_TO = 'published-to'

/** The last date whose riders are published; null: none is. */
export async function publishedTo(db: FleetReads, timezone: string): Promise<string | null> {
  const last = await readSetting(db, PUBLISHED_TO)
  return last === null ? null : dateOf(timezone, Number(last))
}

/** The setting that tells where looking begins: the first month that is looked at, and what each row carries into it. */
const START = 'published-from'
const startSchema = z.object({ month: z.string(), carried: z.record(z.string(), z.array(z.int())) })
export type Start = z.infer<typeof startSchema>

export async function readStart(db: FleetReads): Promise<Start | null> {
  const kept = await readSetting(db, START)
  return kept === null ? null : startSchema.parse(JSON.parse(kept))
}

export async function writeStart(tx: FleetTransaction, start: Start): Promise<void> {
  await writeSetting(tx, START, JSON.stringify(start))
}

/** `lastDay`: its start, seconds since 1970. */
export async function writePublishedTo(tx: FleetTransaction, lastDay: number): Promise<void> {
  await writeSetting(tx, PUBLISHED_TO, String(lastDay))
}
