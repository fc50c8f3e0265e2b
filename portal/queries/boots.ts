import { randomUUID } from 'node:crypto'
import { and, asc, eq, isNull, max, ne, notInArray, or, sql } from 'drizzle-orm'
import { CONNECT_BOUNDS_MS, counted, LENGTH_BOUNDS_S } from '../../contract/histogram.ts'
import type { TerminateCause } from '../../contract/report.ts'
import type { GatewayDatabase, GatewayTransaction } from '../../db/gateway/open.ts'
import { boot, outbox, session } from '../../db/gateway/schema.ts'
import type { BootSpan } from '../time/place-boots.ts'
import type { WallTime } from '../time/timekeeper.ts'

export type Boot = typeof boot.$inferSelect
export type Ended = Partial<Record<TerminateCause, number>>

/**
 * This boot's row: the one of this kernel boot id, or a new one. The sessions of earlier boots end here, with cause
 * gateway-reboot and their addresses: what they used is already in that boot's interval. Their intervals are returned to be reported.
 */
export function enterBoot(
  db: GatewayDatabase,
  at: { kernelBootId: string; uptime: number },
): { boot: Boot; unreported: Boot[] } {
  return db.transaction((tx) => {
    rememberOrphans(tx)
    const known = tx
      .select()
      .from(boot)
      .where(and(eq(boot.kernelBootId, at.kernelBootId), eq(boot.closed, false)))
      .get()
    const last =
      tx
        .select({ order: max(boot.bootOrder) })
        .from(boot)
        .get()?.order ?? 0
    const current =
      known ??
      tx
        .insert(boot)
        .values(emptyBoot(at, last + 1))
        .returning()
        .get()
    const ofEarlier = ne(session.bootId, current.bootId)
    for (const row of tx.select().from(session).where(ofEarlier).all()) endByReboot(tx, row)
    tx.delete(session).where(ofEarlier).run()
    const earlier = tx
      .select()
      .from(boot)
      .where(and(ne(boot.bootId, current.bootId), eq(boot.closed, false)))
      .orderBy(asc(boot.bootOrder))
      .all()
    return { boot: current, unreported: earlier }
  })
}

/** How long it lasted is known up to when its boot last wrote down how far it had come; of one that began after that nothing is known. */
function endByReboot(tx: GatewayTransaction, row: typeof session.$inferSelect): void {
  const { lastUptimeMs } = readBoot(tx, row.bootId)
  const lastedMs = lastUptimeMs < row.startedUptimeMs ? null : lastUptimeMs - row.startedUptimeMs
  countEnd(tx, row.bootId, 'gateway-reboot', lastedMs)
}

/** Reports whose boot is not remembered (what a damaged file has lost): it comes back as the oldest, so that they have a place in time. */
function rememberOrphans(tx: GatewayTransaction): void {
  const orphans = tx
    .select({
      bootId: outbox.bootId,
      lastUptimeMs: sql<number>`max(json_extract(${outbox.body}, '$.endedUptimeMs'))`,
      nextSeq: sql<number>`max(${outbox.seq}) + 1`,
    })
    .from(outbox)
    .where(notInArray(outbox.bootId, tx.select({ bootId: boot.bootId }).from(boot)))
    .groupBy(outbox.bootId)
    .orderBy(sql`min(${outbox.outboxId})`)
    .all()
  for (const { bootId, lastUptimeMs, nextSeq } of orphans) {
    const made = emptyBoot({ kernelBootId: bootId, uptime: lastUptimeMs }, 0)
    tx.insert(boot)
      .values({ ...made, bootId, nextSeq, closed: true })
      .run()
  }
}

/** The interval under way, as it stands. */
export function readBoot(db: GatewayDatabase | GatewayTransaction, bootId: string): Boot {
  const row = db.select().from(boot).where(eq(boot.bootId, bootId)).get()
  if (!row) throw new Error('the boot of this gateway is missing from its database')
  return row
}

/** A boot that has been reported to its end counts nothing any more. */
export function closeBoot(tx: GatewayTransaction, bootId: string): void {
  tx.update(boot).set({ closed: true }).where(eq(boot.bootId, bootId)).run()
}

/** Every boot that is remembered, the oldest first, as portal/time places them. */
export function bootSpans(db: GatewayDatabase): BootSpan[] {
  const rows = db.select().from(boot).orderBy(asc(boot.bootOrder)).all()
  return rows.map(({ bootId, kernelBootId, lastUptimeMs, systemOffsetMs, ...row }) => ({
    bootId,
    kernelBootId,
    lastUptimeMs,
    systemOffsetMs,
    known: wallTimeOf(row),
  }))
}

