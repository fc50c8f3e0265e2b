import type { Gateway, GatewayState } from '../../contract/api.ts'
import type { GatewayRow } from '../queries/gateways.ts'

/** A gateway is live while its newest report is no older than this: two intervals and half of one for the way. */
export const LIVE_MS = 150_000
/** Past this, a late gateway is missing. */
export const LATE_MS = 15 * 60_000

/** What a gateway is doing, from when it last reported and which interval that was. All times in ms since 1970. */
export function gatewayState(
  gateway: { lastReceivedAt: number | null; lastEndedAt: number | null },
  now: number,
): GatewayState {
  if (gateway.lastReceivedAt === null || gateway.lastEndedAt === null) return 'never-seen'
  const silence = now - gateway.lastReceivedAt
  if (silence > LATE_MS) return 'missing'
  if (silence > LIVE_MS) return 'late'
  return now - gateway.lastEndedAt > LIVE_MS ? 'back-filling' : 'live'
}

/** A gateway as the API tells it. Riders only while it is live: an old number is no number. */
export function describeGateway(row: GatewayRow, now: number): Gateway {
  const state = gatewayState(row, now)
  const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString())
  return {
    id: row.gatewayId,
    site: row.site,
    label: row.label,
    routeId: row.routeId,
    state,
    lastReportAt: iso(row.lastReceivedAt),
    lastIntervalEndedAt: iso(row.lastEndedAt),
    ridersConnected: state === 'live' ? row.lastRidersConnected : null,
    enrolled: row.enrolledAt !== null,
    software: row.software,
  }
}
