import { seededRandom } from '../../cli/random.ts'
import { courseOf, type LatLon, metresBetween, placeAt } from '../../contract/along.ts'
import type { RouteCourse } from '../../fleet-api/matching/shape-index.ts'
import { type Drive, DriveMaker } from './drive.ts'

const MINUTE = 60_000

/**
 * A vehicle's day around one shape: parked at the depot, a way to the terminal on which it serves nobody, the shape from end to end
 * with gaps and a detour, a layover, then the way back where the route has one, and another route that begins near by.
 */
export function dayOf(courses: readonly RouteCourse[], number: number, startAt: number): Drive {
  const own = courses[number]
  if (!own) throw new Error(`there is no course ${number}`)
  const random = seededRandom(`drive ${number}`)
  const maker = new DriveMaker({ startAt, random })
  const [start, end] = [placeAt(own.course, 0), placeAt(own.course, own.course.lengthM)]
  const depot: LatLon = [start[0] + 0.009 * (random() - 0.5), start[1] + 0.009 * (random() - 0.5)]
  maker.stand(depot, 12 * MINUTE, null)
  if (metresBetween(depot, start) > 60) maker.run(courseOf([depot, start]), null)
  maker.stand(start, 3 * MINUTE, null)
  trip(maker, own, random)
  const back = following(courses, own, end, (other) => other.routeId === own.routeId && other !== own)
  if (back) {
    maker.stand(end, (3 + Math.floor(random() * 6)) * MINUTE, own.routeId)
    trip(maker, back, random)
  }
  const last = back ?? own
  const there = placeAt(last.course, last.course.lengthM)
  const other = following(courses, last, there, (one) => one.routeId !== own.routeId)
  if (other) {
    maker.stand(there, 4 * MINUTE, null)
    trip(maker, other, random)
  }
  maker.stand(placeAt((other ?? last).course, Number.MAX_SAFE_INTEGER), 15 * MINUTE, null)
  return maker.drive
}

function trip(maker: DriveMaker, { course, routeId }: RouteCourse, random: () => number): void {
  const aside: [number, number, number][] = []
  if (course.lengthM > 4000) {
    // A street is closed: round the block, 120 to 260 m away, for 400 to 900 m.
    const at = course.lengthM * (0.3 + random() * 0.4)
    aside.push([at, at + 400 + random() * 500, (120 + random() * 140) * (random() < 0.5 ? 1 : -1)])
  }
  const gapAt = (4 + random() * 15) * MINUTE
  maker.run(course, routeId, { aside, gaps: [[gapAt, gapAt + (1 + random() * 3) * MINUTE]] })
}

/** A course that begins near where the vehicle is. */
function following(
  courses: readonly RouteCourse[],
  from: RouteCourse,
  place: LatLon,
  fits: (course: RouteCourse) => boolean,
): RouteCourse | undefined {
  return courses.find((one) => one !== from && fits(one) && metresBetween(placeAt(one.course, 0), place) < 200)
}
