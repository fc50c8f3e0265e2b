import type { Notice } from '../../contract/api.ts'
import type { GatewayRow } from '../queries/gateways.ts'
import { gatewayState } from './gateway-state.ts'

/** A wish that is this young may still be on its way to the gateway. */
const POLICY_WAY_MS = 15 * 60_000
/** Dropped reports are news for so long. */
const DROPPED_MS = 86_400_000

/** The wanted policy, and since when at the earliest it has been wanted (ms since 1970). */
export interface WantedVersion {
  version: number
  since: number
}

type Rule = (gateway: GatewayRow, now: number, wanted: WantedVersion) => boolean

/** When each notice is given, the gravest first. Health, uplink and clock are those of the newest interval that was reported. */
const RULES: Record<Notice, Rule> = {
  cloned: ({ clonedAt }) => clonedAt !== null,
  revoked: ({ revokedAt }) => revokedAt !== null,
  'uplink-down': uplinkDown,
  'policy-not-applied': policyNotApplied,
  'storage-in-memory': ({ lastHealth }) => lastHealth?.storage === 'memory',
  'database-set-aside': ({ lastHealth }) => (lastHealth?.databasesSetAside ?? 0) > 0,
  'reports-dropped': ({ droppedAt }, now) => droppedAt !== null && now - droppedAt < DROPPED_MS,
  'reports-rejected': ({ lastHealth }) => (lastHealth?.outbox.rejected ?? 0) > 0,
  'clock-unknown': ({ lastClockSource }) => lastClockSource === 'none' || lastClockSource === 'system',
}

/** What somebody has to look after on a gateway. `now`: ms since 1970. */
export function noticesOf(gateway: GatewayRow, now: number, wanted: WantedVersion): Notice[] {
  return (Object.keys(RULES) as Notice[]).filter((notice) => RULES[notice](gateway, now, wanted))
}

/** While it reports: of a silent gateway nothing is known, and its state says so. */
function uplinkDown(gateway: GatewayRow, now: number): boolean {
  const uplink = gateway.lastUplink
  if (uplink === null || gatewayState(gateway, now) !== 'live') return false
  return !uplink.link || !uplink.route || uplink.upMs === 0
}

/** It says what keeps it from the wanted policy, or has had the time to fetch it and runs by another. */
function policyNotApplied(gateway: GatewayRow, now: number, wanted: WantedVersion): boolean {
  const { lastPolicyVersion: running, policyProblemVersion: problem } = gateway
  if (running === null || running === wanted.version) return false
  return problem === wanted.version || (gatewayState(gateway, now) === 'live' && now - wanted.since > POLICY_WAY_MS)
}
