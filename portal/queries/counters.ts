import { eq, sql } from 'drizzle-orm'
import type { GatewayTransaction } from '../../db/gateway/open.ts'
import { counter } from '../../db/gateway/schema.ts'

/** A counter of the kernel or a modem, as it stands; the name changes when it begins anew. */
export interface RawCounter {
  name: string
  received: number
  sent: number
}

/** Bearers of a modem get a new name with each connection: so many of the latest are remembered. */
const REMEMBERED = 200

/**
 * What counters have counted since they were last reported; to be called in the transaction that puts the report. One that stands
 * lower than before, or was not known, has begun anew.
 */
export function countedSince(
  tx: GatewayTransaction,
  counters: RawCounter[],
): Map<string, { received: number; sent: number }> {
  const since = new Map<string, { received: number; sent: number }>()
  for (const { name, received, sent } of counters) {
    const before = tx.delete(counter).where(eq(counter.name, name)).returning().get()
    tx.insert(counter).values({ name, received, sent }).run()
    const anew = !before || received < before.received || sent < before.sent
    since.set(name, {
      received: anew ? received : received - before.received,
      sent: anew ? sent : sent - before.sent,
    })
  }
  tx.run(
    sql`delete from ${counter} where rowid not in (select rowid from ${counter} order by rowid desc limit ${REMEMBERED})`,
  )
  return since
}
