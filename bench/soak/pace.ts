/** The time in which the fleet and its simulated gateways live, as their processes are told of it. */
export interface Pace {
  /** Where that time began, ms since 1970. */
  beginMs: number
  /** When that was, by this machine's own clock, ms since 1970. */
  startedMs: number
  /** So many times as fast as this machine's clock. */
  speed: number
}

/** What the fleet's clock shows when this machine's shows `realMs`. */
export function paceNow({ beginMs, startedMs, speed }: Pace, realMs: number): number {
  return Math.round(beginMs + (realMs - startedMs) * speed)
}
