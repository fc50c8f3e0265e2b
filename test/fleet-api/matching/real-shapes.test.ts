import { expect, it } from 'vitest'
import { type Measure, measureShapes } from '../../../bench/evidence/measure.ts'
import { REAL_FEEDS, realIndex } from '../../../bench/evidence/real-network.ts'
import { describeWith } from '../../describe-with.ts'

const MINUTE = 60_000
const percent = (part: number, of: number) => (part / of) * 100

/** Once five minutes have passed since a vehicle came onto a route. */
async function measured(feed: (typeof REAL_FEEDS)[number], afterMs: number | null): Promise<Measure> {
  return measureShapes(await realIndex(feed), { afterMs, skipMs: 5 * MINUTE })
}

describeWith(['shared feeds'], 'routes by the traces of vehicles on every shape of a real city', () => {
  it.each(REAL_FEEDS)(
    'are right in at least 98% of minutes and wrong in at most 0.5%: %s, by the last word',
    async (feed) => {
      const { all, none } = await measured(feed, null)
      expect(percent(all.right, all.minutes)).toBeGreaterThanOrEqual(98)
      expect(percent(all.wrong, all.minutes)).toBeLessThanOrEqual(0.5)
      // Parked, or on the way to a terminal.
      expect(percent(none.wrong, none.minutes)).toBeLessThanOrEqual(0.5)
      expect(all.minutes).toBeGreaterThan(200)
    },
    120_000,
  )

  it.each(REAL_FEEDS)(
    'are that right five minutes after each minute already: %s',
    async (feed) => {
      const { all } = await measured(feed, 5 * MINUTE)
      expect(percent(all.right, all.minutes)).toBeGreaterThanOrEqual(98)
      expect(percent(all.wrong, all.minutes)).toBeLessThanOrEqual(0.5)
    },
    120_000,
  )
})
