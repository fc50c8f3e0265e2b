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

interface Queue {
  waiting: Waiting[]
  /** Transactions under way. */
  busy: number
  woken: boolean
}

/** One transaction takes no more reports than this: the next ones need not wait for a very long one. */
const MOST_REPORTS = 1000

const queues = new WeakMap<FleetDatabase, Queue>()

/**
 * Stores a request's reports together with those of the requests that came in at the same time, in one transaction. Whoever comes
 * while nothing is stored is taken with all that came in the same turn of the event loop, well within 5 ms; while the database is
 * busy the next ones gather by themselves, so nobody waits longer than for one other transaction. Resolves after the commit.
 */
export function ingest(db: FleetDatabase, items: ReportToStore[], watch?: Watch): Promise<Outcome[]> {
  if (items.length === 0) return Promise.resolve([])
  return new Promise((resolve, reject) => {
    const queue = queues.get(db) ?? { waiting: [], busy: 0, woken: false }
    queues.set(db, queue)
    queue.waiting.push({ items, watch, resolve, reject })
    wake(db, queue)
  })
}

function wake(db: FleetDatabase, queue: Queue): void {
  if (queue.woken || queue.busy >= db.lanes || queue.waiting.length === 0) return
  queue.woken = true
  setImmediate(() => {
    queue.woken = false
    void storeWaiting(db, queue)
  })
}

async function storeWaiting(db: FleetDatabase, queue: Queue): Promise<void> {
  const taken = take(queue)
  if (taken.length === 0) return
  queue.busy += 1
  wake(db, queue)
  const done = taken[0]?.watch?.(taken.length)
  const outcomes = await storeTogether(
    db,
    taken.map(({ items }) => items),
  )
  done?.()
  queue.busy -= 1
  wake(db, queue)
  for (const [index, { resolve, reject }] of taken.entries()) {
    const outcome = outcomes[index] ?? new Error('a request was forgotten while it was stored')
    if (outcome instanceof Error) reject(outcome)
    else resolve(outcome)
  }
}

function take(queue: Queue): Waiting[] {
  const taken: Waiting[] = []
  for (let reports = 0; queue.waiting.length > 0 && reports < MOST_REPORTS; ) {
    const next = queue.waiting.shift()
    if (!next) break
    reports += next.items.length
    taken.push(next)
  }
  return taken
}
