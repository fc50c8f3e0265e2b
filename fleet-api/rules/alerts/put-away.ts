import { LIVE_MS } from '../gateway-state.ts'
import type { Duty, WatchedGateway } from './snapshot.ts'

/** So much before a vehicle fell silent is looked at. */
export const BEFORE_SILENCE_S = 600
const MOVED_M = 100
/** Fewer minutes with a known distance tell nothing. */
const LEAST_MINUTES = 5

/** How far a vehicle moved in a minute (its start, seconds since 1970); null: not known. */
export interface MinuteMoved {
  minuteAt: number
  movedM: number | null
}

type Row = Pick<WatchedGateway, 'site' | 'revokedAt' | 'lastReceivedAt' | 'lastEndedAt'>

/**
 * A vehicle that fell silent while its service ran, or nobody knows when it runs: whether it is missed depends on whether it had been put
 * away. `now`: ms since 1970.
 */
export function fellSilentOnDuty<R extends Row>(row: R, duty: Duty, now: number): row is R & { lastEndedAt: number } {
  const { site, revokedAt, lastReceivedAt, lastEndedAt } = row
  if (site !== 'vehicle' || revokedAt !== null || lastReceivedAt === null || lastEndedAt === null) return false
  const ran = duty.known ? duty.since !== null && lastReceivedAt >= duty.since : true
  return ran && now - lastReceivedAt > LIVE_MS
}

/**
 * Whether a vehicle had stood before it fell silent: it moved less than 100 m in its last ten minutes, so somebody drove it in and switched it off.
 * `lastEndedAt`: when its newest interval ended, ms since 1970.
 */
export function wasPutAway(minutes: readonly MinuteMoved[], lastEndedAt: number): boolean {
  const endS = lastEndedAt / 1000
  const known = minutes.flatMap(({ minuteAt, movedM }) =>
    movedM !== null && minuteAt < endS && minuteAt >= endS - BEFORE_SILENCE_S ? movedM : [],
  )
  return known.length >= LEAST_MINUTES && known.reduce((sum, metres) => sum + metres, 0) < MOVED_M
}
