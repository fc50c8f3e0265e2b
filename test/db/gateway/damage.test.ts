import { statSync, writeFileSync } from 'node:fs'
import Database from 'better-sqlite3'
import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { boot } from '../../../db/gateway/schema.ts'
import { cut, noise, overwrite, PAGE, pagesOf, powerCut } from './faults.ts'
import { bench, bodiesIn, FIVE, filled, putReports, reopened, reportsIn, seqsIn, setAsideOf, upTo } from './filled.ts'

const REPORTS = 200

const without = (lost: number[]) => upTo(REPORTS).filter((seq) => !lost.includes(seq))

describe('a damaged database', () => {
  it.each(upTo(12))('loses only the reports on a page that was overwritten with noise, and goes on (%i)', (seed) => {
    const at = bench()
    const bootId = filled(at, REPORTS)
    const pages = pagesOf(at.path)
    const { n, seqs } = pages[(seed * 7919 + 13) % pages.length] ?? expect.fail('no such page')
    overwrite(at.path, (n - 1) * PAGE, noise(seed))
    const got = reopened(at, bootId)
    expect(got).toMatchObject({ seqs: without(seqs), after: [...without(seqs), 9000], storage: 'disk' })
    expect(got.databasesSetAside).toBe(1)
    expect(at.logged).toHaveLength(1)
    expect(at.logged[0]).toMatch(/^the database file is damaged .*a new one has begun; rows saved: outbox \d+/)
  })

  it.each([
    ['sqlite_schema', 'leaf', 0],
    ['outbox', 'internal', 0],
    ['outbox', 'overflow', 1],
    ['outbox_report', 'leaf', 0],
    ['sqlite_sequence', 'leaf', 0],
  ] as const)('keeps every report that is not on the page: %s, %s', (table, kind, lost) => {
    const at = bench()
    const bootId = filled(at, REPORTS)
    const { n, seqs } = pagesOf(at.path).find((one) => one.table === table && one.kind === kind) ?? expect.fail()
    overwrite(at.path, (n - 1) * PAGE, noise(n))
    const got = reopened(at, bootId)
    expect(seqs).toHaveLength(lost)
    expect(got).toMatchObject({ seqs: without(seqs), sessions: FIVE, after: [...without(seqs), 9000] })
  })

  it('keeps the reports where the page with the boot is lost; the sessions of that boot are over', () => {
    const at = bench()
    const bootId = filled(at, REPORTS)
    const { n } = pagesOf(at.path).find(({ table }) => table === 'boot') ?? expect.fail()
    overwrite(at.path, (n - 1) * PAGE, noise(1))
    expect(reopened(at, bootId)).toMatchObject({ seqs: upTo(REPORTS), sessions: [] })
  })

  it.each(upTo(8))(
    'keeps every other report where a few octets are wrong, and none that cannot be read (%i)',
    (seed) => {
      const at = bench()
      const bootId = filled(at, REPORTS)
      const size = statSync(at.path).size
      const offset = (seed * 104_729 + 5_000) % (size - 64)
      const { seqs } = pagesOf(at.path).find(({ n }) => n === Math.floor(offset / PAGE) + 1) ?? { seqs: [] }
      const beside = pagesOf(at.path).find(({ n }) => n === Math.floor((offset + 63) / PAGE) + 1)?.seqs ?? []
      overwrite(at.path, offset, noise(seed, 64))
      const { db } = at.open()
      expect(seqsIn(db)).toEqual(expect.arrayContaining(without([...seqs, ...beside])))
      expect(() => bodiesIn(db).map((body) => JSON.parse(body))).not.toThrow()
      putReports(db, bootId, { from: 9000, count: 1 })
      expect(seqsIn(db).at(-1)).toBe(9000)
    },
  )

  it.each([1, 700, 4095])('notices that %i octets of its last page are missing', (octets) => {
    const at = bench()
    const bootId = filled(at, REPORTS)
    const last = statSync(at.path).size / PAGE
    const { seqs } = pagesOf(at.path).find(({ n }) => n === last) ?? { seqs: [] }
    cut(at.path, last * PAGE - octets)
    const got = reopened(at, bootId)
    expect(got.seqs).toEqual(expect.arrayContaining(without(seqs)))
    expect(got).toMatchObject({ after: [...got.seqs, 9000], databasesSetAside: 1 })
    expect(setAsideOf(at)).toEqual(['gateway.db.damaged-1'])
  })

  it('keeps what is in the half of it that is left', () => {
    const at = bench()
    const bootId = filled(at, REPORTS)
    const half = Math.floor(statSync(at.path).size / PAGE / 2)
    const lost = pagesOf(at.path).flatMap(({ n, seqs }) => (n > half ? seqs : []))
    cut(at.path, half * PAGE)
    expect(lost.length).toBeGreaterThan(20)
    expect(reopened(at, bootId)).toMatchObject({ seqs: without(lost), sessions: FIVE })
  })

  it('keeps everything where only its header was zeroed', () => {
    const at = bench()
    const bootId = filled(at, REPORTS)
    overwrite(at.path, 0, Buffer.alloc(100))
    expect(reopened(at, bootId)).toMatchObject({ seqs: upTo(REPORTS), sessions: FIVE })
  })

  it.each([
    ['100 octets of it', (path: string) => cut(path, 100)],
    ['a text file', (path: string) => writeFileSync(path, 'Not a database.\n'.repeat(500))],
    ['noise', (path: string) => writeFileSync(path, noise(3, 40_000))],
  ])('is begun anew where there is only %s', (_, damage) => {
    const at = bench()
    const bootId = filled(at, REPORTS)
    damage(at.path)
    expect(reopened(at, bootId)).toMatchObject({ seqs: [], after: [9000], databasesSetAside: 1 })
    expect(at.logged[0]).toMatch(/set aside as gateway\.db\.damaged-1, and a new one has begun; rows saved: none$/)
  })

  it.each([
    ['its header', 0, 100],
    ['its first page', 0, PAGE],
    ['a page in the middle', 20 * PAGE, PAGE],
  ])('keeps the reports that are in its log only, where a power cut came and %s is lost', (_, offset, octets) => {
    const at = bench()
    powerCut(at, { inFile: 100, inLog: 50 })
    overwrite(at.path, offset, noise(5, octets))
    const { db } = at.open()
    expect(seqsIn(db)).toEqual(expect.arrayContaining(upTo(50, 100)))
    expect(seqsIn(db).length).toBeGreaterThan(140)
  })

  it('is no damaged one where a power cut has only left a log', () => {
    const at = bench()
    const bootId = powerCut(at, { inFile: 100, inLog: 50 })
    expect(reopened(at, bootId)).toMatchObject({ seqs: upTo(150), databasesSetAside: 0 })
    expect(at.logged).toEqual([])
  })

  it('is no damaged one where the file has grown only in part when the power was cut: its log has that page', () => {
    const at = bench()
    const bootId = powerCut(at, { inFile: 100, inLog: 50 })
    writeFileSync(at.path, noise(1, 1000), { flag: 'a' })
    expect(reopened(at, bootId)).toMatchObject({ seqs: upTo(150), databasesSetAside: 0 })
  })

  it('never gives a report the identity of another, whatever became of its counter', () => {
    const at = bench()
    const bootId = filled(at, REPORTS)
    overwrite(at.path, 0, Buffer.alloc(100))
    const { db } = at.open()
    expect(db.select().from(boot).where(eq(boot.bootId, bootId)).get()?.nextSeq).toBe(REPORTS)
    expect(reportsIn(db).at(-1)?.id).toBe(REPORTS)
    putReports(db, bootId, { from: REPORTS, count: 1 })
    expect(reportsIn(db).at(-1)?.id).toBe(REPORTS + 1)
  })
})

describe('tables that cannot be brought up to date', () => {
  it('are begun anew with all their rows, and nothing is kept aside', () => {
    const at = bench()
    const bootId = filled(at, 30)
    const db = new Database(at.path)
    db.exec('delete from __drizzle_migrations')
    db.close()
    expect(reopened(at, bootId)).toMatchObject({ seqs: upTo(30), sessions: FIVE, after: [...upTo(30), 9000] })
    expect(setAsideOf(at)).toEqual([])
    expect(at.logged[0]).toMatch(/cannot be brought up to date.*rows saved: outbox 30, boot 1, session 5$/)
  })

  it('lose the rows that do not fit, which are counted', () => {
    const at = bench()
    filled(at, 30)
    const db = new Database(at.path)
    db.exec(`delete from __drizzle_migrations; update outbox set body = '{"cut":' where seq = 7`)
    db.close()
    expect(seqsIn(at.open().db)).toEqual(upTo(30).filter((seq) => seq !== 7))
    expect(at.logged[0]).toMatch(/rows saved: outbox 29, boot 1, session 5; rows that could not be kept: 1$/)
    expect(setAsideOf(at)).toEqual(['gateway.db.damaged-1'])
  })
})
