import { afterAll, beforeAll } from 'vitest'
import type { Difference } from './compare.ts'
import type { Outcome } from './cuts.ts'
import { openWorkshop, type Workshop } from './record.ts'

/** From this all cuts are drawn. */
export const SEED = 'a power cut'
const SHOWN = 8

/** What was wrong after which cut, in words, the first of it; `counts`: which differences are meant. */
export function wrong(outcomes: Outcome[], counts: (difference: Difference) => boolean): string[] {
  const all = outcomes.flatMap(({ cut, mode, differences }) =>
    differences.filter(counts).map(({ text }) => `${cut.part}, cut after ${cut.at} operations (${mode}): ${text}`),
  )
  return all.length > SHOWN ? [...all.slice(0, SHOWN), `and ${all.length - SHOWN} more`] : all
}

/** A place to record in for the tests of one `describe`, gone afterwards. */
export function useWorkshop(): () => Workshop {
  let workshop: Workshop
  beforeAll(async () => {
    workshop = await openWorkshop()
  })
  afterAll(() => workshop.remove())
  return () => workshop
}
