import { randomUUID } from 'node:crypto'
import { desc, eq, ne, sql } from 'drizzle-orm'
import type { TerminateCause } from '../../contract/report.ts'
import type { GatewayDatabase, GatewayTransaction } from '../../db/gateway/open.ts'
import { boot, session } from '../../db/gateway/schema.ts'

export type Boot = typeof boot.$inferSelect
export type Ended = Partial<Record<TerminateCause, number>>

/**
 * This boot's row: the one of this kernel boot id, or a new one. The sessions of earlier boots end here, with cause
 * gateway-reboot and their addresses: what they used is already in that boot's interval. Their intervals are returned to be reported.
 */
export function enterBoot(
  db: GatewayDatabase,
  at: { kernelBootId: string; now: number; uptime: number },
): { boot: Boot; unreported: Boot[] } {
  return db.transaction((tx) => {
    const known = tx.select().from(boot).where(eq(boot.kernelBootId, at.kernelBootId)).get()
    const current = known ?? tx.insert(boot).values(emptyBoot(at)).returning().get()
    const left = tx.select().from(session).where(ne(session.bootId, current.bootId)).all()
    for (const old of left) countEnd(tx, old.bootId, 'gateway-reboot')
    tx.delete(session).where(ne(session.bootId, current.bootId)).run()
    const earlier = tx.select().from(boot).where(ne(boot.bootId, current.bootId)).orderBy(desc(boot.startedAt)).all()
    return { boot: current, unreported: earlier }
  })
}

/** The interval under way, as it stands. */
export function readBoot(db: GatewayDatabase | GatewayTransaction, bootId: string): Boot {
  const row = db.select().from(boot).where(eq(boot.bootId, bootId)).get()
  if (!row) throw new Error('the boot of this gateway is missing from its database')
  return row
}

/** A boot that has been reported to its end is of no further use. */
export function forgetBoot(tx: GatewayTransaction, bootId: string): void {
  tx.delete(boot).where(eq(boot.bootId, bootId)).run()
}

/** Counts so many sessions started; `connected`: how many there are with them. */
export function countStarts(tx: GatewayTransaction, bootId: string, starts: number, connected: number): void {
  tx.update(boot)
    .set({
      sessionsStarted: sql`${boot.sessionsStarted} + ${starts}`,
      ridersPeak: sql`max(${boot.ridersPeak}, ${connected})`,
    })
    .where(eq(boot.bootId, bootId))
    .run()
}

/** Takes back a start that came to nothing. */
export function uncountStart(tx: GatewayTransaction, bootId: string): void {
  tx.update(boot)
    .set({ sessionsStarted: sql`max(0, ${boot.sessionsStarted} - 1)` })
    .where(eq(boot.bootId, bootId))
    .run()
}

export function countEnd(tx: GatewayTransaction, bootId: string, cause: TerminateCause): void {
  const ended: Ended = { ...readBoot(tx, bootId).sessionsEnded }
  ended[cause] = (ended[cause] ?? 0) + 1
  tx.update(boot).set({ sessionsEnded: ended }).where(eq(boot.bootId, bootId)).run()
}

export function countOctets(tx: GatewayTransaction, bootId: string, octets: { input: number; output: number }): void {
  tx.update(boot)
    .set({
      inputOctets: sql`${boot.inputOctets} + ${octets.input}`,
      outputOctets: sql`${boot.outputOctets} + ${octets.output}`,
    })
    .where(eq(boot.bootId, bootId))
    .run()
}

/** Closes the interval under way and begins the next one, at `uptime`. */
export function nextInterval(
  tx: GatewayTransaction,
  bootId: string,
  at: { now: number; uptime: number; connected: number },
): void {
  tx.update(boot)
    .set({
      nextSeq: sql`${boot.nextSeq} + 1`,
      startedUptimeMs: at.uptime,
      startedAt: at.now,
      ridersPeak: at.connected,
      sessionsStarted: 0,
      sessionsEnded: {},
      inputOctets: 0,
      outputOctets: 0,
    })
    .where(eq(boot.bootId, bootId))
    .run()
}

function emptyBoot(at: { kernelBootId: string; now: number; uptime: number }): Boot {
  return {
    bootId: randomUUID(),
    kernelBootId: at.kernelBootId,
    nextSeq: 0,
    startedUptimeMs: at.uptime,
    startedAt: at.now,
    ridersPeak: 0,
    sessionsStarted: 0,
    sessionsEnded: {},
    inputOctets: 0,
    outputOctets: 0,
  }
}
