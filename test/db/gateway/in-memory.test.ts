import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { putBackInto } from '../../../db/gateway/enduring-return.ts'
import { modeOf } from '../../../db/gateway/memory-disk.ts'
import { boot, dropped, outbox, riderProblem, session } from '../../../db/gateway/schema.ts'
import { enterBoot } from '../../../portal/queries/boots.ts'
import { cut, fillUp, inMemory, noise, REPORTS } from './faults.ts'
import {
  type Bench,
  bench,
  FIVE,
  filled,
  putReports,
  putSession,
  reportsIn,
  seqsIn,
  sessionsIn,
  upTo,
} from './filled.ts'

const inMemoryFolder = (at: Bench) => readdirSync(at.memoryFolder)

describe('a portal that ends while its database is in memory', () => {
  it('finds it there when it starts again, and takes it to the disk', () => {
    const { at, db, bootId } = inMemory()
    putReports(db, bootId, { from: 100, count: 5 })
    db.delete(session).run()
    const after = at.open()
    expect(after.state().storage).toBe('disk')
    expect(seqsIn(after.db)).toEqual([...upTo(REPORTS + 1), ...upTo(5, 100)])
    expect(sessionsIn(after.db)).toEqual([])
  })

  it('finds it there too where the file on the disk is damaged', () => {
    const { at } = inMemory()
    writeFileSync(at.path, noise(2, 20_000))
    const after = at.open()
    expect(after.state()).toEqual({ storage: 'disk', databasesSetAside: 1 })
    expect(seqsIn(after.db)).toEqual(upTo(REPORTS + 1))
  })

  it('does not go back to what was in memory once that had come to the disk', () => {
    const { at, db } = inMemory()
    const memory = new Database(db.$client.name)
    putBackInto(at.path, memory, modeOf(memory) ?? expect.fail(), 0)
    // Here the program was killed; the next one works on, and is killed too.
    const next = at.open()
    expect(next.state().storage).toBe('disk')
    next.db.delete(outbox).where(eq(outbox.seq, 1)).run()
    memory.close()
    expect(seqsIn(at.open().db)).toEqual([0, ...upTo(REPORTS - 1, 2)])
  })

  it('does not take what was never whole in memory for its database', () => {
    const at = bench()
    filled(at, REPORTS)
    const { db } = at.open()
    fillUp(db)
    putReports(db, 'another-boot', { from: 0, count: 30 })
    new Database(db.$client.name).pragma('application_id = 0')
    expect(seqsIn(at.open().db)).toEqual(upTo(REPORTS))
  })
})

describe('a database that cannot be read at all when the portal starts', () => {
  /** A folder whose database cannot be opened, for a folder lies in its place; `mend` puts the real one there. */
  function unreadable() {
    const at = bench()
    const bootId = filled(at, REPORTS)
    renameSync(at.path, `${at.path}.elsewhere`)
    mkdirSync(at.path)
    const mend = () => {
      rmSync(at.path, { recursive: true })
      renameSync(`${at.path}.elsewhere`, at.path)
    }
    return { at, bootId, mend }
  }

  it('does not keep the portal from starting: it begins in memory', () => {
    const { at } = unreadable()
    const { db, state, settle } = at.open()
    settle()
    expect(state().storage).toBe('memory')
    expect(seqsIn(db)).toEqual([])
    expect(at.logged).toEqual([expect.stringMatching(/in memory.*: the database file cannot be opened/)])
  })

  it('is joined by what happened meanwhile, once it can be read: no report of either is lost, no id used twice', () => {
    const { at, mend } = unreadable()
    const { db, state, settle } = at.open()
    const { bootId } = enterBoot(db, { kernelBootId: 'kernel-boot-a', uptime: 5000 }).boot
    putReports(db, bootId, { from: 0, count: 3 })
    const made = reportsIn(db)
    mend()
    settle()
    expect(state().storage).toBe('disk')
    expect(reportsIn(db).slice(REPORTS)).toEqual(made)
    expect(seqsIn(db)).toEqual([...upTo(REPORTS), 0, 1, 2])
    putReports(db, bootId, { from: 3, count: 1 })
    db.$client.close()
    expect(seqsIn(at.open().db)).toEqual([...upTo(REPORTS), 0, 1, 2, 3])
  })

  it('has its riders counted out: nobody knew of them, and their addresses go', () => {
    const { at, bootId, mend } = unreadable()
    const { db, settle } = at.open()
    const mine = enterBoot(db, { kernelBootId: 'kernel-boot-a', uptime: 5000 }).boot
    putSession(db, mine.bootId, 9)
    mend()
    settle()
    expect(sessionsIn(db)).toEqual(['session-9'])
    expect(db.select().from(boot).where(eq(boot.bootId, bootId)).get()?.sessionsEnded).toEqual({ 'gateway-reboot': 5 })
    expect(db.select().from(boot).where(eq(boot.bootId, mine.bootId)).get()?.sessionsEnded).toEqual({})
  })

  it('has counts that nobody was told of added up', () => {
    const { at, mend } = unreadable()
    const lost = { droppedId: 1, reports: 2, sessions: 3, inputOctets: 4, outputOctets: 5 }
    const elsewhere = new Database(`${at.path}.elsewhere`)
    elsewhere.exec('insert into dropped values (1, 10, 10, 10, 10)')
    elsewhere.close()
    const { db, settle } = at.open()
    db.insert(dropped).values(lost).run()
    mend()
    settle()
    expect(db.select().from(dropped).all()).toEqual([
      { droppedId: 1, reports: 12, sessions: 13, inputOctets: 14, outputOctets: 15 },
    ])
  })

  it('is joined too where it has become damaged: what can be read of it is saved', () => {
    const { at, mend } = unreadable()
    const { db, state, settle } = at.open()
    const { bootId } = enterBoot(db, { kernelBootId: 'kernel-boot-a', uptime: 5000 }).boot
    putReports(db, bootId, { from: 50, count: 3 })
    mend()
    cut(at.path, Math.floor(statSync(at.path).size * 0.8))
    settle()
    expect(state()).toEqual({ storage: 'disk', databasesSetAside: 1 })
    expect(seqsIn(db).slice(-3)).toEqual([50, 51, 52])
    expect(seqsIn(db).length).toBeGreaterThan(3)
  })
})

