import { expect, it } from 'vitest'
import { measureShapes } from '../../../bench/evidence/measure.ts'
import { REAL_FEEDS, realIndex } from '../../../bench/evidence/real-network.ts'
import { describeWith } from '../../describe-with.ts'

const MINUTE = 60_000
const percent = (part: number, of: number) => (part / of) * 100

/** Once five minutes have passed since a vehicle came onto a route. */
const skipMs = 5 * MINUTE

describeWith(['shared feeds'], 'routes by the traces of vehicles on every shape of a real city', () => {
  it.each(REAL_FEEDS)(
    'are right in at least 98% of minutes in the end, and wrong in at most 0.5% at any time: %s',
    async (feed) => {
      const [last, soon] = measureShapes(await realIndex(feed), [
        { afterMs: null, skipMs },
        { afterMs: 5 * MINUTE, skipMs },
      ]).map(({ all, none }) => ({
        minutes: all.minutes,
        right: percent(all.right, all.minutes),
        wrong: percent(all.wrong, all.minutes),
        // Parked, or on the way to a terminal.
        wrongOnNone: percent(none.wrong, none.minutes),
      }))
      expect(last?.minutes).toBeGreaterThan(200)
      expect(last?.right).toBeGreaterThanOrEqual(98)
      expect(last?.wrong).toBeLessThanOrEqual(0.5)
      expect(last?.wrongOnNone).toBeLessThanOrEqual(0.5)
      // Where routes share a street the rest is still unknown then.
      expect(soon?.right).toBeGreaterThanOrEqual(80)
      expect(soon?.wrong).toBeLessThanOrEqual(0.5)
    },
    120_000,
  )
})
