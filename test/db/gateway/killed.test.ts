import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'
import { describeWith } from '../../describe-with.ts'
import { bench, seqsIn, upTo } from './filled.ts'
import { smallDisk } from './small-disk.ts'

const PUTTER = fileURLToPath(new URL('./putter.ts', import.meta.url))

describeWith(['bus'], 'a program that is killed after its disk has filled up', () => {
  it.each([
    ['while its database is in memory', { memory: 15, home: 0, empty: false }],
    ['as soon as there is room again', { memory: 20, home: 0, empty: true }],
    ['once its database is back on the disk', { memory: 20, home: 1, empty: true }],
    ['a while after that', { memory: 20, home: 15, empty: true }],
  ])('finds all that it has told when it starts again: killed %s', async (_, killAt) => {
    const disk = smallDisk(6 * 1024 * 1024)
    const at = bench(disk.folder)
    const child = spawn(process.execPath, ['--import', 'tsx', PUTTER, at.path, at.memoryFolder], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const exited = once(child, 'exit')
    onTestFinished(() => void child.kill('SIGKILL'))
    const seen = { disk: 0, memory: 0, home: 0 }
    let last = -1
    for await (const line of createInterface({ input: child.stdout })) {
      const [seq, storage] = line.split(' ')
      last = Number(seq)
      if (storage === 'memory') seen.memory += 1
      else if (seen.memory === 0) seen.disk += 1
      else seen.home += 1
      // Again and again: it gives room back when it empties its log.
      if (seen.disk >= 60 && seen.memory === 0) disk.fill()
      if (seen.memory === killAt.memory && killAt.empty && seen.home === 0) disk.empty()
      if (seen.memory >= killAt.memory && seen.home >= killAt.home) child.kill('SIGKILL')
    }
    expect(await exited).toEqual([null, 'SIGKILL'])
    const { db } = at.open()
    const seqs = seqsIn(db)
    const newest = seqs.at(-1) ?? -1
    expect([last, last + 1]).toContain(newest)
    expect(seqs).toEqual(upTo(50, newest - 49))
    expect(at.logged.filter((one) => /damaged|could not/.test(one))).toEqual([])
  })
})
