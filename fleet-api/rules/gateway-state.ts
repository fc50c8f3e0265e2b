import type { GatewayState } from '../../contract/api.ts'

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
