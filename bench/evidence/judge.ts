import { advance, type MatcherState, NOTHING_YET } from '../../fleet-api/matching/matcher.ts'
import type { ShapeIndex } from '../../fleet-api/matching/shape-index.ts'
import type { Drive } from './drive.ts'

/** Minutes of one route: by the truth, and by what was said of them. */
export interface Tally {
  /** On the route in truth. */
  minutes: number
  right: number
  unknown: number
  /** On the route in truth, and said to be on another. */
  wrong: number
  /** Said to be on the route, and were not. */
  falsely: number
}

const MINUTE = 60_000

export interface How {
  /** A minute is judged by what is said of it so long after it; null: by the last word. */
  afterMs: number | null
  /** The first minutes of each stretch on a route are not judged. */
  skipMs: number
}

/** One way of judging, and what it has come to. */
export interface Judge extends How {
  /** By route; '' for minutes on none. */
  tallies: Map<string, Tally>
}

/** Replays a drive report by report, and has each judge hold what is said of each minute against the truth. */
export function judge(drive: Drive, index: ShapeIndex, judges: readonly Judge[]): void {
  const said = new Map<number, string | null>()
  const then = judges.map(() => new Map<number, string | null>())
  let state: MatcherState = NOTHING_YET
  const start = drive.truth[0]?.from ?? 0
  const end = drive.truth.at(-1)?.to ?? 0
  let next = 0
  for (let minute = Math.floor(start / MINUTE); minute * MINUTE < end; minute += 1) {
    const from = next
    while (next < drive.fixes.length && (drive.fixes[next]?.at ?? 0) < (minute + 1) * MINUTE) next += 1
    const step = advance(state, [{ minuteAt: minute * 60, fixes: drive.fixes.slice(from, next) }], index)
    state = step.state
    for (const { minuteAt, routeId } of step.verdicts) said.set(minuteAt / 60, routeId)
    for (const [i, { afterMs }] of judges.entries()) {
      const judged = afterMs === null ? null : minute - afterMs / MINUTE
      if (judged !== null) then[i]?.set(judged, said.get(judged) ?? null)
    }
  }
  for (const [i, { skipMs, tallies }] of judges.entries()) {
    // Of the last minutes of a drive there is no later word.
    const word = (minute: number) => (then[i]?.has(minute) ? then[i].get(minute) : said.get(minute)) ?? null
    for (const { from, to, routeId } of drive.truth) {
      const first = Math.ceil((from + (routeId === null ? 0 : skipMs)) / MINUTE)
      for (let minute = first; (minute + 1) * MINUTE <= to; minute += 1) count(tallies, routeId, word(minute))
    }
  }
}

function count(tallies: Map<string, Tally>, truth: string | null, said: string | null): void {
  const of = (routeId: string | null) => {
    const found = tallies.get(routeId ?? '') ?? { minutes: 0, right: 0, unknown: 0, wrong: 0, falsely: 0 }
    tallies.set(routeId ?? '', found)
    return found
  }
  const tally = of(truth)
  tally.minutes += 1
  if (said === truth) tally.right += 1
  else if (said === null) tally.unknown += 1
  else {
    tally.wrong += 1
    of(said).falsely += 1
  }
}
