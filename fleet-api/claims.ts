import { randomUUID } from 'node:crypto'
import type { FleetDatabase, FleetTransaction } from '../db/fleet/open.ts'
import { exchangeSetting, readSetting } from './queries/settings.ts'

/** Something that one process at a time may do. A claim that is not renewed in time ends by itself: its holder was killed. */
export interface Claim {
  /**
   * Does one step of it in a transaction, and holds the claim on from `now` (ms since 1970). Null: the claim has ended and somebody
   * else has it, so nothing was done.
   */
  step<T>(now: number, work: (tx: FleetTransaction) => Promise<T>): Promise<{ result: T } | null>
  release(): Promise<void>
}

/** Claims something by its name for `forMs`; null: somebody else has it. `now`: ms since 1970. */
export async function claim(db: FleetDatabase, name: string, now: number, forMs: number): Promise<Claim | null> {
  const before = await readSetting(db, name)
  if (before !== null && Number(before.split(' ')[0]) > now) return null
  const token = randomUUID()
  let held = `${now + forMs} ${token}`
  if (!(await db.transaction((tx) => exchangeSetting(tx, name, { from: before, to: held })))) return null
  return {
    async step(at, work) {
      const next = `${at + forMs} ${token}`
      const done = await db.transaction(async (tx) =>
        (await exchangeSetting(tx, name, { from: held, to: next })) ? { result: await work(tx) } : null,
      )
      // Only now: a transaction may be run again, or not be committed.
      if (done !== null) held = next
      return done
    },
    async release() {
      await db.transaction((tx) => exchangeSetting(tx, name, { from: held, to: `0 ${token}` }))
    },
  }
}
