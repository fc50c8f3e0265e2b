import type { FeedSummary } from '../../contract/feeds.ts'
import type { NetworkRoute } from './network.ts'
import { isoInZone } from './zone.ts'

/** Route ids of a new feed against the one before. */
export type RouteChanges = FeedSummary['routes']

export interface PlacedStop {
  stopId: string
  stopName: string | null
  stopLat: number | null
  stopLon: number | null
}

const ROUTE_FIELDS = [
  'agencyId',
  'routeShortName',
  'routeLongName',
  'routeType',
  'routeColor',
  'routeTextColor',
] as const

/** Whether riders would notice: the name, the colours, the agency or the kind of a route is another one. */
export function isOtherRoute(before: NetworkRoute, after: NetworkRoute): boolean {
  return ROUTE_FIELDS.some((field) => before[field] !== after[field])
}

export function routeChanges(before: readonly NetworkRoute[], after: readonly NetworkRoute[]): RouteChanges {
  const old = new Map(before.map((row) => [row.routeId, row]))
  const ids = new Set(after.map(({ routeId }) => routeId))
  return {
    added: after.filter(({ routeId }) => !old.has(routeId)).map(({ routeId }) => routeId),
    changed: after
      .filter((row) => {
        const was = old.get(row.routeId)
        return was !== undefined && isOtherRoute(was, row)
      })
      .map(({ routeId }) => routeId),
    removed: before.filter(({ routeId }) => !ids.has(routeId)).map(({ routeId }) => routeId),
  }
}

export function stopChanges(before: readonly PlacedStop[], after: readonly PlacedStop[]): FeedSummary['stops'] {
  const old = new Map(before.map((row) => [row.stopId, row]))
  let [added, changed] = [0, 0]
  for (const row of after) {
    const was = old.get(row.stopId)
    if (was === undefined) added += 1
    else if (was.stopName !== row.stopName || was.stopLat !== row.stopLat || was.stopLon !== row.stopLon) changed += 1
    old.delete(row.stopId)
  }
  return { added, changed, removed: old.size }
}

/** Of courses, by their keys: the same course under another shape_id is no change. */
export function shapeChanges(before: readonly string[], after: readonly string[]): FeedSummary['shapes'] {
  const [old, now] = [new Set(before), new Set(after)]
  return { added: missingFrom(old, now), removed: missingFrom(now, old) }
}

function missingFrom(there: ReadonlySet<string>, of: ReadonlySet<string>): number {
  let missing = 0
  for (const one of of) if (!there.has(one)) missing += 1
  return missing
}

/** Whether the last service date (YYYYMMDD) has passed in the city. `now`: ms since 1970. A feed without one never expires. */
export function isExpired(endDate: string | null, timezone: string, now: number): boolean {
  if (endDate === null) return false
  const today = isoInZone(timezone, Math.floor(now / 1000))
    .slice(0, 10)
    .replaceAll('-', '')
  return endDate < today
}
