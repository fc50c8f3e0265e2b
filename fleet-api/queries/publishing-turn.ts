import { max } from 'drizzle-orm'
import { z } from 'zod'
import type { FleetDatabase, FleetReads, FleetTransaction } from '../../db/fleet/open.ts'
import { reattribution } from '../../db/fleet/schema.ts'
import { lockByName, readSetting, writeSetting } from './settings.ts'

/** The setting that tells when there was last looked for something to publish, and of what; as JSON. */
const TURN = 'publishing-turn'
const LOCK = 'publishing-turn-lock'
const turnSchema = z.object({ stamp: z.string(), lastDay: z.int(), at: z.int(), done: z.boolean() })

/** What is there to be looked at: `stamp` is another where there may be more to publish, `lastDay` the last day that may be published. */
export interface Look {
  stamp: string
  lastDay: number
  /** ms since 1970. */
  now: number
}

/** A look that somebody began and has not ended for so long is begun anew. */
const GIVEN_UP_MS = 10 * 60_000
/** Late reports come all the time; a day that is over is looked at at once. */
const PAUSE_MS = 60 * 60_000

/** True: it is this process's turn to look. Of several one has it. */
export async function takePublishingTurn(db: FleetDatabase, { stamp, lastDay, now }: Look): Promise<boolean> {
  return db.transaction(async (tx) => {
    await lockByName(tx, LOCK)
    const kept = await readSetting(tx, TURN)
    const before = kept === null ? null : turnSchema.parse(JSON.parse(kept))
    if (before !== null && !isDue(before, { stamp, lastDay, now })) return false
    await writeSetting(tx, TURN, JSON.stringify({ stamp, lastDay, at: now, done: false }))
    return true
  })
}

function isDue(before: z.infer<typeof turnSchema>, { stamp, lastDay, now }: Look): boolean {
  const since = now - before.at
  if (!before.done) return since >= GIVEN_UP_MS
  return lastDay !== before.lastDay || (stamp !== before.stamp && (since >= PAUSE_MS || since < 0))
}

/**
 * Whoever publishes anything or makes a month final waits for the end of this transaction: a process that was held up for long may do so beside
 * the one whose turn it is.
 */
export const lockPublishing = (tx: FleetTransaction): Promise<void> => lockByName(tx, 'publishing-lock')

/** Asks for a look with the next upkeep, whenever the last one was. */
export async function askForPublishing(tx: FleetTransaction): Promise<void> {
  await lockByName(tx, LOCK)
  await writeSetting(tx, TURN, JSON.stringify({ stamp: '', lastDay: 0, at: 0, done: true }))
}

/** The look has ended. */
export async function endPublishingTurn(tx: FleetTransaction, { stamp, lastDay, now }: Look): Promise<void> {
  await writeSetting(tx, TURN, JSON.stringify({ stamp, lastDay, at: now, done: true }))
}

/** How often operators have told where a gateway was: a number that grows with each. */
export async function reattributionsSoFar(db: FleetReads): Promise<number> {
  const [row] = await db.select({ last: max(reattribution.reattributionId) }).from(reattribution)
  return row?.last ?? 0
}