/** The latest time that any boot knew for sure, ms since 1970; null: none did. */
export function lastKnownTime(db: GatewayDatabase): number | null {
  const known = sql<number | null>`max(${boot.clockOffsetMs} + ${boot.lastUptimeMs})`
  return db.select({ known }).from(boot).get()?.known ?? null
}

/** Keeps what is known of this boot's time: for its reports, and for the boots after it. */
export function noteTime(db: GatewayDatabase | GatewayTransaction, bootId: string, time: WallTime): void {
  db.update(boot)
    .set({
      clockSource: time.source,
      clockOffsetMs: time.offsetMs,
      clockUptimeMs: time.uptimeMs,
      clockUncertaintyMs: time.uncertaintyMs,
    })
    .where(eq(boot.bootId, bootId))
    .run()
}

/**
 * Forgets boots that are over and whose reports are all with the fleet. One that knew the time stays until a later one knows it: the
 * clock may never run below it.
 */
export function forgetBoots(tx: GatewayTransaction): void {
  const laterKnows = sql`exists (select 1 from ${boot} as later where later.boot_order > ${boot.bootOrder} and later.clock_offset_ms is not null)`
  tx.delete(boot)
    .where(
      and(
        eq(boot.closed, true),
        notInArray(boot.bootId, tx.selectDistinct({ bootId: outbox.bootId }).from(outbox)),
        or(laterKnows, isNull(boot.clockOffsetMs)),
      ),
    )
    .run()
}

function wallTimeOf(row: Pick<Boot, 'clockSource' | 'clockOffsetMs' | 'clockUptimeMs' | 'clockUncertaintyMs'>) {
  const {
    clockSource: source,
    clockOffsetMs: offsetMs,
    clockUptimeMs: uptimeMs,
    clockUncertaintyMs: uncertaintyMs,
  } = row
  if (source === null || offsetMs === null || uptimeMs === null || uncertaintyMs === null) return null
  return { source, offsetMs, uptimeMs, uncertaintyMs }
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

/** Counts a session that has ended. `lastedMs` null: nobody knows how long it lasted. */
export function countEnd(tx: GatewayTransaction, bootId: string, cause: TerminateCause, lastedMs: number | null): void {
  const { sessionsEnded, sessionLengths } = readBoot(tx, bootId)
  const ended: Ended = { ...sessionsEnded, [cause]: (sessionsEnded[cause] ?? 0) + 1 }
  const lengths = lastedMs === null ? sessionLengths : counted(sessionLengths, LENGTH_BOUNDS_S, lastedMs / 1000)
  tx.update(boot).set({ sessionsEnded: ended, sessionLengths: lengths }).where(eq(boot.bootId, bootId)).run()
}

/** Counts how long clients took to get online, ms. */
export function countConnects(tx: GatewayTransaction, bootId: string, tookMs: number[]): void {
  if (tookMs.length === 0) return
  const { connectTimes } = readBoot(tx, bootId)
  const counts = tookMs.reduce<number[]>((all, ms) => counted(all, CONNECT_BOUNDS_MS, ms), connectTimes)
  tx.update(boot).set({ connectTimes: counts }).where(eq(boot.bootId, bootId)).run()
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
  at: { uptime: number; systemOffsetMs: number; connected: number },
): void {
  tx.update(boot)
    .set({
      nextSeq: sql`${boot.nextSeq} + 1`,
      startedUptimeMs: at.uptime,
      lastUptimeMs: at.uptime,
      systemOffsetMs: at.systemOffsetMs,
      ridersPeak: at.connected,
      sessionsStarted: 0,
      sessionsEnded: {},
      inputOctets: 0,
      outputOctets: 0,
      sessionLengths: [],
      connectTimes: [],
    })
    .where(eq(boot.bootId, bootId))
    .run()
}

function emptyBoot(at: { kernelBootId: string; uptime: number }, bootOrder: number): Boot {
  return {
    bootId: randomUUID(),
    kernelBootId: at.kernelBootId,
    bootOrder,
    nextSeq: 0,
    startedUptimeMs: at.uptime,
    lastUptimeMs: at.uptime,
    closed: false,
    systemOffsetMs: null,
    clockSource: null,
    clockOffsetMs: null,
    clockUptimeMs: null,
    clockUncertaintyMs: null,
    ridersPeak: 0,
    sessionsStarted: 0,
    sessionsEnded: {},
    inputOctets: 0,
    outputOctets: 0,
    sessionLengths: [],
    connectTimes: [],
  }
}