describe('a database that is too large for the memory', () => {
  const SMALL = { memoryOctets: 50_000 }

  it('leaves its reports on the disk and takes the rest', () => {
    const { db, state } = inMemory(SMALL)
    expect(state().storage).toBe('memory')
    expect(seqsIn(db)).toEqual([REPORTS])
    expect(sessionsIn(db)).toEqual(FIVE)
  })

  it('has all its reports again, in their order, once it is back', () => {
    const { at, db, bootId, settle } = inMemory(SMALL)
    putReports(db, bootId, { from: 100, count: 3 })
    db.insert(riderProblem).values({ ticket: 'T1', kind: 'slow', text: '', reportedAt: 1 }).run()
    db.delete(session).where(eq(session.sessionId, 'session-1')).run()
    settle()
    const seqs = [...upTo(REPORTS + 1), ...upTo(3, 100)]
    expect(seqsIn(db)).toEqual(seqs)
    db.$client.close()
    const { db: again } = at.open()
    expect(reportsIn(again).map(({ id }) => id)).toEqual(upTo(REPORTS + 4, 1))
    expect(sessionsIn(again)).toEqual(FIVE.slice(1))
    expect(again.select({ ticket: riderProblem.ticket }).from(riderProblem).all()).toEqual([{ ticket: 'T1' }])
  })

  it('has those of them that can be read where the disk has damaged them meanwhile', () => {
    const { at, db, state, settle } = inMemory(SMALL)
    const copy = `${at.path}.whole`
    copyFileSync(at.path, copy)
    writeFileSync(at.path, Buffer.alloc(100), { flag: 'r+' })
    settle()
    expect(state()).toEqual({ storage: 'disk', databasesSetAside: 1 })
    expect(seqsIn(db)).toEqual(upTo(REPORTS + 1))
    expect(sessionsIn(db)).toEqual(FIVE)
  })
})

describe('memory', () => {
  it.each([null, '/nowhere/at/all'])(
    "is the program's own where there is no file system in it (%s)",
    (memoryFolder) => {
      const { at, db, bootId, state, settle } = inMemory({ memoryFolder })
      expect(db.$client.memory).toBe(true)
      putReports(db, bootId, { from: 100, count: 5 })
      settle()
      expect(state().storage).toBe('disk')
      db.$client.close()
      expect(seqsIn(at.open().db)).toEqual([...upTo(REPORTS + 1), ...upTo(5, 100)])
    },
  )

  it("that has run short gives way to the program's own", () => {
    const { at, db, bootId, state, settle } = inMemory()
    fillUp(db)
    putReports(db, bootId, { from: 100, count: 30 })
    expect(db.$client.memory).toBe(true)
    expect(state().storage).toBe('memory')
    expect(inMemoryFolder(at)).toEqual([])
    settle()
    db.$client.close()
    expect(seqsIn(at.open().db)).toEqual([...upTo(REPORTS + 1), ...upTo(30, 100)])
  })

  it('that somebody else could look into is not used', () => {
    const probe = inMemory()
    const [name = ''] = inMemoryFolder(probe.at)
    expect(name).toMatch(/^abordo-[0-9a-f]{16}$/)
    const at = bench()
    const folder = dirname(probe.db.$client.name)
    rmSync(folder, { recursive: true })
    mkdirSync(folder, { mode: 0o755 })
    probe.db.$client.close()
    const again = probe.at.open()
    fillUp(again.db)
    putReports(again.db, 'boot-z', { from: 0, count: 30 })
    expect(again.db.$client.memory).toBe(true)
    expect(existsSync(join(folder, 'gateway.db'))).toBe(false)
    expect(at.logged).toEqual([])
  })
})
