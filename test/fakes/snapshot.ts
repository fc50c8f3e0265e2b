import { DEFAULT_THRESHOLDS, type Thresholds } from '../../contract/alerts.ts'
import type { Duty, Snapshot, WatchedGateway } from '../../fleet-api/rules/alerts/snapshot.ts'
import { gatewayState } from '../../fleet-api/rules/gateway-state.ts'
import { aHealth, anUplink } from './telemetry.ts'

export const MINUTE = 60_000
/** 8:30 in the morning of Mexico City. */
export const NOW_MS = Date.parse('2026-11-24T14:30:00Z')
/** Of a route whose service has run since 6:00. */
export const ON_DUTY: Duty = { routeId: 'T1', assigned: true, known: true, since: NOW_MS - 150 * MINUTE }
export const OFF_DUTY: Duty = { ...ON_DUTY, since: null }

/** A gateway that has just reported and has nothing wrong. */
export function aWatched(more: Partial<WatchedGateway> = {}): WatchedGateway {
  return {
    gatewayId: 'bus-1',
    site: 'vehicle',
    siteId: null,
    routeId: 'T1',
    revokedAt: null,
    lastReceivedAt: NOW_MS,
    lastEndedAt: NOW_MS,
    lastRouteId: 'T1',
    lastPlace: null,
    lastClockSource: 'gnss',
    lastClockUncertaintyMs: 20,
    lastPolicyVersion: 3,
    policyProblemVersion: null,
    policyProblemReason: null,
    lastHealth: aHealth(),
    lastUplink: anUplink(),
    ...more,
  }
}

/** How a gateway is that fell silent so many minutes ago. */
export const silentFor = (minutes: number) => ({
  lastReceivedAt: NOW_MS - minutes * MINUTE,
  lastEndedAt: NOW_MS - minutes * MINUTE,
})

export function aSnapshot({
  gateway: fields = {},
  thresholds = {},
  ...more
}: Partial<Omit<Snapshot, 'gateway' | 'thresholds'>> & {
  gateway?: Partial<WatchedGateway>
  thresholds?: Partial<Thresholds>
} = {}): Snapshot {
  const gateway = aWatched(fields)
  return {
    gateway,
    state: gatewayState(gateway, NOW_MS),
    duty: ON_DUTY,
    putAway: false,
    listeningSince: 0,
    wanted: { version: 3, since: NOW_MS - 500 * MINUTE },
    simUse: [],
    portalOutages: 0,
    riderProblems: [],
    thresholds: { ...DEFAULT_THRESHOLDS, ...thresholds },
    ...more,
  }
}
