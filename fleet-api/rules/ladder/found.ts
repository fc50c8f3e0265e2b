import type { RouteSource } from '../../../contract/route-evidence.ts'

/** What a rung of route evidence says of a minute. */
export interface Found {
  routeId: string
  source: RouteSource
  /** Percent. */
  confidence: number
  tripId: string | null
  directionId: number | null
}

export function found(source: RouteSource, routeId: string, confidence: number, more: Partial<Found> = {}): Found {
  return { routeId, source, confidence, tripId: null, directionId: null, ...more }
}
