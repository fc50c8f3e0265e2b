import { readdirSync, statSync } from 'node:fs'
import { expect, it } from 'vitest'
import { outbox } from '../../../db/gateway/schema.ts'
import { describeWith } from '../../describe-with.ts'
import { noise, overwrite, PAGE, pagesOf } from './faults.ts'
import { bench, FIVE, fill, filled, putReports, seqsIn, sessionsIn, setAsideOf, upTo } from './filled.ts'
import { limitFiles, smallDisk } from './small-disk.ts'

const MB = 1024 * 1024
const REPORTS = 100
const BACK = 'the database is back on the disk'

const inMemory = (reason: RegExp) =>
  expect.stringMatching(new RegExp(`^the database is in memory, where a power cut would lose it: .*${reason.source}`))

describeWith(['bus'], 'a disk without room', () => {
  it('that fills up while the portal runs stops nothing, and has everything once there is room', () => {
    const disk = smallDisk(6 * MB)
    const at = bench(disk.folder)
    const { db, state, settle } = at.open()
    const bootId = fill(db, REPORTS)
    disk.fill()
    for (let from = REPORTS; from < REPORTS + 500; from += 10) putReports(db, bootId, { from, count: 10 })
    settle()
    expect(state().storage).toBe('memory')
    expect(seqsIn(db)).toEqual(upTo(REPORTS + 500))
    disk.empty()
    settle()
    expect(state().storage).toBe('disk')
    expect(at.logged).toEqual([inMemory(/the disk is full/), BACK])
    db.$client.close()
    expect(seqsIn(at.open().db)).toEqual(upTo(REPORTS + 500))
  })

  it('is not overlooked where a statement returns what it was to write', () => {
    const disk = smallDisk(6 * MB)
    const at = bench(disk.folder)
    const { db, state } = at.open()
    const bootId = fill(db, 10)
    disk.fill()
    const put = (seq: number) =>
      db
        .insert(outbox)
        .values({ bootId, seq, body: JSON.stringify('x'.repeat(9000)) })
        .returning()
        .get()
    for (let seq = 10; seq < 60; seq += 1) expect(put(seq).seq).toBe(seq)
    expect(state().storage).toBe('memory')
    expect(seqsIn(db)).toEqual(upTo(60))
  })

  it('lets the portal start with what is on it, and go on', () => {
    const disk = smallDisk(6 * MB)
    const at = bench(disk.folder)
    const bootId = filled(at, REPORTS)
    disk.fill()
    const { db, state, settle } = at.open()
    expect(seqsIn(db)).toEqual(upTo(REPORTS))
    putReports(db, bootId, { from: REPORTS, count: 50 })
    settle()
    expect(state().storage).toBe('memory')
    expect(sessionsIn(db)).toEqual(FIVE)
    disk.empty()
    settle()
    db.$client.close()
    expect(seqsIn(at.open().db)).toEqual(upTo(REPORTS + 50))
  })

  it('lets a portal start that never ran before', () => {
    const disk = smallDisk(6 * MB)
    const at = bench(disk.folder)
    disk.fill()
    const { db, state, settle } = at.open()
    fill(db, REPORTS)
    settle()
    expect(state().storage).toBe('memory')
    disk.empty()
    settle()
    expect(state().storage).toBe('disk')
    db.$client.close()
    expect(seqsIn(at.open().db)).toEqual(upTo(REPORTS))
  })

  it('lets a portal that was stopped meanwhile go on from memory', () => {
    const disk = smallDisk(6 * MB)
    const at = bench(disk.folder)
    const { db } = at.open()
    const bootId = fill(db, REPORTS)
    disk.fill()
    putReports(db, bootId, { from: REPORTS, count: 50 })
    db.$client.close()
    const { db: again, state, settle } = at.open()
    expect(state().storage).toBe('memory')
    putReports(again, bootId, { from: REPORTS + 50, count: 1 })
    disk.empty()
    settle()
    expect(seqsIn(again)).toEqual(upTo(REPORTS + 51))
    expect(at.logged).toEqual([
      inMemory(/the disk is full/),
      'the database is still in memory: the disk does not take it',
      BACK,
    ])
  })

  it('takes no new file in the place of a damaged one: what can be read is in memory until there is room', () => {
    const disk = smallDisk(6 * MB)
    const at = bench(disk.folder)
    const bootId = filled(at, REPORTS)
    const { n, seqs } =
      pagesOf(at.path).findLast(({ table, kind }) => table === 'outbox' && kind === 'leaf') ?? expect.fail()
    overwrite(at.path, (n - 1) * PAGE, noise(1))
    disk.fill()
    const { db, state, settle } = at.open()
    const left = upTo(REPORTS).filter((seq) => !seqs.includes(seq))
    expect(seqsIn(db)).toEqual(left)
    putReports(db, bootId, { from: 900, count: 1 })
    settle()
    expect(state()).toEqual({ storage: 'memory', databasesSetAside: 0 })
    disk.empty()
    settle()
    expect(state()).toEqual({ storage: 'disk', databasesSetAside: 1 })
    expect(setAsideOf(at)).toEqual(['gateway.db.damaged-1'])
    expect(at.logged).toEqual([
      inMemory(/and there is no room for another/),
      'the database file was damaged, and a new one has begun; it is set aside as gateway.db.damaged-1',
      BACK,
    ])
    db.$client.close()
    expect(seqsIn(at.open().db)).toEqual([...left, 900])
  })

  it('is rid of a damaged file when its time is up, where that is what takes the room', () => {
    const disk = smallDisk(16 * MB)
    const at = bench(disk.folder)
    filled(at, 1200)
    overwrite(at.path, 100 * PAGE, noise(1))
    disk.fill(statSync(at.path).size * 1.7)
    const { db, state, settle } = at.open({ keepSetAsideMs: 3_600_000 })
    const before = seqsIn(db)
    at.clock.ms += 3_599_000
    settle()
    expect(state().storage).toBe('memory')
    at.clock.ms += 1_000
    settle()
    expect(state().storage).toBe('disk')
    db.$client.close()
    expect(seqsIn(at.open().db)).toEqual(before)
    expect(before.length).toBeGreaterThan(1180)
  })

  it('is rid of what was set aside before it goes into memory', () => {
    const disk = smallDisk(8 * MB)
    const at = bench(disk.folder)
    const bootId = filled(at, 500)
    overwrite(at.path, 100 * PAGE, noise(1))
    const { db, state } = at.open()
    expect(setAsideOf(at)).toEqual(['gateway.db.damaged-1'])
    disk.fill()
    putReports(db, bootId, { from: 900, count: 100 })
    expect(setAsideOf(at)).toEqual([])
    expect(state().storage).toBe('disk')
    expect(at.logged).toHaveLength(1)
  })

  it('in memory too leaves the program its own', () => {
    const disk = smallDisk(6 * MB)
    const memory = smallDisk(0.5 * MB)
    const at = bench(disk.folder)
    const { db, state, settle } = at.open({ memoryFolder: memory.folder })
    const bootId = fill(db, 400)
    disk.fill()
    putReports(db, bootId, { from: 400, count: 100 })
    expect(db.$client.memory).toBe(true)
    disk.empty()
    settle()
    expect(state().storage).toBe('disk')
    expect(seqsIn(db)).toEqual(upTo(500))
    expect(readdirSync(memory.folder)).toEqual([])
  })
})

