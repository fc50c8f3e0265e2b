import type { z } from 'zod'
import type { RidersAnswer, RidersPoint, ridersQuerySchema } from '../../contract/api.ts'
import { AbordoError } from '../../contract/problem.ts'
import type { FleetDatabase } from '../../db/fleet/open.ts'
import { UNKNOWN_ROUTE } from '../../db/fleet/schema.ts'
import { cityTimezone } from '../queries/feeds.ts'
import { bootSpans, type RidersUnit, ridersByUnit } from '../queries/riders.ts'
import { bucketIndex, bucketStarts, LONGEST_RANGE_S, nextBucket } from '../rules/buckets.ts'
import { type BootSpan, completenessOf, reportsDue } from '../rules/completeness.ts'
import { LATE_MS } from '../rules/gateway-state.ts'
import { isoInZone, zoneOffset } from '../rules/zone.ts'

/** Version of the definitions of DESIGN.md, section 6, that this module follows. */
const DEFINITIONS = '1'

type RidersQuery = z.infer<typeof ridersQuerySchema>

/**
 * Riders connected by route over [from, to), widened to whole steps. Throws AbordoError: bad-request where to is not after from,
 * range-too-long. `now`: ms since 1970.
 */
export async function ridersByRoute(db: FleetDatabase, query: RidersQuery, now: number): Promise<RidersAnswer> {
  const asked = { from: Math.floor(Date.parse(query.from) / 1000), to: Math.ceil(Date.parse(query.to) / 1000) }
  if (asked.to <= asked.from) throw new AbordoError('bad-request', 'to: has to be after from')
  const longest = LONGEST_RANGE_S[query.step]
  if (asked.to - asked.from > longest) {
    throw new AbordoError(
      'range-too-long',
      `By ${query.step}, ask for at most ${longest / 86_400} days, or take a longer step.`,
    )
  }
  const timezone = await cityTimezone(db)
  const starts = bucketStarts(query.step, timezone, asked.from, asked.to)
  const from = starts[0] ?? asked.from
  const to = nextBucket(query.step, timezone, starts.at(-1) ?? from)
  const routeId = query.route
  const [units, spans] = await Promise.all([
    ridersByUnit(db, { from, to, unitSeconds: unitSeconds(query, timezone, from), routeId }),
    bootSpans(db, { from, to, slack: LATE_MS / 1000, routeId }),
  ])
  const unitsOf = groupBy(units, (unit) => unit.routeId)
  const spansOf = groupBy(spans, (span) => span.routeId)
  const routeIds = [...new Set([...unitsOf.keys(), ...spansOf.keys()])].sort()
  const series = routeIds.map((id) => ({
    routeId: id === UNKNOWN_ROUTE ? null : id,
    points: points(unitsOf.get(id) ?? [], spansOf.get(id) ?? [], { starts, to, now: now / 1000, timezone }),
  }))
  const iso = (at: number) => isoInZone(timezone, at)
  return {
    step: query.step,
    from: iso(from),
    to: iso(to),
    timezone,
    definitions: DEFINITIONS,
    series: series.filter(({ points }) => points.length > 0),
  }
}

/** The largest unit that never crosses a bucket's edge: minutes, or hours, or quarters where the zone is not whole hours from UTC. */
function unitSeconds(query: RidersQuery, timezone: string, from: number): number {
  if (query.step === 'minute') return 60
  return zoneOffset(timezone, from) % 3600 === 0 ? 3600 : 900
}

function points(
  units: RidersUnit[],
  spans: BootSpan[],
  grid: { starts: number[]; to: number; now: number; timezone: string },
): RidersPoint[] {
  const due = reportsDue(spans, grid.starts, grid.to, grid.now)
  const buckets = grid.starts.map(() => ({ riders: 0, peak: 0, minutes: 0, reports: 0 }))
  for (const unit of units) {
    const bucket = buckets[bucketIndex(grid.starts, unit.at)]
    if (!bucket) continue
    bucket.riders += unit.riders
    bucket.peak = Math.max(bucket.peak, unit.peak)
    bucket.minutes += unit.minutes
    bucket.reports += unit.reports
  }
  return buckets.flatMap((bucket, index) => {
    const owed = due[index] ?? 0
    if (owed === 0 && bucket.minutes === 0) return []
    const has = bucket.minutes > 0
    return {
      at: isoInZone(grid.timezone, grid.starts[index] ?? 0),
      mean: has ? Math.round((bucket.riders / bucket.minutes) * 100) / 100 : null,
      peak: has ? bucket.peak : null,
      completeness: completenessOf(bucket.reports, owed),
    }
  })
}

function groupBy<T>(items: T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const group = groups.get(key(item))
    if (group) group.push(item)
    else groups.set(key(item), [item])
  }
  return groups
}
