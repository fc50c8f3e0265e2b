import { type Course, type LatLon, metresBetween, nearestOn, onSegment } from '../../contract/along.ts'

/** A vehicle that is further off a shape is not on it, metres. */
const OFF_M = 80
/** The direction is judged by so much of the way just driven, metres: after a turn at a terminus the way before says nothing. */
const JUDGED_M = 200
/** So much of it must lead forward along the shape. */
const FORWARD = 0.6
/** Less says no direction, metres. */
const LEAST_M = 75
/** A step back on the shape may be noise, metres. */
const BACK_M = 50

/** A place on one of several courses. */
export interface Match {
  index: number
  alongM: number
  /** How far off the fixes were, on the average, metres. */
  offM: number
}

/** The part of the way by which the direction is judged, the newest place last. */
export function judgedPart(way: readonly LatLon[]): LatLon[] {
  let metres = 0
  let first = way.length - 1
  while (first > 0 && metres < JUDGED_M) {
    metres += metresBetween(way[first - 1] ?? [0, 0], way[first] ?? [0, 0])
    first -= 1
  }
  return way.slice(Math.max(first, 0))
}

/** Whether a place lies on a course at all. */
export function isOn(course: Course, at: LatLon): boolean {
  return nearestOn(course, at).offM <= OFF_M
}

/**
 * Where on which courses a vehicle may be that has come this way: those on which all of it lies and leads forward, the nearest first.
 * A course that passes a place twice is followed from both.
 */
export function matchesOn(courses: readonly Course[], way: readonly LatLon[]): Match[] {
  const part = judgedPart(way)
  const driven = lengthOf(part)
  const [first, ...others] = part
  const here = part.at(-1)
  if (!first || !here || driven < LEAST_M) return []
  const matches = courses.flatMap((course, index) => {
    if (!isOn(course, here)) return []
    const ends = startsOn(course, first).flatMap((start) => {
      const end = followed(course, start, first, others)
      return end && end.alongM - start.alongM >= driven * FORWARD ? [{ index, ...end }] : []
    })
    return ends.sort((a, b) => a.offM - b.offM).slice(0, 1)
  })
  return matches.sort((a, b) => a.offM - b.offM)
}

interface At {
  alongM: number
  offM: number
}

/** Every place where a course comes near: nearer than just before and just after, once for each of its passes. */
function startsOn(course: Course, at: LatLon): At[] {
  const all = course.points.slice(1).map((_, index) => onSegment(course, index, at))
  const offAt = (index: number) => all[index]?.offM ?? Number.POSITIVE_INFINITY
  return all.filter(({ offM }, index) => offM <= OFF_M && offM < offAt(index - 1) && offM <= offAt(index + 1))
}

/** Where a way ends that begins at `start`, each place looked for near the one before; null: it leaves the course. */
function followed(course: Course, start: At, first: LatLon, others: readonly LatLon[]): At | null {
  let { alongM, offM } = start
  let before = first
  for (const at of others) {
    const step = metresBetween(before, at)
    const found = nearestOn(course, at, alongM - BACK_M, alongM + 2 * step + BACK_M)
    if (found.offM > OFF_M) return null
    alongM = found.alongM
    offM += found.offM
    before = at
  }
  return { alongM, offM: offM / (others.length + 1) }
}

function lengthOf(way: readonly LatLon[]): number {
  return way.reduce((sum, at, index) => sum + (index === 0 ? 0 : metresBetween(way[index - 1] ?? at, at)), 0)
}
