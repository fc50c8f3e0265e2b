import { LONG_INTERVAL_MS, outageCauseOf } from '../../contract/outage-cause.ts'
import type { UntimedReport } from './timed.ts'

/** The uplink counts as up, or as down, for all of an interval where it was so for this share: a clock is read a moment sooner or later. */
const NEARLY_ALL = 0.95

/**
 * Whether what a merged report tells once for all of its minutes is the same in both: the program, its policy, and whether and why the internet
 * could not be reached.
 */
export function isAlike(a: UntimedReport, b: UntimedReport): boolean {
  return (
    a.software === b.software &&
    a.policyVersion === b.policyVersion &&
    !isLong(a) &&
    !isLong(b) &&
    linkOf(a) === linkOf(b)
  )
}

/** An hour that was driven under two sign-ons becomes two reports: each has room for one. */
export function isSameSignOn(a: Partial<UntimedReport>, b: Partial<UntimedReport>): boolean {
  const [one, other] = [a.signOn ?? null, b.signOn ?? null]
  return one?.routeId === other?.routeId && one?.blockId === other?.blockId && one?.tripId === other?.tripId
}

/** Its portal was down for a part of it, and when it looked at the uplink again no sum of several intervals can tell. */
function isLong({ startedUptimeMs, endedUptimeMs, ...report }: UntimedReport): boolean {
  const { merged = null, uplink = null }: Partial<UntimedReport> = report
  return merged === null && uplink !== null && endedUptimeMs - startedUptimeMs > LONG_INTERVAL_MS
}

/** For a part of it that is worth telling. */
export function isWithoutInternet({ uplink = null, ...report }: Partial<UntimedReport>): boolean {
  const { startedUptimeMs = 0, endedUptimeMs = 0 } = report
  return uplink !== null && uplink.upMs < NEARLY_ALL * (endedUptimeMs - startedUptimeMs)
}

/** How the uplink was, and why, as the fleet would say it. Bodies of programs before protocol 1.2 tell nothing. */
function linkOf(report: UntimedReport): string {
  const { startedUptimeMs, endedUptimeMs } = report
  const { health = null, uplink = null }: Partial<UntimedReport> = report
  // As one of several intervals: how long each is, the fleet sees.
  const cause = outageCauseOf({ health, uplink, merged: [], startedUptimeMs, endedUptimeMs })
  if (cause === 'portal') return cause
  if (uplink === null) return 'unknown'
  if (!isWithoutInternet(report)) return 'up'
  const isAtAll = uplink.upMs > (1 - NEARLY_ALL) * (endedUptimeMs - startedUptimeMs)
  return `${isAtAll ? 'partly' : 'down'} ${cause}`
}
