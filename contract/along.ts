/** Latitude and longitude in degrees (WGS 84). */
export type LatLon = readonly [lat: number, lon: number]

/** Metres of a degree of latitude, on the mean sphere (IUGG, 6,371,008.8 m). */
export const METRES_A_DEGREE = 111_195.08

/**
 * A course of points with distances along it. Gateway and fleet measure along a shape in the same way: "250 m from its beginning" is
 * the same place to both. Metres are plane: within a city, and away from the poles, they are right to a thousandth.
 */
export interface Course {
  readonly points: readonly LatLon[]
  /** Metres from the beginning to each point. */
  readonly alongM: Float64Array
  readonly lengthM: number
  /** By how much a degree of longitude is shorter than one of latitude here. */
  readonly shrink: number
}

/** A course of at least two points. */
export function courseOf(points: readonly LatLon[]): Course {
  const shrink = Math.cos(((points[0]?.[0] ?? 0) * Math.PI) / 180)
  const alongM = new Float64Array(points.length)
  for (let i = 1; i < points.length; i += 1) {
    alongM[i] = (alongM[i - 1] ?? 0) + plane(points[i - 1] ?? [0, 0], points[i] ?? [0, 0], shrink)
  }
  return { points, alongM, lengthM: alongM[points.length - 1] ?? 0, shrink }
}

/** Metres between two places that are not far apart. */
export function metresBetween(a: LatLon, b: LatLon): number {
  return plane(a, b, Math.cos((((a[0] + b[0]) / 2) * Math.PI) / 180))
}

/** Degrees from true north, 0 to 360, of the way from one place to another. */
export function bearingBetween(a: LatLon, b: LatLon): number {
  const shrink = Math.cos((((a[0] + b[0]) / 2) * Math.PI) / 180)
  const degrees = (Math.atan2((b[1] - a[1]) * shrink, b[0] - a[0]) * 180) / Math.PI
  return (degrees + 360) % 360
}

/** A place on a course: metres along it, and how far away from it somebody is there. */
export interface OnCourse {
  alongM: number
  offM: number
}

/** The place on the segment after point `index` that is nearest to somebody. */
export function onSegment({ points, alongM, shrink }: Course, index: number, at: LatLon): OnCourse {
  const a = points[index] ?? [0, 0]
  const b = points[index + 1] ?? a
  const [bx, by] = [(b[1] - a[1]) * shrink * METRES_A_DEGREE, (b[0] - a[0]) * METRES_A_DEGREE]
  const [px, py] = [(at[1] - a[1]) * shrink * METRES_A_DEGREE, (at[0] - a[0]) * METRES_A_DEGREE]
  const square = bx * bx + by * by
  const share = square === 0 ? 0 : Math.min(1, Math.max(0, (px * bx + py * by) / square))
  const offM = Math.hypot(px - share * bx, py - share * by)
  return { alongM: (alongM[index] ?? 0) + share * Math.sqrt(square), offM }
}

/** Metres added up in another order differ by less than this. */
const ROUNDING_M = 1e-6

/** The place within a stretch of a course that is nearest to somebody; of several as near, the first. */
export function nearestOn(course: Course, at: LatLon, from = 0, to = course.lengthM): OnCourse {
  let best: OnCourse = { alongM: from, offM: Number.POSITIVE_INFINITY }
  for (let i = 0; i + 1 < course.points.length; i += 1) {
    if ((course.alongM[i + 1] ?? 0) < from) continue
    if ((course.alongM[i] ?? 0) > to) break
    const found = onSegment(course, i, at)
    const isWithin = found.alongM >= from - ROUNDING_M && found.alongM <= to + ROUNDING_M
    if (found.offM < best.offM && isWithin) best = { ...found, alongM: Math.min(found.alongM, course.lengthM) }
  }
  return best
}

/** The place on a course so many metres along it. */
export function placeAt({ points, alongM, lengthM }: Course, metres: number): LatLon {
  const wanted = Math.min(lengthM, Math.max(0, metres))
  let [low, high] = [0, points.length - 1]
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if ((alongM[middle] ?? 0) <= wanted) low = middle
    else high = middle
  }
  const [a, b] = [points[low] ?? [0, 0], points[high] ?? [0, 0]]
  const length = (alongM[high] ?? 0) - (alongM[low] ?? 0)
  const share = length === 0 ? 0 : (wanted - (alongM[low] ?? 0)) / length
  return [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share]
}

function plane(a: LatLon, b: LatLon, shrink: number): number {
  return Math.hypot(b[0] - a[0], (b[1] - a[1]) * shrink) * METRES_A_DEGREE
}

/** Length of the pieces by which the uplink along a shape is judged, metres. */
export const PIECE_M = 250
