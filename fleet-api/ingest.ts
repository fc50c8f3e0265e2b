import type { FleetDatabase } from '../db/fleet/open.ts'
import { type Outcome, type ReportToStore, storeTogether } from './queries/reports.ts'

/** Is told when a transaction begins, with how many requests' reports; what it returns is called at the end. */
export type Watch = (requests: number) => () => void

interface Waiting {
  items: ReportToStore[]
  watch: Watch | undefined
  resolve: (outcomes: Outcome[]) => void
  reject: (reason: unknown) => void
}

const waitingOf = new WeakMap<FleetDatabase, Waiting[]>()

/**
 * Stores a request's reports together with those of the requests that came in at the same time, in one transaction: while the disk is
 * waited for the next ones gather by themselves, so nobody waits longer than for one other transaction. Resolves after the commit.
 */
export function ingest(db: FleetDatabase, items: ReportToStore[], watch?: Watch): Promise<Outcome[]> {
  if (items.length === 0) return Promise.resolve([])
  return new Promise((resolve, reject) => {
    const waiting = waitingOf.get(db)
    if (waiting) return void waiting.push({ items, watch, resolve, reject })
    waitingOf.set(db, [{ items, watch, resolve, reject }])
    setImmediate(() => void storeWaiting(db))
  })
}

async function storeWaiting(db: FleetDatabase): Promise<void> {
  const waiting = waitingOf.get(db) ?? []
  waitingOf.delete(db)
  const done = waiting[0]?.watch?.(waiting.length)
  const outcomes = await storeTogether(
    db,
    waiting.map(({ items }) => items),
  )
  done?.()
  for (const [index, { resolve, reject }] of waiting.entries()) {
    const outcome = outcomes[index] ?? new Error('a request was forgotten while it was stored')
    if (outcome instanceof Error) reject(outcome)
    else resolve(outcome)
  }
}
