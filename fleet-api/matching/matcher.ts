import { metresBetween } from '../../contract/along.ts'
import { type Cell, explain, type Known, type MinuteCells, nextMinute } from './explain.ts'
import type { ShapeIndex } from './shape-index.ts'
import { EVIDENCE_M, followAll, lengthOf, type TimedFix, type Track } from './track.ts'

/** A minute of a vehicle: its start, seconds since 1970, and the fixes within it, in order of time. */
export interface TracedMinute {
  minuteAt: number
  fixes: readonly TimedFix[]
}

/** What is said of a minute. */
export interface Verdict {
  minuteAt: number
  /** Null: on none, or it cannot be told. */
  routeId: string | null
  /** Percent; 0 where no route is named. */
  confidence: number
}

/** What is known of a vehicle's way so far. Never changed: a new one is made of it. */
export interface MatcherState {
  tracks: readonly Track[]
  nextId: number
  /** The last fix that was away from the one before; null: none yet. */
  anchor: TimedFix | null
  /** Minutes on end without having come anywhere. */
  stoodMinutes: number
  /** The last minutes, and what was said of each. */
  minutes: readonly MinuteCells[]
  said: readonly Verdict[]
}

export const NOTHING_YET: MatcherState = { tracks: [], nextId: 1, anchor: null, stoodMinutes: 0, minutes: [], said: [] }

/** So far back a later minute may still change what is said. */
export const WINDOW_MINUTES = 120
/** And so far at least; before that what is ahead of all else by this much is certain. */
const LEAST_MINUTES = 30
const CERTAIN_M = 1000
/** A vehicle that has not come farther than this stands: its fixes dance around. */
const STANDS_M = 40
/** Two explanations that are not farther apart than this cannot be told from one another. */
const MARGIN_M = 250
/** What it costs to begin on a shape at its start and elsewhere, and to leave it before its end. */
const BEGIN_AT_START_M = 100
const BEGIN_M = 400
const LEAVE_M = 350
/** So near to its start or end counts as there. */
const END_M = 250
/** What each minute off the shape costs, and each minute of standing once it has stood for a while. */
const OFF_M = 40
const STANDING_M = 30
const STANDING_MINUTES = 5
/** A pause between two trips of one route is the route's, where it is no longer than this. */
const LAYOVER_S = 20 * 60
/** An explanation that is so far behind the best will not come to be the best any more. */
const HOPELESS_M = 1200
/** A longer pause without a word begins anew. */
const SILENCE_S = 20 * 60

/** The course of a route that a vehicle followed at the end of one of these minutes, and how far along it was; null: it was on none. */
export function alongAt(
  minutes: readonly MinuteCells[],
  minuteAt: number,
  routeId: string,
): { index: number; alongM: number } | null {
  const minute = minutes.findLast((one) => one.minuteAt === minuteAt)
  let best: { index: number; alongM: number; value: number } | null = null
  for (const [i, { routeId: of, index, on, alongM }] of (minute?.cells ?? []).entries()) {
    const value = minute?.values[i] ?? 0
    if (of === routeId && on && (best === null || value > best.value)) best = { index, alongM, value }
  }
  return best
}

/**
 * Follows a vehicle through more minutes, in order of time, and says on which route it was, in these minutes and in those before, where
 * that has changed: routes that share a street are told apart when they part. A vehicle that stands matches nothing. `passed`: all minutes that
 * were thought about, those that have left the window too.
 */
export function advance(
  state: MatcherState,
  minutes: readonly TracedMinute[],
  index: ShapeIndex,
): { state: MatcherState; verdicts: Verdict[]; passed: readonly MinuteCells[] } {
  let now = state
  const told = new Map<number, Verdict>()
  const left: MinuteCells[] = []
  const goOn = (next: MatcherState) => {
    const first = next.minutes[0]?.minuteAt ?? 0
    for (const minute of now.minutes) {
      if (minute.minuteAt >= first) break
      left.push(minute)
    }
    now = next
  }
  const tell = () => {
    const step = judged(now)
    goOn(step.state)
    for (const verdict of step.verdicts) told.set(verdict.minuteAt, verdict)
  }
  for (const [i, minute] of minutes.entries()) {
    // Before it leaves the window, or is forgotten, each minute has to have been told of.
    if (i > 0 && (i % LEAST_MINUTES === 0 || isAfterSilence(now, minute))) tell()
    goOn(oneMore(now, minute, index))
  }
  tell()
  return {
    state: now,
    verdicts: [...told.values()],
    passed: left.length === 0 ? now.minutes : [...left, ...now.minutes],
  }
}

/** What can be said by now, where it is not what was said before. */
function judged(state: MatcherState): { state: MatcherState; verdicts: Verdict[] } {
  const before = new Map(state.said.map((one) => [one.minuteAt, one]))
  const first = state.minutes[0]?.minuteAt ?? 0
  // What has left the window stands, and with it what followed from it.
  const settled = state.said.findLast(({ minuteAt, routeId }) => minuteAt < first && routeId !== null) ?? null
  const known = explain(state.minutes, MARGIN_M)
  const found = said(known, settled)
  const verdicts = found.filter((one) => before.get(one.minuteAt)?.routeId !== one.routeId)
  const saidNow = settled === null ? found : [settled, ...found]
  return { state: { ...state, minutes: withoutSettled(state.minutes, known), said: saidNow }, verdicts }
}

