import { ACCOUNTING_INTERVAL_S } from '../../../contract/report.ts'
import { causeOfUplink, operatorOf } from './cause.ts'
import { newestSince } from './newest.ts'
import type { Rule, Snapshot } from './snapshot.ts'

const INTERVAL_MS = ACCOUNTING_INTERVAL_S * 1000

/** No internet in the newest interval of a gateway that reports all the same. */
export const uplinkDown: Rule = (snapshot) => {
  const { lastUplink: uplink } = snapshot.gateway
  if (snapshot.state !== 'live' || uplink === null) return 'unknown'
  if (uplink.link && uplink.route && uplink.upMs > 0) return null
  return {
    since: newestSince(snapshot.gateway),
    cause: usedUp(snapshot) ? 'sim-used-up' : causeOfUplink(uplink),
    facts: { operatorName: operatorOf(uplink), signal: signalOf(snapshot) },
    holdMinutes: snapshot.thresholds.uplinkDownMinutes,
  }
}

/** Internet that is slow, or comes and goes. One that is not there at all is down. */
export const uplinkPoor: Rule = (snapshot, now) => {
  const { thresholds, gateway } = snapshot
  const { lastUplink: uplink } = gateway
  if (snapshot.state !== 'live' || uplink === null) return 'unknown'
  if (uplinkDown(snapshot, now) !== null) return null
  const upShare = Math.min(1, uplink.upMs / INTERVAL_MS)
  const isSlow = uplink.fleetMs !== null && uplink.fleetMs > thresholds.uplinkPoorMs
  if (!isSlow && upShare >= thresholds.uplinkPoorShare) return null
  return {
    since: newestSince(gateway),
    cause: usedUp(snapshot) ? 'sim-used-up' : causeOfUplink(uplink),
    facts: { upShare, fleetMs: uplink.fleetMs, operatorName: operatorOf(uplink), signal: signalOf(snapshot) },
    holdMinutes: thresholds.uplinkPoorMinutes,
  }
}

/** Every SIM of it has used what it may use in a month. */
function usedUp({ thresholds: { simOctets }, simUse }: Snapshot): boolean {
  return simOctets !== null && simUse.length > 0 && simUse.every(({ octets }) => octets >= simOctets)
}

function signalOf({ gateway: { lastUplink } }: Snapshot): number | null {
  const known = (lastUplink?.modems ?? []).flatMap(({ signal }) => signal.qualityPercent ?? [])
  return known.length === 0 ? null : Math.max(...known)
}
