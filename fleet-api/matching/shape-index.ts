import { type Course, type LatLon, METRES_A_DEGREE, type OnCourse, onSegment } from '../../contract/along.ts'

/** A course that a route may be known by. */
export interface RouteCourse {
  routeId: string
  directionId: number | null
  shapeKey: string
  /** Made of stops: between them the bus may run elsewhere. */
  fromStops: boolean
  course: Course
}

/** A place on one of the courses that is near to somebody. */
export interface Hit extends OnCourse {
  /** Number of the course. */
  index: number
}

/** A bus is on a shape within so many metres of it. */
export const NEAR_M = 60

const CELL_DEGREES = 0.0015
const STEP_M = 100
const LONGEST_M = 50_000

const cellOf = (degrees: number) => Math.floor(degrees / CELL_DEGREES)

/** Every course of a network, found by place: a fix is held against the few that are near, not against all. */
export class ShapeIndex {
  readonly #cells = new Map<string, number[]>()
  readonly #fromStops = new Set<string>()

  /** `courses`: of one network; a hit names them by their number here. */
  constructor(readonly courses: readonly RouteCourse[]) {
    for (const [index, { course, fromStops, routeId }] of courses.entries()) {
      if (fromStops) this.#fromStops.add(routeId)
      for (let segment = 0; segment + 1 < course.points.length; segment += 1) this.#put(index, course, segment)
    }
  }

  /** Puts a segment into every cell from which it may be near, step by step along it: a long one leads through few of those around it. */
  #put(index: number, { points, alongM, shrink }: Course, segment: number): void {
    const [a, b] = [points[segment] ?? [0, 0], points[segment + 1] ?? [0, 0]]
    const lengthM = (alongM[segment + 1] ?? 0) - (alongM[segment] ?? 0)
    // No vehicle runs straight on for so long: a point of the feed is wrong.
    if (lengthM > LONGEST_M) return
    const steps = Math.max(1, Math.ceil(lengthM / STEP_M))
    const marginLat = (NEAR_M + STEP_M / 2) / METRES_A_DEGREE
    const marginLon = marginLat / Math.max(0.01, shrink)
    const cells = new Set<string>()
    for (let step = 0; step <= steps; step += 1) {
      const lat = a[0] + ((b[0] - a[0]) * step) / steps
      const lon = a[1] + ((b[1] - a[1]) * step) / steps
      for (let y = cellOf(lat - marginLat); y <= cellOf(lat + marginLat); y += 1)
        for (let x = cellOf(lon - marginLon); x <= cellOf(lon + marginLon); x += 1) cells.add(`${y} ${x}`)
    }
    for (const key of cells) {
      const found = this.#cells.get(key)
      if (found) found.push(index, segment)
      else this.#cells.set(key, [index, segment])
    }
  }

  /** Whether a shape of the route was made of stops, between which vehicles may run elsewhere. */
  isFromStops(routeId: string): boolean {
    return this.#fromStops.has(routeId)
  }

  /** The places within NEAR_M of `at`, by the number of their course; of neighbouring segments the nearest. */
  near(at: LatLon): Map<number, Hit[]> {
    const hits = new Map<number, Hit[]>()
    const pairs = this.#cells.get(`${cellOf(at[0])} ${cellOf(at[1])}`) ?? []
    for (let i = 0; i < pairs.length; i += 2) {
      const index = pairs[i] ?? 0
      const course = this.courses[index]?.course
      if (!course) continue
      const found = onSegment(course, pairs[i + 1] ?? 0, at)
      if (found.offM > NEAR_M) continue
      const of = hits.get(index)
      const last = of?.at(-1)
      // Segments come in order: one that goes on where the last hit was is the same pass of the shape.
      if (of && last && found.alongM - last.alongM < 2 * NEAR_M) {
        if (found.offM < last.offM) Object.assign(last, found)
      } else if (of) of.push({ index, ...found })
      else hits.set(index, [{ index, ...found }])
    }
    return hits
  }
}
