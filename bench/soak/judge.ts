/** One figure in the course of a run. */
export interface Point {
  /** Seconds from the beginning. */
  at: number
  value: number
}

/** A figure, and how much of it is growth. */
export interface Bound {
  unit: string
  /** It may rise by so much in the window in which it is looked at, by least squares. */
  rise: number
}

export interface Judged {
  name: string
  unit: string
  start: number
  middle: number
  end: number
  most: number
  /** Of the straight line through the last two thirds, by hour of the machine's clock. */
  slopePerHour: number
  /** What that line rises by from the beginning to the end of its window. */
  rise: number
  bound: number
  windowMinutes: number
  grows: boolean
}

/** Slope of the least-squares line through the points, for each second. 0 where there are fewer than two. */
export function slopeOf(points: readonly Point[]): number {
  const n = points.length
  const meanAt = points.reduce((sum, { at }) => sum + at, 0) / n
  const meanValue = points.reduce((sum, { value }) => sum + value, 0) / n
  const variance = points.reduce((sum, { at }) => sum + (at - meanAt) ** 2, 0)
  const covariance = points.reduce((sum, { at, value }) => sum + (at - meanAt) * (value - meanValue), 0)
  return variance === 0 || n < 2 ? 0 : covariance / variance
}

/** The least of each minute: what garbage collection leaves, not what lies about until the next one. */
export function minuteFloors(points: readonly Point[]): Point[] {
  const floors = new Map<number, Point>()
  for (const point of points) {
    const minute = Math.floor(point.at / 60)
    const floor = floors.get(minute)
    if (floor === undefined || point.value < floor.value)
      floors.set(minute, { at: minute * 60 + 30, value: point.value })
  }
  return [...floors.values()]
}

/** Judges a figure by its last two thirds. It grows where the straight line through them rises by more than the bound. */
export function judge(name: string, points: readonly Point[], { unit, rise: bound }: Bound): Judged {
  const first = points[0]?.at ?? 0
  const last = points.at(-1)?.at ?? 0
  const from = first + (last - first) / 3
  const window = points.filter(({ at }) => at >= from)
  const slope = slopeOf(window)
  const length = last - (window[0]?.at ?? last)
  const rise = slope * length
  const about = (share: number) =>
    meanOf(points.slice(Math.floor(points.length * share), Math.max(1, Math.ceil(points.length * (share + 0.1)))))
  return {
    name,
    unit,
    start: about(0),
    middle: about(0.45),
    end: about(0.9),
    most: Math.max(...points.map(({ value }) => value)),
    slopePerHour: slope * 3600,
    rise,
    bound,
    windowMinutes: length / 60,
    grows: rise > bound,
  }
}

function meanOf(points: readonly Point[]): number {
  return points.reduce((sum, { value }) => sum + value, 0) / points.length
}
