import { readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { outbox } from '../../../db/gateway/schema.ts'
import { cut, noise, overwrite, PAGE, pagesOf } from './faults.ts'
import { bench, filesOf, fill, filled, putReports, seqsIn, upTo } from './filled.ts'

const REPORTS = 200

const without = (lost: number[]) => upTo(REPORTS).filter((seq) => !lost.includes(seq))

describe('damage while the portal runs', () => {
  /** Open, with nothing of it remembered but what SQLite cannot do without. */
  function running() {
    const at = bench()
    const opened = at.open()
    const bootId = fill(opened.db, REPORTS)
    opened.db.$client.pragma('wal_checkpoint(TRUNCATE)')
    return { at, bootId, ...opened }
  }
  const forget = (client: { pragma(source: string): unknown }) => {
    client.pragma('cache_size = 0')
    client.pragma('shrink_memory')
  }

  it('loses the reports on the page, and the statement that met it gets its answer', () => {
    const { at, db, state, bootId } = running()
    const { n, seqs } =
      pagesOf(at.path).findLast(({ table, kind }) => table === 'outbox' && kind === 'leaf') ?? expect.fail()
    forget(db.$client)
    overwrite(at.path, (n - 1) * PAGE, noise(1))
    const one = db
      .select()
      .from(outbox)
      .where(eq(outbox.seq, seqs[0] ?? -1))
      .prepare()
    expect(one.get()).toBeUndefined()
    expect(seqsIn(db)).toEqual(without(seqs))
    expect(state()).toEqual({ storage: 'disk', databasesSetAside: 1 })
    putReports(db, bootId, { from: 9000, count: 1 })
    db.$client.close()
    expect(seqsIn(at.open().db)).toEqual([...without(seqs), 9000])
  })

  it.each([
    ['was emptied', (path: string) => cut(path, 0)],
    ['was cut to 100 octets', (path: string) => cut(path, 100)],
    ['is noise', (path: string) => overwrite(path, 0, noise(4, statSync(path).size))],
  ])('loses nothing that SQLite still had, and goes on, where the file %s', (_, damage) => {
    const { at, db, settle, bootId } = running()
    damage(at.path)
    settle()
    forget(db.$client)
    putReports(db, bootId, { from: 9000, count: 1 })
    expect(seqsIn(db)).toContain(9000)
    db.$client.close()
    expect(seqsIn(at.open().db)).toContain(9000)
  })

  it('writes everything into a new file where somebody has deleted it', () => {
    const { at, db, state, settle, bootId } = running()
    for (const name of filesOf(at)) rmSync(`${dirname(at.path)}/${name}`)
    putReports(db, bootId, { from: 9000, count: 1 })
    settle()
    expect(state().storage).toBe('disk')
    expect(at.logged).toEqual([
      `the database file is gone: a new one has begun; rows saved: outbox ${REPORTS + 1}, boot 1, session 5`,
    ])
    putReports(db, bootId, { from: 9001, count: 1 })
    db.$client.close()
    expect(seqsIn(at.open().db)).toEqual([...upTo(REPORTS), 9000, 9001])
  })

  it('writes everything into a new file where somebody has put another in its place', () => {
    const { at, db, settle } = running()
    const other = bench()
    filled(other, 3)
    renameSync(other.path, at.path)
    settle()
    db.$client.close()
    expect(seqsIn(at.open().db)).toEqual(upTo(REPORTS))
  })
})

describe('what is deleted', () => {
  it('leaves no trace of an address in the files, once they have been looked after', () => {
    const at = bench()
    const { db, settle } = at.open()
    fill(db, 20)
    settle()
    const holds = () =>
      filesOf(at).filter((name) => readFileSync(`${dirname(at.path)}/${name}`).includes('02:00:00:00:00:03'))
    expect(holds()).toEqual(['gateway.db'])
    db.run('delete from session')
    expect(holds()).not.toEqual([])
    settle()
    expect(holds()).toEqual([])
  })
})
