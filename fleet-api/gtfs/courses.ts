import { createHash } from 'node:crypto'
import { type Course, courseOf, type LatLon, type OnCourse } from '../../contract/along.ts'
import type { Feed } from './feed.ts'
import { passesOf } from './stops-along.ts'

/** A course that trips run on, as it is stored. */
export interface FeedCourse {
  shapeId: string
  shapeKey: string
  course: Course
  fromStops: boolean
  /** The same, run the other way. */
  opposite: FeedCourse | null
  /** Where it passes the stops of the feed, as far as somebody has asked. */
  passes: Map<number, OnCourse[]>
}

/** The courses of a feed that are in use: those of shapes.txt, and those that stops make. */
export class Courses {
  readonly #byShape = new Map<string, FeedCourse | null>()
  readonly #byKey = new Map<string, FeedCourse>()

  constructor(readonly feed: Feed) {}

  /** The course of a shape; null: shapes.txt does not have it, or not two different points of it. */
  ofShape(shapeId: string): FeedCourse | null {
    const known = this.#byShape.get(shapeId)
    if (known !== undefined) return known
    const points = this.feed.shapePoints.of(shapeId)
    const made = isCourse(points) ? courseNamed(shapeId, points, false) : null
    this.#byShape.set(shapeId, made)
    return made
  }

  /** The course that the places of stops make; null: they are not two different places. */
  ofStops(stops: readonly number[]): FeedCourse | null {
    const points = stops.flatMap((stop) => this.placeOf(stop) ?? [])
    if (!isCourse(points)) return null
    const key = shapeKeyOf(points)
    const known = this.#byKey.get(key)
    if (known !== undefined) return known
    const made = courseNamed(this.#free(`~${key}`), points, true)
    this.#byKey.set(key, made)
    return made
  }

  /** A course whose points stand the wrong way round in shapes.txt, put right. */
  oppositeOf(course: FeedCourse): FeedCourse {
    course.opposite ??= courseNamed(this.#free(`${course.shapeId}~`), [...course.course.points].reverse(), false)
    return course.opposite
  }

  /** Nobody calls a shape so, but anybody could. */
  #free(shapeId: string): string {
    return this.feed.shapePoints.has(shapeId) ? this.#free(`~${shapeId}`) : shapeId
  }

  /** Where a stop is; null: the feed does not say. One pair in a list, for flatMap. */
  placeOf(stop: number): [LatLon] | null {
    const { stopLat, stopLon } = this.feed.stops[stop] ?? {}
    return stopLat == null || stopLon == null ? null : [[stopLat, stopLon]]
  }

  passesOf({ course, passes }: FeedCourse, stop: number, at: LatLon): OnCourse[] {
    const known = passes.get(stop)
    if (known !== undefined) return known
    const found = passesOf(course, at)
    passes.set(stop, found)
    return found
  }
}

/** By which a course is known again in another feed: its points to a metre. */
export function shapeKeyOf(points: readonly LatLon[]): string {
  const text = points.map(([lat, lon]) => `${lat.toFixed(5)},${lon.toFixed(5)}`).join(' ')
  return createHash('sha256').update(text).digest('base64url').slice(0, 12)
}

function courseNamed(shapeId: string, points: LatLon[], fromStops: boolean): FeedCourse {
  return {
    shapeId,
    shapeKey: shapeKeyOf(points),
    course: courseOf(points),
    fromStops,
    opposite: null,
    passes: new Map(),
  }
}

function isCourse(points: readonly LatLon[]): boolean {
  const [first] = points
  return first !== undefined && points.some(([lat, lon]) => lat !== first[0] || lon !== first[1])
}
