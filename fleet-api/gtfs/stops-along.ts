import {
  type Course,
  type LatLon,
  metresBetween,
  nearestOn,
  type OnCourse,
  onSegment,
  placeAt,
} from '../../contract/along.ts'

/** Of the places on a course where it is near a stop, those that are so much further than the nearest are out of the question. */
const WORTH_TRYING_M = 150

/** Where a course comes near a place, each time that it does: in order along it. */
export function passesOf(course: Course, at: LatLon): OnCourse[] {
  const near: OnCourse[] = []
  for (let i = 0; i + 1 < course.points.length; i += 1) near.push(onSegment(course, i, at))
  const bestM = near.reduce((best, { offM }) => Math.min(best, offM), Number.POSITIVE_INFINITY)
  const passes: OnCourse[] = []
  for (const [i, one] of near.entries()) {
    const before = near[i - 1]?.offM ?? Number.POSITIVE_INFINITY
    const after = near[i + 1]?.offM ?? Number.POSITIVE_INFINITY
    const isNearest = one.offM <= before && one.offM <= after
    // Two segments that meet in the nearest point tell of it twice.
    const isNew = passes.length === 0 || one.alongM - (passes.at(-1)?.alongM ?? 0) > 0.01
    if (isNearest && isNew && one.offM <= bestM + WORTH_TRYING_M) passes.push(one)
  }
  return passes
}

/** A place along the course for a stop, and the cheapest way to it: the sum of squares of how far the stops are off. */
interface Choice {
  alongM: number
  cost: number
  before: Choice | null
}

/** Stops put on a course. */
export interface PlacedStops {
  metres: number[]
  /** Root mean square of how far the stops are off the course where they were put, metres. */
  offM: number
}

/**
 * Metres along a course of stops in their order (GTFS stop_times.stop_sequence), which never become less: of all ways to put them on
 * the course in order, the one by which they are least off it. A course may pass a stop more than once. A stop whose place nobody
 * knows (null) stands where the one before it does.
 */
export function stopsAlong(
  course: Course,
  stops: readonly ({ at: LatLon; passes: readonly OnCourse[] } | null)[],
): PlacedStops {
  let choices: Choice[] = [{ alongM: 0, cost: 0, before: null }]
  for (const stop of stops) choices = stop === null ? choices.map(staying) : next(course, choices, stop)
  let last = cheapest(choices)
  const offM = Math.sqrt((last?.cost ?? 0) / Math.max(1, stops.length))
  const metres: number[] = []
  while (last?.before) {
    metres.push(last.alongM)
    last = last.before
  }
  return { metres: metres.reverse(), offM }
}

function next(
  course: Course,
  choices: Choice[],
  { at, passes }: { at: LatLon; passes: readonly OnCourse[] },
): Choice[] {
  const found: Choice[] = []
  let [index, before] = [0, null as Choice | null]
  for (const { alongM, offM } of passes) {
    for (let choice = choices[index]; choice && choice.alongM <= alongM; choice = choices[index]) {
      if (before === null || choice.cost < before.cost) before = choice
      index += 1
    }
    if (before !== null) found.push({ alongM, cost: before.cost + offM * offM, before })
  }
  if (found.length > 0) return found
  // The stops are not in the order of the course: the nearest place after the one before has to do.
  return choices
    .map((choice) => {
      const { alongM, offM } = nearestAfter(course, at, choice.alongM)
      return { alongM, cost: choice.cost + offM * offM, before: choice }
    })
    .sort((a, b) => a.alongM - b.alongM)
}

function nearestAfter(course: Course, at: LatLon, fromM: number): OnCourse {
  const here = { alongM: fromM, offM: metresBetween(placeAt(course, fromM), at) }
  const later = nearestOn(course, at, fromM)
  // What is measured again from a place on the way comes out a hair before it now and then.
  return later.offM < here.offM ? { ...later, alongM: Math.max(fromM, later.alongM) } : here
}

function staying(choice: Choice): Choice {
  return { ...choice, before: choice }
}

function cheapest(choices: readonly Choice[]): Choice | undefined {
  return choices.reduce((best, one) => (one.cost < best.cost ? one : best), choices[0] as Choice)
}
