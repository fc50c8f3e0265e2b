import { CONNECT_BOUNDS_MS, counted, LENGTH_BOUNDS_S } from '../../contract/histogram.ts'
import { DEFAULT_POLICY } from '../../contract/policy.ts'

/** Half of the riders use the network for less than this, and half take less than this to get online. */
const LENGTH_MEDIAN_S = 14 * 60
const CONNECT_MEDIAN_MS = 5500
/** Beyond ten minutes nobody counts as on the way to get online. */
const CONNECT_MOST_MS = 600_000

/** How long the sessions lasted that ended in a minute, and how long those took who came online in it, as a portal counts them. */
export function measuresOf(started: number, ended: number, random: () => number) {
  let sessionLengths: number[] | null = null
  let connectTimes: number[] | null = null
  for (let session = 0; session < ended; session += 1) {
    const lengthS = Math.min(DEFAULT_POLICY.sessionSeconds, spread(LENGTH_MEDIAN_S, 0.85, random))
    sessionLengths = counted(sessionLengths ?? [], LENGTH_BOUNDS_S, lengthS)
  }
  for (let session = 0; session < started; session += 1) {
    const tookMs = spread(CONNECT_MEDIAN_MS, 0.8, random)
    // Who was not counted has come online all the same.
    if (tookMs <= CONNECT_MOST_MS) connectTimes = counted(connectTimes ?? [], CONNECT_BOUNDS_MS, tookMs)
  }
  return { sessionLengths, connectTimes }
}

/** As times of people are spread: many short ones, few very long ones (log-normal). */
function spread(median: number, sigma: number, random: () => number): number {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  return median * Math.exp(sigma * normal)
}