function isAfterSilence({ minutes }: MatcherState, { minuteAt }: TracedMinute): boolean {
  const last = minutes.at(-1)
  return last !== undefined && minuteAt - last.minuteAt > SILENCE_S
}

/** What came before a minute that is as good as certain, and not of just now, need not be thought about again. */
function withoutSettled(minutes: readonly MinuteCells[], known: readonly Known[]): readonly MinuteCells[] {
  const from = known.findLastIndex(({ by }, i) => by >= CERTAIN_M && known.length - i >= LEAST_MINUTES)
  return from <= 0 ? minutes : minutes.slice(from)
}

function oneMore(state: MatcherState, { minuteAt, fixes }: TracedMinute, index: ShapeIndex): MatcherState {
  const last = state.minutes.at(-1)
  const isAnew = isAfterSilence(state, { minuteAt, fixes })
  let { tracks, nextId, anchor, stoodMinutes } = isAnew ? NOTHING_YET : state
  tracks = tracks.map((track) => (track.gainM === 0 ? track : { ...track, gainM: 0 }))
  let hasMoved = false
  for (const fix of fixes) {
    const movedM = anchor === null ? 0 : metresBetween([anchor.lat, anchor.lon], [fix.lat, fix.lon])
    if (anchor !== null && movedM < STANDS_M) continue
    hasMoved ||= anchor !== null
    tracks = followAll(tracks, fix, index, () => nextId++)
    anchor = fix
  }
  stoodMinutes = hasMoved || fixes.length === 0 ? 0 : stoodMinutes + 1
  const cells = tracks.flatMap((track) => cellOf(track, { stoodMinutes, silent: fixes.length === 0 }, index))
  const minute = nextMinute(isAnew ? null : (last ?? null), minuteAt, cells)
  const hopeful = hopefulOf(minute)
  const ids = new Set(hopeful.cells.map(({ id }) => id))
  const kept = tracks.filter((track) => lengthOf(track) < EVIDENCE_M || ids.has(track.id))
  const history = isAnew ? [] : state.minutes.slice(1 - WINDOW_MINUTES)
  return {
    ...state,
    tracks: kept,
    nextId,
    anchor,
    stoodMinutes,
    minutes: [...history, hopeful],
    said: isAnew ? [] : state.said,
  }
}

function cellOf(track: Track, how: { stoodMinutes: number; silent: boolean }, index: ShapeIndex): Cell[] {
  if (lengthOf(track) < EVIDENCE_M) return []
  const lengthM = index.courses[track.index]?.course.lengthM ?? 0
  const cost = how.silent ? 0 : how.stoodMinutes > STANDING_MINUTES ? STANDING_M : track.on ? 0 : OFF_M
  const isAtStart = track.startM <= END_M && track.alongM - track.startM < 1000
  return [
    {
      id: track.id,
      routeId: track.routeId,
      index: track.index,
      on: track.on,
      // Whole metres: they take a third of the memory.
      alongM: Math.round(track.alongM),
      net: Math.round(track.gainM - cost),
      begin: isAtStart ? BEGIN_AT_START_M : BEGIN_M,
      leave: track.alongM >= lengthM - END_M ? 0 : LEAVE_M,
    },
  ]
}

function hopefulOf(minute: MinuteCells): MinuteCells {
  const best = Math.max(minute.none, ...minute.values)
  const keep = minute.values.map((value) => value >= best - HOPELESS_M)
  if (keep.every(Boolean)) return minute
  return {
    ...minute,
    cells: minute.cells.filter((_, i) => keep[i]),
    values: minute.values.filter((_, i) => keep[i]),
  }
}

/** What is known, with pauses between two trips of one route filled in. `before`: the last known minute before these. */
function said(known: Known[], before: Verdict | null): Verdict[] {
  const verdicts = known.map(({ minuteAt, routeId, by }) => ({
    minuteAt,
    routeId,
    confidence: routeId === null ? 0 : sure(by),
  }))
  let last = before
  let pause: Verdict[] = []
  for (const verdict of verdicts) {
    const { minuteAt, routeId } = verdict
    if (routeId === null) {
      pause.push(verdict)
      continue
    }
    if (last?.routeId === routeId && minuteAt - last.minuteAt <= LAYOVER_S)
      for (const one of pause) Object.assign(one, { routeId, confidence: LAYOVER_CONFIDENCE })
    last = verdict
    pause = []
  }
  return verdicts
}

const LAYOVER_CONFIDENCE = 80

/** The surer the farther ahead of everything else. */
function sure(byM: number): number {
  return byM >= 2 * MARGIN_M ? 95 : 85
}
