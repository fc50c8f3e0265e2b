import type { z } from 'zod'
import type { RidersAnswer, RidersPoint, ridersQuerySchema } from '../../contract/api.ts'
import { AbordoError } from '../../contract/problem.ts'
import { LONGEST_RANGE_S } from '../../contract/steps.ts'
import type { FleetDatabase } from '../../db/fleet/open.ts'
import { UNKNOWN_ROUTE } from '../../db/fleet/schema.ts'
import { cityTimezone } from '../queries/feeds.ts'
import {
  bootSpans,
  lastReports,
  type RidersCell,
  ridersByDay,
  ridersByHour,
  ridersByMinute,
} from '../queries/riders.ts'
import { bucketStarts, nextBucket } from '../rules/buckets.ts'
import { completenessOf, type DueSpan, minutesDue, owedSince } from '../rules/completeness.ts'
import { DEFINITIONS } from '../rules/definitions.ts'
import { LATE_MS } from '../rules/gateway-state.ts'
import { minuteEndingAt } from '../rules/intake.ts'
import { isoInZone } from '../rules/zone.ts'

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
  const range = { from, to, routeId: query.route }
  const nowS = now / 1000
  const [cells, last, spans] = await Promise.all([
    CELLS[query.step](db, range),
    lastReports(db, { ...range, from: from - LATE_MS / 1000 }),
    // Hours and days keep what is due themselves.
    query.step === 'minute' ? bootSpans(db, range) : [],
  ])
  const owed = last.map(({ routeId, endedAt }) => ({
    routeId: routeId ?? UNKNOWN_ROUTE,
    ...owedSince(minuteEndingAt(endedAt ?? 0), nowS),
  }))
  const ats = starts.map((start) => isoInZone(timezone, start))
  const cellsOf = groupBy(cells, (cell) => cell.routeId)
  const spansOf = groupBy([...spans, ...owed], (span) => span.routeId)
  const routeIds = [...new Set([...cellsOf.keys(), ...spansOf.keys()])].sort()
  const series = routeIds.map((id) => ({
    routeId: id === UNKNOWN_ROUTE ? null : id,
    points: points(cellsOf.get(id) ?? [], spansOf.get(id) ?? [], { starts, ats, to }),
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

const CELLS = { minute: ridersByMinute, hour: ridersByHour, day: ridersByDay } as const

function points(
  cells: RidersCell[],
  spans: DueSpan[],
  grid: { starts: number[]; ats: string[]; to: number },
): RidersPoint[] {
  const due = minutesDue(spans, grid.starts, grid.to)
  const byStart = new Map(cells.map((cell) => [cell.at, cell]))
  return grid.starts.flatMap((start, index) => {
    const cell = byStart.get(start)
    const owed = (due[index] ?? 0) + (cell?.due ?? 0)
    if (owed === 0 && !cell) return []
    const has = cell !== undefined && cell.minutes > 0
    return {
      at: grid.ats[index] ?? '',
      mean: has ? Math.round((cell.ridersSum / cell.minutes) * 100) / 100 : null,
      peak: has ? cell.ridersPeak : null,
      completeness: completenessOf(cell?.reports ?? 0, owed),
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
