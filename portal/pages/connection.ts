import type { UplinkState } from '../uplink/state.ts'

/** A round trip that a rider feels: pages open late, calls stutter. */
const SLOW_MS = 300

/** How the bus's connection is, for a page. */
export interface Connection {
  /** `unknown`: no probe was answered yet. */
  quality: 'good' | 'slow' | 'none' | 'unknown'
  /** How long it has been like this. */
  forSeconds: number
  /** When it usually is back; 0 or less: it is overdue; null: not known, or nothing to wait for. */
  backInSeconds: number | null
}

/** What the uplink's state means to a rider at `uptime` (monotonic ms). */
export function connectionOf(state: UplinkState, uptime: number): Connection {
  const forSeconds = Math.max(0, Math.round((uptime - state.sinceUptimeMs) / 1000))
  if (!state.up) {
    const back = state.expectedBackUptimeMs
    return { quality: 'none', forSeconds, backInSeconds: back === null ? null : Math.ceil((back - uptime) / 1000) }
  }
  const { roundTripMs } = state
  const quality = roundTripMs === null ? 'unknown' : roundTripMs < SLOW_MS ? 'good' : 'slow'
  return { quality, forSeconds, backInSeconds: null }
}
