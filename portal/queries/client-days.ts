import { createHmac, randomBytes } from 'node:crypto'
import { eq, ne, sql } from 'drizzle-orm'
import type { TerminateCause } from '../../contract/report.ts'
import type { GatewayDatabase } from '../../db/gateway/open.ts'
import { clientDay, serviceDay } from '../../db/gateway/schema.ts'

export type ClientDay = typeof clientDay.$inferSelect

/**
 * How clients of one service day are known again: a hash of the address under the day's random key. When the day changes, the key
 * and everything under it are deleted, so no hash of yesterday can be made or matched any more (DESIGN.md, rule 4).
 */
export function hashOfDay(db: GatewayDatabase, date: string): (mac: string) => string {
  const key = db.transaction((tx) => {
    const known = tx.select().from(serviceDay).where(eq(serviceDay.date, date)).get()
    if (known) return known.key
    tx.delete(clientDay).run()
    tx.delete(serviceDay).where(ne(serviceDay.date, date)).run()
    const made = randomBytes(32).toString('base64')
    tx.insert(serviceDay).values({ date, key: made }).run()
    return made
  })
  return (mac) => createHmac('sha256', key).update(mac).digest('base64url')
}

/** Finds what is known of a client of this day. Prepared once: it is asked for each page. */
export function clientDayFinder(db: GatewayDatabase): (clientHash: string) => ClientDay | null {
  const find = db
    .select()
    .from(clientDay)
    .where(eq(clientDay.clientHash, sql.placeholder('clientHash')))
    .prepare()
  return (clientHash) => find.get({ clientHash }) ?? null
}

export function noteClientStart(db: GatewayDatabase, clientHash: string): void {
  const fresh = { clientHash, sessions: 1, lastCause: null, lastEndedUptimeMs: null, lastBootId: null }
  db.insert(clientDay)
    .values(fresh)
    .onConflictDoUpdate({ target: clientDay.clientHash, set: { sessions: sql`${clientDay.sessions} + 1` } })
    .run()
}

export function noteClientEnd(
  db: GatewayDatabase,
  clientHash: string,
  end: { cause: TerminateCause; uptimeMs: number; bootId: string },
): void {
  const set = { lastCause: end.cause, lastEndedUptimeMs: end.uptimeMs, lastBootId: end.bootId }
  db.insert(clientDay)
    .values({ clientHash, sessions: 1, ...set })
    .onConflictDoUpdate({ target: clientDay.clientHash, set })
    .run()
}

/** Forgets what is known of a client of this day: it asked for it. */
export function forgetClientDay(db: GatewayDatabase, clientHash: string): void {
  db.delete(clientDay).where(eq(clientDay.clientHash, clientHash)).run()
}
