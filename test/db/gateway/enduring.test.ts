import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { count, eq, sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { outbox, session } from '../../../db/gateway/schema.ts'
import { cut, fillUp, inMemory, noise, onFullDisk, REPORTS } from './faults.ts'
import { type Bench, FIVE, putReports, putSession, reportsIn, seqsIn, sessionsIn, upTo } from './filled.ts'

const IN_MEMORY = /^the database is in memory, where a power cut would lose it: the disk is full/
const BACK = 'the database is back on the disk'

const inMemoryFolder = (at: Bench) => readdirSync(at.memoryFolder)

describe('a full disk', () => {
  it('moves the database into memory, and what failed is done there, once', () => {
    const { at, db, bootId, state } = onFullDisk()
    putReports(db, bootId, { from: REPORTS, count: 30 })
    expect(seqsIn(db)).toEqual(upTo(REPORTS + 30))
    expect(sessionsIn(db)).toEqual(FIVE)
    expect(state()).toEqual({ storage: 'memory', databasesSetAside: 0 })
    expect(at.logged).toEqual([expect.stringMatching(IN_MEMORY)])
  })

  it('does a single statement again that failed', () => {
    const { db, bootId, state } = onFullDisk()
    const body = JSON.stringify('x'.repeat(50_000))
    const put = db.insert(outbox).values({ bootId, seq: 77, body }).returning({ seq: outbox.seq })
    expect(put.get()).toEqual({ seq: 77 })
    expect(state().storage).toBe('memory')
    expect(seqsIn(db)).toEqual([...upTo(REPORTS), 77])
  })

  it('leaves statements that were prepared before as good as new', () => {
    const { db, bootId } = onFullDisk()
    const find = db
      .select()
      .from(outbox)
      .where(eq(outbox.seq, sql.placeholder('seq')))
      .prepare()
    const counted = db.$client.prepare('select count(*) from outbox').pluck()
    expect(find.get({ seq: 3 })?.seq).toBe(3)
    expect(counted.get()).toBe(REPORTS)
    putReports(db, bootId, { from: REPORTS, count: 10 })
    expect(find.get({ seq: 3 })?.seq).toBe(3)
    expect(find.get({ seq: REPORTS + 9 })?.seq).toBe(REPORTS + 9)
    expect(counted.get()).toBe(REPORTS + 10)
  })

  it('does a transaction again as a whole, with those within it', () => {
    const { db, bootId, state } = onFullDisk()
    let times = 0
    const result = db.transaction((tx) => {
      times += 1
      tx.delete(outbox).where(eq(outbox.seq, 0)).run()
      tx.transaction((inner) => {
        inner.delete(outbox).where(eq(outbox.seq, 1)).run()
        inner
          .insert(outbox)
          .values({ bootId, seq: 500, body: JSON.stringify('y'.repeat(200_000)) })
          .run()
      })
      tx.update(session)
        .set({ extensions: sql`${session.extensions} + 1` })
        .run()
      return tx.select({ n: count() }).from(outbox).get()?.n
    })
    expect({ times, result }).toEqual({ times: 2, result: REPORTS - 1 })
    expect(state().storage).toBe('memory')
    expect(seqsIn(db)).toEqual([...upTo(REPORTS - 2, 2), 500])
    expect(db.select({ extensions: session.extensions }).from(session).all()).toEqual(Array(5).fill({ extensions: 1 }))
  })

  it('does it again too where the transaction had caught what went wrong', () => {
    const { db, bootId, state } = onFullDisk()
    let caught = 0
    db.transaction((tx) => {
      tx.delete(outbox).where(eq(outbox.seq, 0)).run()
      try {
        tx.insert(outbox)
          .values({ bootId, seq: 500, body: JSON.stringify('y'.repeat(200_000)) })
          .run()
      } catch {
        caught += 1
      }
    })
    expect(caught).toBe(1)
    expect(state().storage).toBe('memory')
    expect(seqsIn(db)).toEqual([...upTo(REPORTS - 1, 1), 500])
  })

  it('is not blamed for what is wrong with a statement or a transaction', () => {
    const { at, db, bootId, state } = onFullDisk()
    expect(() => db.insert(outbox).values({ bootId, seq: 3, body: '{}' }).run()).toThrow('UNIQUE constraint failed')
    expect(() => db.run('select * from nowhere')).toThrow("Failed to run the query 'select * from nowhere'")
    expect(() =>
      db.transaction((tx) => {
        tx.delete(outbox).run()
        throw new Error('the rider has left')
      }),
    ).toThrow('the rider has left')
    expect(() => db.transaction((tx) => tx.rollback())).toThrow('Rollback')
    expect(seqsIn(db)).toEqual(upTo(REPORTS))
    expect({ ...state(), logged: at.logged }).toEqual({ storage: 'disk', databasesSetAside: 0, logged: [] })
  })
})

describe('back on the disk', () => {
  it('everything is as it was in memory: what was added, changed and deleted there', () => {
    const { at, db, bootId, state, settle } = inMemory()
    putReports(db, bootId, { from: 100, count: 5 })
    db.delete(outbox).where(eq(outbox.seq, 3)).run()
    db.update(outbox).set({ rejectedReason: 'too old' }).where(eq(outbox.seq, 4)).run()
    db.delete(session).where(eq(session.sessionId, 'session-2')).run()
    putSession(db, bootId, 6)
    const before = db.select().from(outbox).all()
    settle()
    expect(state().storage).toBe('disk')
    expect(at.logged).toEqual([expect.stringMatching(IN_MEMORY), BACK])
    expect(db.select().from(outbox).all()).toEqual(before)
    db.$client.close()
    const { db: again } = at.open()
    expect(again.select().from(outbox).all()).toEqual(before)
    expect(sessionsIn(again)).toEqual(['session-1', 'session-3', 'session-4', 'session-5', 'session-6'])
    expect(inMemoryFolder(at)).toEqual([])
  })

  it('no id is used twice, though every row that had one is gone', () => {
    const { at, db, bootId, settle } = inMemory()
    db.delete(outbox).run()
    settle()
    db.$client.close()
    const { db: again } = at.open()
    putReports(again, bootId, { from: 500, count: 1 })
    expect(reportsIn(again)).toEqual([{ id: REPORTS + 2, seq: 500 }])
  })

  it('the order of rows whose place is their age is kept', () => {
    const { db, settle } = inMemory()
    for (const name of ['c', 'a', 'b']) db.run(sql`insert into counter values (${name}, 1, 1)`)
    db.run(sql`delete from counter where name = 'c'`)
    db.run(sql`insert into counter values ('c', 1, 1)`)
    settle()
    expect(db.all(sql`select name from counter order by rowid`)).toEqual([{ name: 'a' }, { name: 'b' }, { name: 'c' }])
  })

  it('and into memory again: nothing is lost, doubled or said more than once', () => {
    const { at, db, bootId, settle } = inMemory()
    for (const round of [1, 2, 3]) {
      settle()
      fillUp(db)
      putReports(db, bootId, { from: 100 * round, count: 30 })
    }
    settle()
    expect(seqsIn(db)).toEqual([...upTo(REPORTS + 1), ...upTo(30, 100), ...upTo(30, 200), ...upTo(30, 300)])
    expect(reportsIn(db).map(({ id }) => id)).toEqual(upTo(REPORTS + 91, 1))
    expect(at.logged).toEqual(
      Array.from({ length: 8 }, (_, n) => (n % 2 === 0 ? expect.stringMatching(IN_MEMORY) : BACK)),
    )
  })

  it('a prepared statement and a transaction work as before', () => {
    const { db, bootId, settle } = inMemory()
    const find = db
      .select()
      .from(outbox)
      .where(eq(outbox.seq, sql.placeholder('seq')))
      .prepare()
    expect(find.get({ seq: REPORTS })?.seq).toBe(REPORTS)
    settle()
    expect(find.get({ seq: REPORTS })?.seq).toBe(REPORTS)
    putReports(db, bootId, { from: 300, count: 1 })
    expect(find.get({ seq: 300 })?.seq).toBe(300)
  })

  it.each([
    ['has been deleted', (path: string) => rmSync(path)],
    ['has been cut', (path: string) => cut(path, 5_000)],
    ['is noise', (path: string) => writeFileSync(path, noise(8, 60_000))],
  ])('a new file is begun where the old one %s meanwhile', (_, damage) => {
    const { at, db, bootId, state, settle } = inMemory()
    damage(at.path)
    settle()
    expect(state().storage).toBe('disk')
    expect(at.logged.at(-1)).toBe(BACK)
    putReports(db, bootId, { from: 300, count: 1 })
    db.$client.close()
    expect(seqsIn(at.open().db)).toEqual([...upTo(REPORTS + 1), 300])
    // All that was in it had been read.
    expect(readdirSync(dirname(at.path)).filter((name) => name.includes('damaged'))).toEqual([])
  })

  it('is where it goes when the portal stops', () => {
    const { at, db } = inMemory()
    db.$client.close()
    expect(at.logged.at(-1)).toBe(BACK)
    expect(inMemoryFolder(at)).toEqual([])
    expect(seqsIn(at.open().db)).toEqual(upTo(REPORTS + 1))
  })
})
