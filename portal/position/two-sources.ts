import type { Tpv } from '../time/gpsd-messages.ts'
import { placeOf } from './plausible.ts'

/** The second source is heard once the first has given no fix for so long, milliseconds. */
const FIRST_MS = 10_000

type Note = (tpv: Tpv, uptimeMs: number) => void

/** One position of two sources: two receivers on one roof are metres apart, and a trace must not go to and fro between them. */
export function twoSources(note: Note): { first: Note; second: Note } {
  let firstUptimeMs = Number.NEGATIVE_INFINITY
  return {
    first(tpv, uptimeMs) {
      if (placeOf(tpv, uptimeMs)) firstUptimeMs = uptimeMs
      note(tpv, uptimeMs)
    },
    second(tpv, uptimeMs) {
      if (uptimeMs - firstUptimeMs > FIRST_MS) note(tpv, uptimeMs)
    },
  }
}
