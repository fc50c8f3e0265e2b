import { and, eq, inArray } from 'drizzle-orm'
import type { FleetReads, FleetTransaction } from './database.ts'
import { setting } from './schema.ts'

/** Under this name a database that is being filled with a copy says so, until the copy is complete and verified. */
const MARKER = 'copy'
/** What the source held when the copy was begun. */
const BEGUN = 'copy-begun'
/** These are of no fleet, and not copied. */
export const MARKERS = [MARKER, BEGUN]

/** How far a copy has come. */
export interface Progress {
  /** What it is a copy of, as people write it, without a password. */
  source: string
  /** Rows of each table, by its name. */
  rows: Record<string, number>
  /** Tables of which all rows are there. */
  done: string[]
  /** The key of the last row of the table that is being copied. */
  after: (string | number)[] | null
  /** Texts in which something could not be kept as it was. */
  changedTexts: number
}

/** It cannot be copied so. The message says why, and what to do. */
export class CopyRefusedError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'CopyRefusedError'
  }
}

export async function readProgress(db: FleetReads): Promise<Progress | null> {
  const [found] = await db.select({ value: setting.value }).from(setting).where(eq(setting.name, MARKER))
  return found ? (JSON.parse(found.value) as Progress) : null
}

/** Throws CopyRefusedError where a database is a copy that is not complete: a fleet would go on with half of what there is. */
export async function refuseUnfinishedCopy(db: FleetReads): Promise<void> {
  const progress = await readProgress(db)
  if (!progress) return
  throw new CopyRefusedError(
    `This database is a copy of ${progress.source} that is not complete: run "abordo db copy" with the same --from and --to to its end.`,
  )
}

export async function beginProgress(tx: FleetTransaction, progress: Progress, begun: string): Promise<void> {
  await tx.insert(setting).values({ name: MARKER, value: JSON.stringify(progress) })
  await tx.insert(setting).values({ name: BEGUN, value: begun })
}

/** What was said of the source when the copy was begun. */
export async function readBegun(db: FleetReads): Promise<string | null> {
  const [found] = await db.select({ value: setting.value }).from(setting).where(eq(setting.name, BEGUN))
  return found?.value ?? null
}

/** In the transaction that writes the rows: so a copy that was killed goes on after the last of them. */
export async function noteProgress(tx: FleetTransaction, before: Progress, now: Progress): Promise<void> {
  const noted = await tx
    .update(setting)
    .set({ value: JSON.stringify(now) })
    .where(and(eq(setting.name, MARKER), eq(setting.value, JSON.stringify(before))))
    .returning({ name: setting.name })
  if (noted.length === 0)
    throw new CopyRefusedError('Another copy into the same database is under way: let it end, or stop it.')
}

export async function endProgress(tx: FleetTransaction): Promise<void> {
  await tx.delete(setting).where(inArray(setting.name, MARKERS))
}
