/** How the bus's own connection is. Times are monotonic milliseconds since boot. */
export interface UplinkState {
  up: boolean
  /** Since when it has been like this. */
  sinceUptimeMs: number
  /** Round trip to the fleet, milliseconds, of the last probe that was answered; null: none was yet. */
  roundTripMs: number | null
  /** When it usually is back, by the outages that this gateway has seen; null while up, or where it has seen too few. */
  expectedBackUptimeMs: number | null
}
