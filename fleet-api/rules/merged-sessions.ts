import type { Report } from '../../contract/report.ts'

interface Minute {
  ridersConnected: number
  sessionsStarted: number
}

/** Counts by bucket (contract/histogram.ts); null: none. */
export interface MinuteCounts {
  sessionLengths: number[] | null
  connectTimes: number[] | null
}

/**
 * What a report counts by bucket in each of its minutes. Merged ones count together; how many sessions began and ended in each minute is known,
 * so each gets its part, for they need not be of one route. Which of them were the long ones is not known: all minutes have the same mix.
 * Every session is counted in one minute.
 */
export function countsOfEach(report: Report, minutes: readonly Minute[]): MinuteCounts[] {
  const { merged, sessionLengths, connectTimes } = report
  if (merged === null) return minutes.map(() => ({ sessionLengths, connectTimes }))
  const lengths = sharedOut(sessionLengths, endedIn(report, minutes))
  const connects = sharedOut(
    connectTimes,
    minutes.map(({ sessionsStarted }) => sessionsStarted),
  )
  return minutes.map((_, index) => ({ sessionLengths: lengths[index] ?? null, connectTimes: connects[index] ?? null }))
}

/** How many sessions ended in each minute: those who were there and those who came, less those who are there. */
function endedIn({ sessions }: Report, minutes: readonly Minute[]): number[] {
  const later = minutes.slice(1).map(({ ridersConnected, sessionsStarted }, index) => {
    const before = minutes[index]?.ridersConnected ?? 0
    return Math.max(0, before + sessionsStarted - ridersConnected)
  })
  // How many were there before the first one nobody says, but how many ended in all.
  const all = sum(Object.values(sessions.ended))
  return [Math.max(0, all - sum(later)), ...later]
}

/** Of how far apart the parts of different buckets are begun: a bucket with a single count is not always in the same minute. */
const GOLDEN = (Math.sqrt(5) - 1) / 2

/** Counts by minute that add up to `counts` in each bucket, in proportion to the weights; where all are zero, of the last minute. */
function sharedOut(counts: number[] | null, weights: readonly number[]): (number[] | null)[] {
  const whole = sum(weights)
  if (counts === null) return weights.map(() => null)
  if (whole === 0) return weights.map((_, index) => (index === weights.length - 1 ? counts : null))
  let before = 0
  return weights.map((weight) => {
    const after = before + weight
    const part = counts.map((count, bucket) => {
      const [from, to] = [before, after].map((at) => Math.floor((count * at) / whole + ((bucket * GOLDEN) % 1)))
      return (to ?? 0) - (from ?? 0)
    })
    before = after
    return part.some((count) => count > 0) ? part : null
  })
}

function sum(all: readonly number[]): number {
  return all.reduce((total, one) => total + one, 0)
}
