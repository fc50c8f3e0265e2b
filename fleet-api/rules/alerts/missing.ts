import { LIVE_MS } from '../gateway-state.ts'
import { causeOfSilence, operatorOf } from './cause.ts'
import type { Duty, Rule, Snapshot } from './snapshot.ts'

/**
 * Silent while its service runs. A vehicle that fell silent within today's service was on the road, unless it had stood for some minutes: then
 * it was put away. One that has not been heard since before is missed only where an operator says that it runs today. A place stands where it
 * stands, and one without opening hours is always open. While the fleet itself could not listen nobody was silent.
 */
export const missing: Rule = (snapshot, now) => {
  const { gateway, listeningSince, thresholds } = snapshot
  const { lastReceivedAt } = gateway
  if (lastReceivedAt === null || now - lastReceivedAt <= LIVE_MS) return null
  const dutySince = missedSince(snapshot)
  if (dutySince === null) return null
  return {
    since: Math.max(lastReceivedAt, dutySince, listeningSince),
    cause: causeOfSilence(gateway.lastUplink),
    facts: { silentSince: new Date(lastReceivedAt).toISOString(), operatorName: operatorOf(gateway.lastUplink) },
    holdMinutes: thresholds.missingMinutes,
  }
}

/** Since when it is due to be heard, ms since 1970; null: nobody expects it. */
export function missedSince({
  gateway: { site, lastReceivedAt, revokedAt },
  duty,
  putAway,
}: Pick<Snapshot, 'putAway'> & {
  gateway: Pick<Snapshot['gateway'], 'site' | 'lastReceivedAt' | 'revokedAt'>
  duty: Duty
}): number | null {
  if (revokedAt !== null || lastReceivedAt === null) return null
  if (site !== 'vehicle') return duty.known ? duty.since : 0
  if (duty.since === null) return null
  const onTheRoad = lastReceivedAt >= duty.since
  return (onTheRoad ? !putAway : duty.assigned) ? duty.since : null
}
