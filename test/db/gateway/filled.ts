import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { asc } from 'drizzle-orm'
import { onTestFinished } from 'vitest'
import { type EnduringDatabase, type EnduringOptions, openEnduringDatabase } from '../../../db/gateway/enduring.ts'
import type { GatewayDatabase } from '../../../db/gateway/open.ts'
import { outbox, session } from '../../../db/gateway/schema.ts'
import { enterBoot } from '../../../portal/queries/boots.ts'

export const KERNEL_BOOT = 'kernel-boot-a'
/** Bodies of outbox rows are this long, every tenth of them several pages. */
const BODY = 700
const LONG_BODY = 9000

export interface Bench {
  path: string
  memoryFolder: string
  logged: string[]
  clock: { ms: number }
  /** Opens the database as the portal does; it is closed when the test ends. */
  open(options?: Partial<EnduringOptions>): EnduringDatabase
}

/** No test here asks how durable the disk is, so a disk in memory does, where there is one. */
const SOMEWHERE = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()

/** A folder for a database, gone with the test; its database in memory has a folder of its own too. */
export function bench(folder = mkdtempSync(join(SOMEWHERE, 'abordo-db-'))): Bench {
  const memoryFolder = mkdtempSync(join(SOMEWHERE, 'abordo-memory-'))
  onTestFinished(() => {
    for (const one of [folder, memoryFolder]) rmSync(one, { recursive: true, force: true })
  })
  const logged: string[] = []
  const clock = { ms: Date.now() }
  const path = join(folder, 'gateway.db')
  return {
    path,
    memoryFolder,
    logged,
    clock,
    open(options = {}) {
      const log = (message: string, error?: unknown) =>
        void logged.push(error instanceof Error ? `${message}: ${error.message}` : message)
      const opened = openEnduringDatabase({ path, log, now: () => clock.ms, memoryFolder, ...options })
      onTestFinished(() => void opened.db.$client.close())
      return opened
    },
  }
}

/** Puts so many reports into the outbox. */
export function putReports(db: GatewayDatabase, bootId: string, seqs: { from: number; count: number }): void {
  db.transaction((tx) => {
    for (let seq = seqs.from; seq < seqs.from + seqs.count; seq += 1) {
      const body = JSON.stringify({ seq, filler: 'x'.repeat(seq % 10 === 9 ? LONG_BODY : BODY) })
      tx.insert(outbox).values({ bootId, seq, body }).run()
    }
  })
}

export function putSession(db: GatewayDatabase, bootId: string, n: number): void {
  const octets = { inputOctets: n, outputOctets: n, countedInputOctets: n, countedOutputOctets: n }
  const uptime = { startedUptimeMs: n, deadlineUptimeMs: n + 3_600_000, activeUptimeMs: n }
  const client = { clientMac: `02:00:00:00:00:${n.toString(16).padStart(2, '0')}`, clientIp: `10.55.0.${n}` }
  db.insert(session)
    .values({ sessionId: `session-${n}`, bootId, termsVersion: '2026-11', ...client, ...uptime, ...octets })
    .run()
}

/** A boot, five sessions and so many reports. Returns the boot's id. */
export function fill(db: GatewayDatabase, reports: number): string {
  const { bootId } = enterBoot(db, { kernelBootId: KERNEL_BOOT, uptime: 1000 }).boot
  for (let n = 1; n <= 5; n += 1) putSession(db, bootId, n)
  putReports(db, bootId, { from: 0, count: reports })
  return bootId
}

/** Makes a database with so many reports and closes it. */
export function filled(at: Bench, reports: number): string {
  const { db } = at.open()
  const bootId = fill(db, reports)
  db.$client.close()
  return bootId
}

export const reportsIn = (db: GatewayDatabase) =>
  db.select({ id: outbox.outboxId, seq: outbox.seq }).from(outbox).orderBy(asc(outbox.outboxId)).all()
export const bodiesIn = (db: GatewayDatabase) =>
  db
    .select()
    .from(outbox)
    .all()
    .map(({ body }) => body)
export const seqsIn = (db: GatewayDatabase) => reportsIn(db).map(({ seq }) => seq)
export const sessionsIn = (db: GatewayDatabase) =>
  db
    .select({ id: session.sessionId })
    .from(session)
    .orderBy(asc(session.sessionId))
    .all()
    .map(({ id }) => id)
/** The sessions that `fill` makes. */
export const FIVE = ['session-1', 'session-2', 'session-3', 'session-4', 'session-5']
export const upTo = (count: number, from = 0) => Array.from({ length: count }, (_, n) => from + n)

/** Opens a damaged database, puts one more report, and opens it again: what is then in it, and what has become of it. */
export function reopened(at: Bench, bootId: string) {
  const first = at.open()
  const saved = { seqs: seqsIn(first.db), sessions: sessionsIn(first.db) }
  putReports(first.db, bootId, { from: 9000, count: 1 })
  first.db.$client.close()
  const { databasesSetAside, storage } = first.state()
  return { ...saved, databasesSetAside, storage, after: seqsIn(at.open().db) }
}

export const filesOf = (at: Bench) => readdirSync(dirname(at.path)).sort()
export const setAsideOf = (at: Bench) => filesOf(at).filter((name) => name.includes('damaged'))
