import { newestSince } from './newest.ts'
import type { Rule, WatchedGateway } from './snapshot.ts'

/** Nobody has told the gateway the time, or it may be off by more than is allowed. */
export const clockWrong: Rule = ({ gateway, state, thresholds }) => {
  if (state !== 'live' || gateway.lastClockSource === null) return 'unknown'
  if (!isSuspect(gateway, thresholds.clockUncertaintyMs)) return null
  const { lastClockSource: source, lastClockUncertaintyMs: uncertaintyMs } = gateway
  return {
    since: newestSince(gateway),
    cause: null,
    facts: { source, uncertaintyMs },
    holdMinutes: thresholds.clockMinutes,
  }
}

/** Whether the time of a gateway's newest report is in doubt. */
export function isSuspect(
  {
    lastClockSource: source,
    lastClockUncertaintyMs: uncertaintyMs,
  }: Pick<WatchedGateway, 'lastClockSource' | 'lastClockUncertaintyMs'>,
  mostMs: number,
): boolean {
  return source === 'none' || source === 'system' || (uncertaintyMs ?? 0) > mostMs
}
