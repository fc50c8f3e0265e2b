import type { Fix } from '../../contract/trace.ts'
import type { Tpv } from '../time/gpsd-messages.ts'
import { createJumpGuard } from './jumps.ts'
import { isRepeated, type Place, placeOf } from './plausible.ts'
import { createTrace } from './trace.ts'
import { createWay } from './way.ts'

/** A place that is older is none any more: a bus is 100 m further on, in a tunnel or under a roof. */
const STALE_MS = 10_000
/** A receiver that is silent for longer is not there. */
const SILENT_MS = 15_000

export interface PositionDeps {
  /** The round trip as it was last looked at; see Fix. */
  roundTrip: () => Fix[3]
  uptime: () => number
}

export type Position = ReturnType<typeof createPosition>

/** Keeps where the vehicle is and was, by what its receiver says, as far as that can be believed. */
export function createPosition({ roundTrip, uptime }: PositionDeps) {
  const guard = createJumpGuard()
  const trace = createTrace()
  const way = createWay()
  let heard: Place | null = null
  let heardUptimeMs: number | null = null
  let current: Place | null = null

  return {
    /** What the receiver said, and when (monotonic ms). */
    note(tpv: Tpv, uptimeMs: number): void {
      heardUptimeMs = uptimeMs
      const said = placeOf(tpv, uptimeMs)
      if (said === null || (heard && isRepeated(said, heard))) return
      heard = said
      const place = guard(said)
      if (place === null) return
      current = place
      trace.note(place, roundTrip())
      way.note(place)
    },
    /** Where it is now; null: not known. */
    now: (): Place | null => (current && uptime() - current.uptimeMs <= STALE_MS ? current : null),
    /** Whether a receiver speaks at all, with a fix or without. */
    isHeard: (): boolean => heardUptimeMs !== null && uptime() - heardUptimeMs <= SILENT_MS,
    /** The way that it has come, the newest place last; a place at which it stands is told once. */
    way: way.places,
    trace: { between: trace.between, forget: trace.forget },
  }
}