describeWith(['bus'], 'a disk that lets nothing be written', () => {
  it('stops nothing', () => {
    const disk = smallDisk(6 * MB)
    const at = bench(disk.folder)
    const bootId = filled(at, REPORTS)
    // What is open for writing keeps a file system from being made read-only: so it is before the portal starts.
    disk.readOnly(true)
    const { db, state, settle } = at.open()
    expect(seqsIn(db)).toEqual(upTo(REPORTS))
    putReports(db, bootId, { from: REPORTS, count: 10 })
    settle()
    expect(state().storage).toBe('memory')
    disk.readOnly(false)
    settle()
    expect(state().storage).toBe('disk')
    expect(at.logged).toEqual([inMemory(/(read-only|cannot be opened)/), BACK])
    db.$client.close()
    expect(seqsIn(at.open().db)).toEqual(upTo(REPORTS + 10))
  })

  it('and never had a database lets the portal start', () => {
    const disk = smallDisk(6 * MB)
    const at = bench(disk.folder)
    disk.readOnly(true)
    const { db, state, settle } = at.open()
    fill(db, REPORTS)
    expect(state().storage).toBe('memory')
    disk.readOnly(false)
    settle()
    expect(state().storage).toBe('disk')
    db.$client.close()
    expect(seqsIn(at.open().db)).toEqual(upTo(REPORTS))
  })
})

describeWith(['bus'], 'a disk that fails while it is written to', () => {
  it('stops nothing, and has everything when it works again', () => {
    const at = bench()
    const { db, state, settle } = at.open()
    const bootId = fill(db, REPORTS)
    limitFiles(300_000)
    putReports(db, bootId, { from: REPORTS, count: 400 })
    settle()
    expect(state().storage).toBe('memory')
    expect(at.logged).toEqual([inMemory(/the disk fails/)])
    limitFiles(null)
    settle()
    expect(state().storage).toBe('disk')
    db.$client.close()
    expect(seqsIn(at.open().db)).toEqual(upTo(REPORTS + 400))
    expect(setAsideOf(at)).toEqual([])
  })
})
