import { closeSync, copyFileSync, openSync, truncateSync, writeSync } from 'node:fs'
import Database from 'better-sqlite3'
import { expect } from 'vitest'
import type { GatewayDatabase } from '../../../db/gateway/open.ts'
import { type Bench, bench, fill, putReports } from './filled.ts'

// What can happen to a database: all of it real, nothing of it needs root.

/** From now on the disk takes no page more, as SQLite sees it. Ends with this connection. */
export function fillUp(db: GatewayDatabase): void {
  db.$client.pragma(`max_page_count = ${db.$client.pragma('page_count', { simple: true })}`)
}

/** How many reports `onFullDisk` puts. */
export const REPORTS = 20

/** A database with some content whose disk has just become full. */
export function onFullDisk(options: Parameters<Bench['open']>[0] = {}) {
  const at = bench()
  const opened = at.open(options)
  const bootId = fill(opened.db, REPORTS)
  fillUp(opened.db)
  return { at, bootId, ...opened }
}

/** The same, moved into memory by one more report. */
export function inMemory(options: Parameters<Bench['open']>[0] = {}) {
  const all = onFullDisk(options)
  putReports(all.db, all.bootId, { from: REPORTS, count: 1 })
  expect(all.state().storage).toBe('memory')
  return all
}

/** A database after a power cut: the last reports are in its log only. */
export function powerCut(at: Bench, reports: { inFile: number; inLog: number }): string {
  const before = bench()
  const { db } = before.open()
  const bootId = fill(db, reports.inFile)
  db.$client.pragma('wal_checkpoint(TRUNCATE)')
  putReports(db, bootId, { from: reports.inFile, count: reports.inLog })
  copyFileSync(before.path, at.path)
  copyFileSync(`${before.path}-wal`, `${at.path}-wal`)
  return bootId
}

export interface Page {
  n: number
  table: string
  kind: 'leaf' | 'internal' | 'overflow'
  /** Seqs of the reports that are on it, wholly or in part. */
  seqs: number[]
}

/** What is on each page, as SQLite itself tells it while the database is whole. */
export function pagesOf(path: string): Page[] {
  const db = new Database(path, { readonly: true })
  const all = db
    .prepare<[], { n: number; table: string; kind: Page['kind']; cells: number; path: string }>(
      'select pageno as n, name as "table", pagetype as kind, ncell as cells, path from dbstat order by path',
    )
    .all()
  const seqs = db.prepare<[], number>('select seq from outbox order by outbox_id').pluck().all()
  db.close()
  const firstOf = new Map<string, number>()
  let next = 0
  for (const { table, kind, cells, path: place } of all.filter(
    (page) => page.table === 'outbox' && page.kind === 'leaf',
  )) {
    firstOf.set(place, next)
    next += table === 'outbox' && kind === 'leaf' ? cells : 0
  }
  return all.map(({ n, table, kind, cells, path: place }) => {
    // An overflow page's path: that of its leaf, the cell, `+`, its place in the chain.
    const [cell = ''] = /[0-9a-f]+(?=\+)/.exec(place) ?? []
    const leaf = kind === 'overflow' ? place.slice(0, place.indexOf('+') - cell.length) : place
    const first = firstOf.get(leaf) ?? 0
    const one = first + Number.parseInt(cell, 16)
    const on = kind === 'overflow' ? [one, one + 1] : [first, first + cells]
    return { n, table, kind, seqs: table === 'outbox' && kind !== 'internal' ? seqs.slice(...on) : [] }
  })
}

export const PAGE = 4096

/** Writes over what is in a file. */
export function overwrite(path: string, offset: number, octets: Buffer): void {
  const file = openSync(path, 'r+')
  writeSync(file, octets, 0, octets.length, offset)
  closeSync(file)
}

export function cut(path: string, octets: number): void {
  truncateSync(path, octets)
}

/** Octets that look like noise, the same for the same seed. */
export function noise(seed: number, octets = PAGE): Buffer {
  let state = seed + 1
  return Buffer.from(
    Array.from({ length: octets }, () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
      return state >>> 24
    }),
  )
}
