import { LONG_INTERVAL_MS } from '../../contract/outage-cause.ts'
import type { OutageCause } from '../../contract/service.ts'
import { UNKNOWN_ROUTE } from '../../db/fleet/schema.ts'
import type { ReportRow } from '../queries/reports.ts'
import type { Run } from './boot-runs.ts'

/** What availability needs to know of an accounting interval of a gateway, as it is stored. */
export type Said = Pick<
  ReportRow,
  'bootId' | 'seq' | 'routeId' | 'startedAt' | 'endedAt' | 'startedUptimeMs' | 'uplinkUpMs' | 'outage' | 'movedM'
>

/** The same, with what its neighbours tell of it. Times: ms since 1970. */
export interface Looked {
  bootId: string
  seq: number
  routeId: string
  from: number
  to: number
  startedUptimeMs: number
  /** Share of it with the uplink up, 0 to 1; null: not told. */
  upShare: number | null
  outage: OutageCause | null
  /** Moved 100 m or more within it, on a known route. */
  moved: boolean
  /** Moved less than 100 m in the ten minutes around it. Never where nothing is known of how far it moved. */
  parked: boolean
}

const MOVED_M = 100
const AROUND_MS = 5 * 60_000

/** A gateway's intervals in order of time. `fixed`: at a stop or station, on whatever route; it does not move. */
export function lookedAt(said: readonly Said[], fixed: boolean): Looked[] {
  const inOrder = [...said].sort((a, b) => a.startedAt - b.startedAt || a.endedAt - b.endedAt || a.seq - b.seq)
  const looked = inOrder.map((row): Looked => {
    const { bootId, seq, startedAt, endedAt, startedUptimeMs, movedM } = row
    const routeId = fixed ? UNKNOWN_ROUTE : row.routeId
    const lengthMs = endedAt - startedAt
    return {
      bootId,
      seq,
      routeId,
      from: startedAt,
      to: endedAt,
      startedUptimeMs,
      upShare: row.uplinkUpMs === null || lengthMs <= 0 ? null : Math.min(1, row.uplinkUpMs / lengthMs),
      outage: row.outage,
      moved: !fixed && routeId !== UNKNOWN_ROUTE && lengthMs <= LONG_INTERVAL_MS && (movedM ?? 0) >= MOVED_M,
      parked: false,
    }
  })
  if (!fixed) findParked(inOrder, looked)
  return looked
}

/** A minute of which nothing is known takes the word of those around it; a vehicle of which nobody knows where it is is never parked. */
function findParked(rows: Said[], looked: Looked[]): void {
  const middles = rows.map(({ startedAt, endedAt }) => (startedAt + endedAt) / 2)
  // The middles of intervals that are long or overlap may be out of order: they are gone through in their own.
  const order = middles.map((_, index) => index).sort((a, b) => (middles[a] ?? 0) - (middles[b] ?? 0))
  const at = (place: number) => middles[order[place] ?? -1] ?? Number.POSITIVE_INFINITY
  const moved = (place: number) => rows[order[place] ?? -1]?.movedM ?? null
  let known = 0
  let sum = 0
  const count = (place: number, sign: 1 | -1) => {
    const metres = moved(place)
    if (metres === null) return
    known += sign
    sum += sign * metres
  }
  let next = 0
  let oldest = 0
  for (const [place, index] of order.entries()) {
    for (; next < order.length && at(next) <= at(place) + AROUND_MS; next += 1) count(next, 1)
    for (; at(oldest) < at(place) - AROUND_MS; oldest += 1) count(oldest, -1)
    const row = looked[index]
    if (row) row.parked = known > 0 && sum < MOVED_M
  }
}

/**
 * The last minute before a stretch of time (seconds since 1970) and the first one after it for which some boot owes a report. They tell when
 * there was power, and nothing else.
 */
export function edgesOf(
  runs: readonly Pick<Run, 'bootId' | 'firstMinuteAt' | 'lastMinuteAt'>[],
  { from, to }: { from: number; to: number },
): Said[] {
  const before = runs
    .filter((run) => run.lastMinuteAt < from)
    .sort((a, b) => b.lastMinuteAt - a.lastMinuteAt)
    .map(({ bootId, lastMinuteAt }) => edge(bootId, lastMinuteAt))
  const after = runs
    .filter((run) => run.firstMinuteAt >= to)
    .sort((a, b) => a.firstMinuteAt - b.firstMinuteAt)
    .map(({ bootId, firstMinuteAt }) => edge(bootId, firstMinuteAt))
  return [...before.slice(0, 1), ...after.slice(0, 1)]
}

function edge(bootId: string, minuteAt: number): Said {
  const startedAt = minuteAt * 1000
  return {
    bootId,
    seq: 0,
    routeId: UNKNOWN_ROUTE,
    startedAt,
    endedAt: startedAt + 60_000,
    startedUptimeMs: 0,
    uplinkUpMs: null,
    outage: null,
    movedM: null,
  }
}
