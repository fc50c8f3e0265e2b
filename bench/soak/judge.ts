/** One figure in the course of a run. */
export interface Point {
  /** Seconds from the beginning. */
  at: number
  value: number
}

/** A straight line through points, by least squares. */
export interface Line {
  /** For each hour of the machine's clock. */
  perHour: number
  /** Standard error of that. */
  error: number
}

export interface Judged extends Line {
  /** Means of the first, middle and last tenth. */
  start: number
  middle: number
  end: number
  most: number
  /** How long the window is in which it was looked at, minutes. */
  minutes: number
  grows: boolean
}

const HOUR_S = 3600
/** A slope that is not so many standard errors above nothing is noise. */
const SURE = 3

/** The line through the points. No slope where there are fewer than three. */
export function lineThrough(points: readonly Point[]): Line {
  const n = points.length
  if (n < 3) return { perHour: 0, error: 0 }
  const meanAt = meanOf(points.map(({ at }) => at))
  const meanValue = meanOf(points.map(({ value }) => value))
  const variance = points.reduce((sum, { at }) => sum + (at - meanAt) ** 2, 0)
  const covariance = points.reduce((sum, { at, value }) => sum + (at - meanAt) * (value - meanValue), 0)
  if (variance === 0) return { perHour: 0, error: 0 }
  const slope = covariance / variance
  const left = points.reduce((sum, { at, value }) => sum + (value - meanValue - slope * (at - meanAt)) ** 2, 0)
  return { perHour: slope * HOUR_S, error: Math.sqrt(left / (n - 2) / variance) * HOUR_S }
}

/** The least of each minute: what garbage collection leaves, not what lies about until the next one. */
export function minuteFloors(points: readonly Point[]): Point[] {
  const floors = new Map<number, Point>()
  for (const { at, value } of points) {
    const minute = Math.floor(at / 60)
    const floor = floors.get(minute)
    if (floor === undefined || value < floor.value) floors.set(minute, { at: minute * 60 + 30, value })
  }
  return [...floors.values()]
}

/**
 * Judges a figure by its last two thirds, and by what comes after `afterS` (seconds from the run's beginning) alone: it grows where the
 * line through them rises by more than `mostPerHour`, and surely does not only seem to.
 */
export function judge(
  points: readonly Point[],
  { mostPerHour, afterS = 0 }: { mostPerHour: number; afterS?: number },
): Judged {
  const first = points[0]?.at ?? 0
  const last = points.at(-1)?.at ?? 0
  const window = points.filter(({ at }) => at >= Math.max(afterS, first + (last - first) / 3))
  const line = lineThrough(window)
  return {
    ...line,
    start: tenth(points, 0),
    middle: tenth(points, 0.45),
    end: tenth(points, 0.9),
    most: Math.max(...points.map(({ value }) => value)),
    minutes: window.length === 0 ? 0 : (last - (window[0]?.at ?? last)) / 60,
    grows: line.perHour > mostPerHour && line.perHour > SURE * line.error,
  }
}

function tenth(points: readonly Point[], from: number): number {
  const begin = Math.min(points.length - 1, Math.floor(points.length * from))
  return meanOf(points.slice(begin, begin + Math.max(1, Math.round(points.length / 10))).map(({ value }) => value))
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
