import type { FleetTransaction } from '../../db/fleet/open.ts'
import { UNKNOWN_ROUTE } from '../../db/fleet/schema.ts'
import type { MinuteCells } from '../matching/explain.ts'
import {
  advance,
  type MatcherState,
  NOTHING_YET,
  type TracedMinute,
  type Verdict,
  WINDOW_MINUTES,
} from '../matching/matcher.ts'
import type { ShapeIndex } from '../matching/shape-index.ts'
import { reportsOf } from '../queries/evidence.ts'
import type { Elsewhere } from '../queries/move-minutes.ts'
import type { ReportRow } from '../queries/reports.ts'
import { type Found, found } from '../rules/ladder/found.ts'
import { readTrace } from '../rules/trace-text.ts'
import type { Move } from './attribute.ts'
import type { Evidence } from './evidence.ts'

/** A gateway's way as far as it was followed, and up to where. */
export interface Remembered {
  index: ShapeIndex
  state: MatcherState
  bootId: string
  nextSeq: number
  lastMinuteAt: number
}

export interface FollowedShapes {
  found: (minuteAt: number) => Found | null
  move: Move | null
  remembered: Remembered
  /** The minutes that were followed, and some before them. */
  passed: readonly MinuteCells[]
}

/** A late minute changes what is said of those this near to it. */
const AROUND_S = (WINDOW_MINUTES / 2) * 60
/** Of a shape that was made of stops it is less sure that the vehicle runs there. */
const FROM_STOPS = 15

/**
 * The fourth rung: follows a gateway's trace along the shapes through these rows, which come in order of time. Where they do not go on from
 * where it was left, what is stored around them is read and followed again. Null: it has no trace, or there are no shapes.
 */
export async function followShapes(
  tx: FleetTransaction,
  rows: readonly ReportRow[],
  { index }: Evidence,
  before: Remembered | null,
): Promise<FollowedShapes | null> {
  const [first, last] = [rows[0], rows.at(-1)]
  if (index === null || !first || !last) return null
  const known = before?.index === index ? before : null
  if (known === null && rows.every(({ trace }) => trace === null)) return null
  const goesOn = known !== null && isNext(known, rows)
  const { gatewayId } = first
  let verdicts: Verdict[]
  let state: MatcherState
  let passed: readonly MinuteCells[]
  let older: ReportRow[]
  const own = new Set(rows.map(({ minuteAt }) => minuteAt))
  if (goesOn) {
    ;({ state, verdicts, passed } = advance(known.state, minutesOf(rows), index))
    older = await reportsOf(
      tx,
      gatewayId,
      minutesIn(verdicts).filter((minuteAt) => !own.has(minuteAt)),
    )
  } else {
    const around = await reportsOf(tx, gatewayId, minutesAround(own))
    const all = [...around, ...rows].sort((a, b) => a.startedAt - b.startedAt)
    ;({ state, verdicts, passed } = advance(NOTHING_YET, minutesOf(all), index))
    const [from, to] = [first.minuteAt - AROUND_S, last.minuteAt + AROUND_S]
    // What is stored of the same minutes too: a minute may come in parts.
    older = around.filter(({ minuteAt }) => from <= minuteAt && minuteAt <= to)
  }
  const byMinute = new Map(verdicts.map((verdict) => [verdict.minuteAt, verdict]))
  const lastMinuteAt = Math.max(last.minuteAt, ...older.map(({ minuteAt }) => minuteAt))
  const isNewest = lastMinuteAt === last.minuteAt && (known === null || last.minuteAt >= known.lastMinuteAt)
  return {
    found: (minuteAt) => foundOf(byMinute.get(minuteAt), index),
    move: moveOf(older, byMinute, index),
    passed,
    remembered:
      isNewest || known === null ? { index, state, bootId: last.bootId, nextSeq: last.seq + 1, lastMinuteAt } : known,
  }
}

/** Whether the rows go on where a gateway's way was left: then nothing that is stored need be read. */
function isNext({ bootId, nextSeq, lastMinuteAt }: Remembered, rows: readonly ReportRow[]): boolean {
  let [boot, seq, minute] = [bootId, nextSeq, lastMinuteAt]
  for (const row of rows) {
    const inOrder = row.bootId === boot ? row.seq === seq : row.seq === 0
    if (!inOrder || row.minuteAt < minute) return false
    ;[boot, seq, minute] = [row.bootId, row.seq + 1, row.minuteAt]
  }
  return (rows[0]?.minuteAt ?? 0) > lastMinuteAt
}

function minutesOf(rows: readonly ReportRow[]): TracedMinute[] {
  const minutes: { minuteAt: number; fixes: ReturnType<typeof readTrace> }[] = []
  for (const { minuteAt, trace, startedAt } of rows) {
    const fixes = readTrace(trace, startedAt)
    const last = minutes.at(-1)
    if (last?.minuteAt === minuteAt) last.fixes.push(...fixes)
    else if (last === undefined || minuteAt > last.minuteAt) minutes.push({ minuteAt, fixes })
  }
  return minutes
}

function minutesIn(verdicts: readonly Verdict[]): number[] {
  return verdicts.map(({ minuteAt }) => minuteAt)
}

/** Every minute from a window before the rows to one after them; rows that lie far apart have windows of their own. */
function minutesAround(own: ReadonlySet<number>): number[] {
  const minutes = new Set<number>()
  const reach = WINDOW_MINUTES * 60
  for (const minuteAt of own) {
    if (minutes.has(minuteAt - reach) && minutes.has(minuteAt + reach)) continue
    for (let at = minuteAt - reach; at <= minuteAt + reach; at += 60) minutes.add(at)
  }
  return [...minutes]
}

function foundOf(verdict: Verdict | undefined, index: ShapeIndex): Found | null {
  if (!verdict || verdict.routeId === null) return null
  const sure = index.isFromStops(verdict.routeId) ? verdict.confidence - FROM_STOPS : verdict.confidence
  return found('shape', verdict.routeId, sure)
}

/** What is told by a trace or by nothing is told anew; what stands above it stays. */
function moveOf(older: ReportRow[], verdicts: Map<number, Verdict>, index: ShapeIndex): Move | null {
  const to = (row: ReportRow): Elsewhere | null => {
    if (row.routeSource !== 'shape' && row.routeSource !== 'unknown') return null
    const verdict = verdicts.get(row.minuteAt)
    if (verdict === undefined) return null
    const routeId = verdict.routeId ?? UNKNOWN_ROUTE
    if (routeId === row.routeId) return null
    const said = foundOf(verdict, index)
    return { routeId, routeSource: said?.source ?? 'unknown', routeConfidence: said?.confidence ?? 0 }
  }
  return older.some((row) => to(row) !== null) ? { rows: older, to } : null
}
