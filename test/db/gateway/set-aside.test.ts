import { copyFileSync, existsSync, renameSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { noise, overwrite, PAGE, pagesOf, powerCut } from './faults.ts'
import { type Bench, bench, filled, reopened, seqsIn, setAsideOf, upTo } from './filled.ts'

const REPORTS = 200

describe('a database that was set aside', () => {
  const damaged = (at: Bench) => {
    filled(at, REPORTS)
    overwrite(at.path, 30 * PAGE, noise(1))
    return at.open({ keepSetAsideMs: 3_600_000 })
  }

  it('is deleted when its time is up, for it holds addresses', () => {
    const at = bench()
    const { settle } = damaged(at)
    at.clock.ms += 3_599_000
    settle()
    expect(setAsideOf(at)).toEqual(['gateway.db.damaged-1'])
    at.clock.ms += 1_000
    settle()
    expect(setAsideOf(at)).toEqual([])
  })

  it('is deleted too where the clock has been set back a long way since', () => {
    const at = bench()
    const { settle } = damaged(at)
    at.clock.ms -= 30 * 86_400_000
    settle()
    expect(setAsideOf(at)).toEqual([])
  })

  it('makes room for the next one', () => {
    const at = bench()
    const { db } = damaged(at)
    db.$client.close()
    overwrite(at.path, 30 * PAGE, noise(2))
    at.open()
    expect(setAsideOf(at)).toEqual(['gateway.db.damaged-2'])
  })

  it('is not kept at all where every row could be read', () => {
    const at = bench()
    const bootId = filled(at, REPORTS)
    const { n } = pagesOf(at.path).find(({ table }) => table === 'outbox_report') ?? expect.fail()
    overwrite(at.path, (n - 1) * PAGE, noise(1))
    expect(reopened(at, bootId).seqs).toEqual(upTo(REPORTS))
    expect(setAsideOf(at)).toEqual([])
  })
})

describe('a power cut while a damaged database is replaced', () => {
  /** The files as they are once the new one is whole, and those of the damaged one. */
  function halfReplaced() {
    const at = bench()
    filled(at, 20)
    renameSync(at.path, `${at.path}.new`)
    return at
  }

  it('leaves the new one where it was whole', () => {
    const at = halfReplaced()
    writeFileSync(at.path, noise(1, 40_000))
    expect(seqsIn(at.open().db)).toEqual(upTo(20))
    expect(setAsideOf(at)).toEqual(['gateway.db.damaged-1'])
  })

  it('leaves the new one where the damaged one had just been moved away', () => {
    const at = halfReplaced()
    writeFileSync(`${at.path}.damaged-1`, noise(1, 40_000))
    expect(seqsIn(at.open().db)).toEqual(upTo(20))
  })

  it('begins again where the new one was not whole', () => {
    const at = bench()
    filled(at, 20)
    overwrite(at.path, 0, Buffer.alloc(100))
    writeFileSync(`${at.path}.building`, noise(1, 40_000))
    expect(seqsIn(at.open().db)).toEqual(upTo(20))
    expect(existsSync(`${at.path}.building`)).toBe(false)
  })

  it('never lets the log of the damaged one into the new one', () => {
    const at = halfReplaced()
    const other = bench()
    powerCut(other, { inFile: 5, inLog: 5 })
    copyFileSync(other.path, at.path)
    copyFileSync(`${other.path}-wal`, `${at.path}-wal`)
    expect(seqsIn(at.open().db)).toEqual(upTo(20))
  })
})
