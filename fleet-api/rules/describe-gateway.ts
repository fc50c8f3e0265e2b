import type { Gateway, GatewayDetail } from '../../contract/api.ts'
import { WAN_PORT } from '../../db/fleet/schema.ts'
import type { PortUse } from '../queries/data-use.ts'
import type { GatewayRow } from '../queries/gateways.ts'
import { type Circumstances, conditionOf } from './condition.ts'
import { gatewayState } from './gateway-state.ts'
import { noticesOf, type WantedVersion } from './notices.ts'

/** What a gateway is told by, besides its row. */
export interface Around extends Circumstances {
  wanted: WantedVersion
}

/** A gateway as the API tells it. Riders only while it is live: an old number is no number. `now`: ms since 1970. */
export function describeGateway(row: GatewayRow, now: number, around: Around): Gateway {
  const { wanted } = around
  const state = gatewayState(row, now)
  const { policyProblemVersion: version, policyProblemReason: reason, lastClockSource: source } = row
  return {
    id: row.gatewayId,
    site: row.site,
    label: row.label,
    routeId: row.routeId,
    route: row.lastRouteSource && {
      id: row.lastRouteId || null,
      source: row.lastRouteSource,
      confidence: row.lastRouteConfidence ?? 0,
    },
    state,
    condition: conditionOf(row, around, now),
    snoozed: snoozeOf(row, now),
    lastReportAt: iso(row.lastReceivedAt),
    lastIntervalEndedAt: iso(row.lastEndedAt),
    ridersConnected: state === 'live' ? row.lastRidersConnected : null,
    enrolled: row.credentialHash !== null,
    software: row.software,
    policy: {
      wanted: wanted.version,
      running: row.lastPolicyVersion,
      problem: version === null || reason === null ? null : { version, reason },
    },
    clock: source && { source, uncertaintyMs: row.lastClockUncertaintyMs },
    notices: noticesOf(row, now, wanted),
    backlog: row.lastHealth && { waiting: row.lastHealth.outbox.waiting, rejected: row.lastHealth.outbox.rejected },
  }
}

/** The same with what is told of one gateway only. `use`: of this month. */
export function describeInDetail(row: GatewayRow, now: number, around: Around, use: PortUse[]): GatewayDetail {
  const { received, sent } = use.find(({ port }) => port === WAN_PORT) ?? { received: 0, sent: 0 }
  return {
    ...describeGateway(row, now, around),
    health: row.lastHealth,
    uplink: row.lastUplink,
    simOctets: use.filter(({ port }) => port !== WAN_PORT),
    uplinkOctets: { received, sent },
    vehicleId: row.vehicleId,
    addedAt: new Date(row.addedAt).toISOString(),
    enrolledAt: iso(row.enrolledAt),
    revokedAt: iso(row.revokedAt),
    renewAskedAt: iso(row.renewAskedAt),
  }
}

function snoozeOf({ snoozedUntil, snoozeReason }: GatewayRow, now: number): Gateway['snoozed'] {
  if (snoozedUntil === null || snoozedUntil <= now) return null
  return { until: new Date(snoozedUntil).toISOString(), reason: snoozeReason ?? '' }
}

/** The first day of the month of UTC that holds `now` (ms since 1970), in seconds since 1970. */
export function monthStart(now: number): number {
  const date = new Date(now)
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1) / 1000
}

function iso(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString()
}
