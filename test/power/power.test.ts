import { beforeAll, expect, it } from 'vitest'
import { describeWith } from '../describe-with.ts'
import type { Difference } from './compare.ts'
import { chooseCuts, cutAndBoot, leftAfter, type Outcome, type Recording, wordsIn } from './cuts.ts'
import { SEED, useWorkshop, wrong } from './outcomes.ts'
import { PARTS, type Part, type Word } from './words.ts'

/** Cuts of each kind. The first start is short and has not much on its disk. */
const CUTS: Partial<Record<Part, number>> = { 'the first start': 16, 'the boarding': 12 }
const isOfDatabase = ({ about }: Difference) => about !== 'policy' && about !== 'enrolment'

describeWith(['strace'], 'the power, cut anywhere in a storm of 240 riders and the rides after it,', () => {
  const workshop = useWorkshop()
  let storm: Recording
  let words: Word[]
  let outcomes: Outcome[]
  const cutsIn = (part: string) => [
    ...new Set(outcomes.filter(({ cut }) => cut.part === part).map(({ cut }) => cut.at)),
  ]

  beforeAll(async () => {
    storm = workshop().record({ life: 'whole' })
    words = wordsIn(storm.operations)
    const cuts = chooseCuts(storm, (part) => CUTS[part] ?? 3, SEED)
    outcomes = await cutAndBoot(storm, cuts, workshop().folder, (part) => (part === 'the first start' ? 6 : 1))
  }, 240_000)

  it('was tried at hundreds of moments, in every part of the storm', () => {
    expect(PARTS.flatMap(cutsIn).length).toBeGreaterThan(250)
    expect(outcomes.length).toBeGreaterThan(800)
    expect(cutsIn('the boarding').length).toBeGreaterThan(40)
    expect([...new Set(outcomes.map(({ cut }) => cut.part))]).toEqual(PARTS)
  })

  it('met everything that a gateway does with its disk', () => {
    const count = (is: (word: Word) => boolean) => words.filter(is).length
    expect(count(({ says }) => says === 'online')).toBeGreaterThan(400)
    expect(count(({ says }) => says === 'report')).toBeGreaterThan(100)
    expect(count((word) => word.says === 'room' && word.after < word.before)).toBeGreaterThan(0)
    expect(count((word) => word.says === 'held' && word.reports.some(({ merged }) => merged !== null))).toBeGreaterThan(
      0,
    )
    expect(count(({ says }) => says === 'settled')).toBeGreaterThan(4)
    // Each checkpoint writes the first page of the first file.
    const checkpoints = storm.operations.filter((one) => one.kind === 'write' && one.file === 0 && one.at === 0)
    expect(checkpoints.length).toBeGreaterThan(4)
  })

  it.each(PARTS)('loses nothing that was promised, and doubles nothing: %s', (part) => {
    const ofPart = outcomes.filter(({ cut }) => cut.part === part)
    expect(wrong(ofPart, isOfDatabase)).toEqual([])
  })

  it('leaves policy.json whole, and the one that was kept', () => {
    expect(wrong(outcomes, ({ about }) => about === 'policy')).toEqual([])
  })

  it('leaves enrolment.json whole, and the one that was written', () => {
    expect(wrong(outcomes, ({ about }) => about === 'enrolment')).toEqual([])
  })

  it('and cut once more in the boot after it, loses and doubles nothing either', async () => {
    const boarding = cutsIn('the boarding')
    const first = boarding[Math.floor(boarding.length / 2)] ?? 0
    const again = workshop().record({ life: 'after a cut' }, leftAfter(storm, first, 'some'))
    const cuts = chooseCuts(again, () => 3, SEED)
    const after = await cutAndBoot(again, cuts, workshop().folder)
    expect(after.length).toBeGreaterThan(100)
    expect(wrong(after, isOfDatabase)).toEqual([])
  }, 120_000)
})
