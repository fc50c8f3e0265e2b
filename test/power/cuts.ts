import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { seededRandom } from '../../cli/random.ts'
import { compare, type Difference } from './compare.ts'
import { Disk } from './disk.ts'
import { MODES, type Mode } from './file.ts'
import { bootAfter } from './next-boot.ts'
import type { Operation } from './operations.ts'
import { type Promises, promisesIn } from './promised.ts'
import type { Part, Word } from './words.ts'

/** The power goes after so many operations. */
export interface Cut {
  at: number
  part: Part
}

/** A storm as strace has seen it. */
export interface Recording {
  operations: Operation[]
  /** What the disk held when it began, and what had been promised by then. */
  disk: Map<string, Buffer>
  promised: Word[]
}

export const wordsIn = (operations: Operation[]): Word[] =>
  operations.flatMap((operation) => (operation.kind === 'word' ? [JSON.parse(operation.text) as Word] : []))

/** Words of a kind that the storm says only a few times: what leads to them is looked at more closely. */
function isRare(word: Word): boolean {
  if (word.says === 'room') return word.after < word.before
  if (word.says === 'report') return word.report.problems.length > 0
  return ['kept', 'booted', 'held', 'settled'].includes(word.says)
}

/** So many cuts on the way to one rare promise, besides those before its syncs. */
const ON_THE_WAY = 5

/**
 * The operations after which the power is cut: those that make, rename or remove a file, some on the way to each rare promise, and of
 * each part so many of every kind as `ofEach` says: after a promise, before a sync, in a checkpoint, anywhere.
 */
export function chooseCuts({ operations }: Recording, ofEach: (part: Part) => number, seed: string): Cut[] {
  const random = seededRandom(seed)
  const chosen = new Map<number, Cut>()
  const choose = (cuts: Cut[], most: number) => {
    for (let n = 0; n < most; n += 1) {
      const cut = cuts[Math.floor(random() * cuts.length)]
      if (cut) chosen.set(cut.at, cut)
    }
  }
  const byKind = new Map<string, Cut[]>()
  let part: Part = 'the first start'
  let onTheWay: Cut[] = []
  operations.forEach((operation, index) => {
    const cut: Cut = { at: index + 1, part }
    onTheWay.push(cut)
    if (['create', 'rename', 'remove'].includes(operation.kind)) chosen.set(cut.at, cut)
    for (const kind of kindsOf(operations, index)) {
      const key = `${part} ${kind}`
      byKind.set(key, [...(byKind.get(key) ?? []), cut])
    }
    if (operation.kind !== 'word') return
    const word = JSON.parse(operation.text) as Word
    if (isRare(word)) {
      choose(onTheWay, ON_THE_WAY)
      for (const one of onTheWay) if (operations[one.at]?.kind === 'sync') chosen.set(one.at, one)
      chosen.set(cut.at, cut)
    }
    if (word.says === 'part') part = word.part
    onTheWay = []
  })
  for (const cuts of byKind.values()) choose(cuts, ofEach(cuts[0]?.part ?? part))
  return [...chosen.values()].sort((a, b) => a.at - b.at)
}

function kindsOf(operations: Operation[], index: number): string[] {
  const [operation, next] = [operations[index], operations[index + 1]]
  const kinds = ['anywhere']
  if (operation?.kind === 'word') kinds.push('after a promise')
  if (next?.kind === 'sync') kinds.push('before a sync')
  // The database itself is the first file that a gateway makes; it is written to in checkpoints only.
  if (operation?.kind === 'write' && operation.file === 0) kinds.push('in a checkpoint')
  return kinds
}

export interface Outcome {
  cut: Cut
  mode: Mode
  differences: Difference[]
}

/**
 * Cuts the power at each of these moments, in every mode, and starts the next boot from what is left. `draws`: how often a subset of
 * what was under way is drawn.
 */
export async function cutAndBoot(
  recording: Recording,
  cuts: Cut[],
  folder: string,
  draws: (part: Part) => number = () => 1,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  const run = replay(recording)
  for (const cut of cuts) {
    const { disk, promises, isAsBefore } = run.to(cut.at)
    const random = seededRandom(`cut after ${cut.at}`)
    for (const mode of modesOf(disk, isAsBefore)) {
      const isDrawn = mode === 'some' || mode === 'torn'
      for (let draw = 0; draw < (isDrawn ? draws(cut.part) : 1); draw += 1) {
        lay(folder, disk.cut(mode, random))
        outcomes.push({ cut, mode, differences: await differencesIn(folder, promises) })
      }
    }
  }
  return outcomes
}

async function differencesIn(folder: string, promises: Promises): Promise<Difference[]> {
  try {
    return compare(promises, await bootAfter(folder))
  } catch (error) {
    return [{ about: 'start', text: `the gateway does not start: ${error}` }]
  }
}

/** What is left of this storm after a cut, and what had been promised by then: where another recording may begin. */
export function leftAfter(recording: Recording, at: number, mode: Mode): Pick<Recording, 'disk' | 'promised'> {
  const { disk, words } = replay(recording).to(at)
  const left = disk.cut(mode, seededRandom(`cut after ${at}`))
  return { disk: new Map([...left].map(([name, pieces]) => [name, Buffer.concat(pieces)])), promised: words }
}

/** Lives through a recording once, from cut to cut. */
function replay({ operations, disk: before, promised }: Recording) {
  const disk = new Disk(before)
  const words = [...promised]
  const later = wordsIn(operations)
  let applied = 0
  return {
    to(at: number) {
      const passed = operations.slice(applied, at)
      for (const operation of passed) {
        disk.apply(operation)
        if (operation.kind === 'word') words.push(...later.splice(0, 1))
      }
      // Nothing has reached the disk since the cut before, and nothing was promised.
      const isAsBefore = applied > 0 && !passed.some(({ kind }) => kind.startsWith('sync') || kind === 'word')
      applied = at
      return { disk, words, promises: promisesIn(words, later), isAsBefore }
    },
  }
}

function modesOf(disk: Disk, isAsBefore: boolean): readonly Mode[] {
  // Where nothing is under way, all modes are the same.
  if (!disk.hasPending()) return isAsBefore ? [] : ['none']
  return isAsBefore ? MODES.filter((mode) => mode !== 'none') : MODES
}

/** Makes `folder` hold these files and no others. */
export function lay(folder: string, files: Map<string, Buffer[]>): void {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const [name, pieces] of files) {
    const file = openSync(join(folder, name), 'w')
    for (const piece of pieces) if (piece.length > 0) writeSync(file, piece)
    closeSync(file)
  }
}
