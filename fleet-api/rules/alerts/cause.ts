import type { AlertCause } from '../../../contract/alerts.ts'
import { isBroken, isServed } from '../../../contract/outage-cause.ts'
import type { Modem, Uplink } from '../../../contract/telemetry.ts'

/** Below these a modem hardly holds a connection (3GPP TS 36.133; ModemManager's percent). */
const WEAK_RSRP_DBM = -115
const WEAK_PERCENT = 15

/** What keeps a gateway from the internet, by its last look; null: nothing does. */
export function causeOfUplink(uplink: Uplink): AlertCause | null {
  const { modems, link, route, dnsMs, fleetMs, upMs } = uplink
  if (upMs > 0 && link && route && dnsMs !== null) return null
  if (modems.length > 0 && modems.every(isBroken)) return 'no-sim'
  if (modems.length > 0 && !modems.some(isServed)) return 'no-signal'
  if (modems.length === 0 && !link) return 'cable'
  if (!route) return 'no-route'
  if (dnsMs === null && fleetMs !== null) return 'dns'
  return 'no-data'
}

/** Why a gateway has fallen silent, as far as its last report tells. One that had nothing wrong lost its power, or its network at once. */
export function causeOfSilence(uplink: Uplink | null): AlertCause | null {
  if (uplink === null) return null
  return causeOfUplink(uplink) ?? (uplink.modems.length > 0 && uplink.modems.every(isWeak) ? 'no-signal' : 'power')
}

function isWeak({ signal: { rsrpDbm, qualityPercent } }: Modem): boolean {
  return (rsrpDbm ?? 0) < WEAK_RSRP_DBM || (qualityPercent ?? 100) < WEAK_PERCENT
}

/** The mobile network that serves a gateway, by its last look: the first modem's that has one. */
export function operatorOf(uplink: Uplink | null): string | null {
  return uplink?.modems.find(({ operatorName }) => operatorName !== null)?.operatorName ?? null
}
