import type { FleetDatabase, FleetTransaction } from '../db/fleet/open.ts'

interface Waiting<Brought, Answer> {
  brought: Brought
  resolve: (answer: Answer) => void
  reject: (error: unknown) => void
}

/**
 * Where everybody changes the same row, and the whole city comes at once: whoever comes while a transaction is under way is taken
 * together with the others, at most so many, in the next one. `take` answers each in its place. What is returned resolves after the commit.
 */
export function takenTogether<Brought, Answer>(
  most: number,
  take: (tx: FleetTransaction, brought: Brought[], now: number) => Promise<Answer[]>,
): (db: FleetDatabase, brought: Brought, now: () => number) => Promise<Answer> {
  const queues = new WeakMap<FleetDatabase, Waiting<Brought, Answer>[]>()

  async function drain(db: FleetDatabase, queue: Waiting<Brought, Answer>[], now: () => number): Promise<void> {
    while (queue.length > 0) {
      const taken = queue.splice(0, most)
      try {
        const all = taken.map(({ brought }) => brought)
        const answers = await db.transaction((tx) => take(tx, all, now()))
        for (const [index, { resolve, reject }] of taken.entries()) {
          const answer = answers[index]
          if (answer === undefined) reject(new Error('a request was forgotten while it was taken in'))
          else resolve(answer)
        }
      } catch (error) {
        for (const { reject } of taken) reject(error)
      }
    }
    queues.delete(db)
  }

  return (db, brought, now) =>
    new Promise((resolve, reject) => {
      const queue = queues.get(db)
      const waiting = { brought, resolve, reject }
      if (queue) queue.push(waiting)
      else {
        const begun = [waiting]
        queues.set(db, begun)
        void drain(db, begun, now)
      }
    })
}
