import { metresBetween } from '../../contract/along.ts'
import type { TracedMinute } from './matcher.ts'
import type { ShapeIndex } from './shape-index.ts'
import { followAll, type TimedFix, type Track } from './track.ts'

/** A minute of a vehicle, and the route that it was decided to have been on; null: none. */
export interface DecidedMinute extends TracedMinute {
  routeId: string | null
}

/** A run along a whole course: from near its start to near its end. Times are ms since 1970. */
export interface PerformedRun {
  /** Number of the course in the index. */
  index: number
  routeId: string
  /** When the vehicle was last at its start, and when it first came to its end. */
  startAt: number
  endAt: number
}

interface Open {
  track: Track
  startAt: number
  endAt: number
  farthestM: number
}

/** So near to its start or end counts as there; on a short course a tenth of it. */
const END_M = 250
/** Farther than this from where it began a vehicle has departed, and so near to the end it has arrived. */
const AT_M = 60
/** Who has not come farther than this stands (as in matcher.ts). */
const STANDS_M = 40
const SILENCE_S = 20 * 60

/**
 * Finds the runs that a vehicle performed, from its minutes in order of time. Decides nothing about routes: a run counts where most of its
 * minutes have been decided to be of its route. `routes`: those that are among them.
 */
export class RunFinder {
  readonly #open = new Map<number, Open>()
  readonly #complete: Open[] = []
  readonly #decided: { minuteAt: number; routeId: string | null }[] = []
  #tracks: Track[] = []
  #anchor: TimedFix | null = null
  #nextId = 1

  constructor(
    readonly index: ShapeIndex,
    readonly routes: ReadonlySet<string>,
  ) {}

  follow({ minuteAt, routeId, fixes }: DecidedMinute): void {
    const last = this.#decided.at(-1)
    if (last !== undefined && minuteAt - last.minuteAt > SILENCE_S) this.#beginAnew()
    this.#decided.push({ minuteAt, routeId })
    for (const fix of fixes) {
      const anchor = this.#anchor
      if (anchor !== null && metresBetween([anchor.lat, anchor.lon], [fix.lat, fix.lon]) < STANDS_M) this.#stand(fix)
      else this.#move(fix)
    }
  }

  /** The runs so far, in order of time. Of two at the same time the longer course is what was run: it holds the other. */
  performed(): PerformedRun[] {
    this.#beginAnew()
    const accepted: Open[] = []
    const longest = [...this.#complete].sort((a, b) => this.#lengthOf(b) - this.#lengthOf(a) || a.startAt - b.startAt)
    for (const run of longest) {
      if (this.#isDecided(run) && !accepted.some((other) => overlap(run, other))) accepted.push(run)
    }
    return accepted
      .sort((a, b) => a.startAt - b.startAt)
      .map(({ track: { index, routeId }, startAt, endAt }) => ({ index, routeId, startAt, endAt }))
  }

  #stand(fix: TimedFix): void {
    for (const open of this.#open.values())
      if (open.track.on && open.track.farthestM - open.track.startM <= AT_M) open.startAt = fix.at
  }

  #move(fix: TimedFix): void {
    this.#anchor = fix
    const followed = followAll(this.#tracks, fix, this.index, () => this.#nextId++)
    this.#tracks = followed.filter(({ routeId }) => this.routes.has(routeId))
    const ids = new Set<number>()
    for (const track of this.#tracks) {
      const lengthM = this.index.courses[track.index]?.course.lengthM ?? 0
      if (track.startM > nearOf(lengthM)) continue
      ids.add(track.id)
      const open = this.#open.get(track.id) ?? { track, startAt: fix.at, endAt: fix.at, farthestM: 0 }
      this.#open.set(track.id, open)
      open.track = track
      if (!track.on) continue
      if (track.farthestM - track.startM <= AT_M) open.startAt = fix.at
      if (track.farthestM <= open.farthestM) continue
      if (open.farthestM < lengthM - AT_M) open.endAt = fix.at
      open.farthestM = track.farthestM
    }
    for (const [id, open] of this.#open) if (!ids.has(id)) this.#close(open)
  }

  #close(open: Open): void {
    this.#open.delete(open.track.id)
    const lengthM = this.#lengthOf(open)
    if (open.farthestM >= lengthM - nearOf(lengthM) && open.endAt > open.startAt) this.#complete.push(open)
  }

  #beginAnew(): void {
    for (const open of [...this.#open.values()]) this.#close(open)
    this.#tracks = []
    this.#anchor = null
  }

  #lengthOf({ track }: Open): number {
    return this.index.courses[track.index]?.course.lengthM ?? 0
  }

  #isDecided({ track, startAt, endAt }: Open): boolean {
    const within = this.#decided.filter(
      ({ minuteAt }) => minuteAt * 1000 + 60_000 > startAt && minuteAt * 1000 <= endAt,
    )
    return within.filter(({ routeId }) => routeId === track.routeId).length * 2 > within.length
  }
}

function nearOf(lengthM: number): number {
  return Math.min(END_M, lengthM / 10)
}

/** Whether more than half of the shorter one lies within the other. */
function overlap(a: { startAt: number; endAt: number }, b: { startAt: number; endAt: number }): boolean {
  const common = Math.min(a.endAt, b.endAt) - Math.max(a.startAt, b.startAt)
  return common * 2 > Math.min(a.endAt - a.startAt, b.endAt - b.startAt)
}
