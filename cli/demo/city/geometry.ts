/** Plane geometry on the city's own grid: metres from the main square, x along the grid's east, y along its north. */

export type Point = readonly [x: number, y: number]
export type Line = readonly Point[]

export function distance(a: Point, b: Point): number {
  return Math.hypot(b[0] - a[0], b[1] - a[1])
}

/** Reads points as SVG writes them: `-700,6100 -620,5200`. */
export function parsePoints(text: string): Point[] {
  return text.split(/\s+/).map((pair) => {
    const [x, y] = pair.split(',').map(Number)
    if (x === undefined || y === undefined || !Number.isFinite(x + y)) throw new Error(`not a point: ${pair}`)
    return [x, y]
  })
}

/** A quarter of a ring road: an ellipse with squarer shoulders, like most ring roads around a grid. */
export function ringArc(radiusX: number, radiusY: number, fromDegrees: number, toDegrees: number): Point[] {
  const squareness = 2 / 2.5
  const shoulder = (radius: number, part: number) => radius * Math.sign(part) * Math.abs(part) ** squareness
  const steps = Math.ceil(Math.abs(toDegrees - fromDegrees) / 3)
  return Array.from({ length: steps + 1 }, (_, step) => {
    const angle = ((fromDegrees + ((toDegrees - fromDegrees) * step) / steps) * Math.PI) / 180
    return [shoulder(radiusX, Math.cos(angle)), shoulder(radiusY, Math.sin(angle))]
  })
}

/** A curve through all points (Catmull-Rom, centripetal), drawn as short straight pieces. */
export function smooth(line: Line, pieces = 12): Point[] {
  const curve: Point[] = []
  for (let i = 0; i + 1 < line.length; i += 1) {
    const b = at(line, i)
    const c = at(line, i + 1)
    const a = line[i - 1] ?? [2 * b[0] - c[0], 2 * b[1] - c[1]]
    const d = line[i + 2] ?? [2 * c[0] - b[0], 2 * c[1] - b[1]]
    for (let piece = 0; piece < pieces; piece += 1) curve.push(catmullRom(a, b, c, d, piece / pieces))
  }
  curve.push(at(line, line.length - 1))
  return curve
}

function catmullRom(a: Point, b: Point, c: Point, d: Point, part: number): Point {
  const t1 = Math.sqrt(distance(a, b))
  const t2 = t1 + Math.sqrt(distance(b, c))
  const t3 = t2 + Math.sqrt(distance(c, d))
  const t = t1 + (t2 - t1) * part
  const mix = (p: Point, q: Point, from: number, to: number): Point => {
    const share = (t - from) / (to - from)
    return [p[0] + (q[0] - p[0]) * share, p[1] + (q[1] - p[1]) * share]
  }
  const ab = mix(a, b, 0, t1)
  const bc = mix(b, c, t1, t2)
  const cd = mix(c, d, t2, t3)
  return mix(mix(ab, bc, 0, t2), mix(bc, cd, t1, t3), t1, t2)
}

/** The distance along the line at each of its points. */
export function measures(line: Line, length: (a: Point, b: Point) => number = distance): number[] {
  let total = 0
  return line.map((point, i) => {
    total += i === 0 ? 0 : length(at(line, i - 1), point)
    return total
  })
}

export function lengthOf(line: Line): number {
  return measures(line).at(-1) ?? 0
}

/** The point `along` metres from the start, and the direction of travel there as a unit vector. */
export function pointAt(line: Line, along: number): { point: Point; heading: Point } {
  const marks = measures(line)
  let i = marks.findIndex((mark) => mark >= along)
  if (i === -1) i = line.length - 1
  i = Math.max(i, 1)
  const a = at(line, i - 1)
  const b = at(line, i)
  const piece = distance(a, b)
  const share = (along - (marks[i - 1] ?? 0)) / piece
  return {
    point: [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share],
    heading: [(b[0] - a[0]) / piece, (b[1] - a[1]) / piece],
  }
}

/** Where the line passes nearest to the point. */
export function project(line: Line, point: Point): { along: number; away: number } {
  const marks = measures(line)
  let best = { along: 0, away: Number.POSITIVE_INFINITY }
  for (let i = 1; i < line.length; i += 1) {
    const a = at(line, i - 1)
    const b = at(line, i)
    const piece = distance(a, b)
    const dot = (point[0] - a[0]) * (b[0] - a[0]) + (point[1] - a[1]) * (b[1] - a[1])
    const share = Math.min(1, Math.max(0, dot / piece ** 2))
    const away = distance(point, [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share])
    if (away < best.away) best = { along: (marks[i - 1] ?? 0) + share * piece, away }
  }
  return best
}

/** The part of the line between two distances; backwards where `from` is the greater. Points close to its ends are left out. */
export function section(line: Line, from: number, to: number): Point[] {
  const [low, high] = from < to ? [from, to] : [to, from]
  const marks = measures(line)
  const inner = line.filter((_, i) => (marks[i] ?? 0) > low + 12 && (marks[i] ?? 0) < high - 12)
  const part = [pointAt(line, low).point, ...inner, pointAt(line, high).point]
  return from < to ? part : part.reverse()
}

/** Where two streets meet: the distance along each. An end that stops just short of the other street meets it too. */
export function crossing(one: Line, other: Line): { one: number; other: number } | undefined {
  const marks = measures(one)
  const otherMarks = measures(other)
  for (let i = 1; i < one.length; i += 1) {
    for (let j = 1; j < other.length; j += 1) {
      const hit = cross(at(one, i - 1), at(one, i), at(other, j - 1), at(other, j))
      if (hit) {
        const along = (all: number[], k: number, share: number) =>
          (all[k - 1] ?? 0) + ((all[k] ?? 0) - (all[k - 1] ?? 0)) * share
        return { one: along(marks, i, hit.one), other: along(otherMarks, j, hit.other) }
      }
    }
  }
  for (const end of [0, one.length - 1]) {
    const near = project(other, at(one, end))
    if (near.away < 40) return { one: marks[end] ?? 0, other: near.along }
  }
  for (const end of [0, other.length - 1]) {
    const near = project(one, at(other, end))
    if (near.away < 40) return { one: near.along, other: otherMarks[end] ?? 0 }
  }
  return undefined
}

function cross(a: Point, b: Point, c: Point, d: Point): { one: number; other: number } | undefined {
  const bottom = (b[0] - a[0]) * (d[1] - c[1]) - (b[1] - a[1]) * (d[0] - c[0])
  if (Math.abs(bottom) < 1e-9) return undefined
  const one = ((c[0] - a[0]) * (d[1] - c[1]) - (c[1] - a[1]) * (d[0] - c[0])) / bottom
  const other = ((c[0] - a[0]) * (b[1] - a[1]) - (c[1] - a[1]) * (b[0] - a[0])) / bottom
  return one >= 0 && one <= 1 && other >= 0 && other <= 1 ? { one, other } : undefined
}

/** The same course with a point about every `spacing` metres; sharp corners keep theirs. */
export function resample(line: Line, spacing: number): Point[] {
  const marks = measures(line)
  const corners = [0]
  for (let i = 1; i + 1 < line.length; i += 1) {
    if (turn(at(line, i - 1), at(line, i), at(line, i + 1)) > 0.35) corners.push(marks[i] ?? 0)
  }
  corners.push(marks.at(-1) ?? 0)
  const points: Point[] = [at(line, 0)]
  for (let i = 1; i < corners.length; i += 1) {
    const from = corners[i - 1] ?? 0
    const to = corners[i] ?? 0
    const pieces = Math.max(1, Math.round((to - from) / spacing))
    for (let piece = 1; piece <= pieces; piece += 1) {
      points.push(pointAt(line, from + ((to - from) * piece) / pieces).point)
    }
  }
  return points
}

function turn(a: Point, b: Point, c: Point): number {
  const bend = Math.atan2(c[1] - b[1], c[0] - b[0]) - Math.atan2(b[1] - a[1], b[0] - a[0])
  return Math.abs(Math.atan2(Math.sin(bend), Math.cos(bend)))
}

/** The point at an index that is known to exist. */
export function at(line: Line, index: number): Point {
  const point = line[index]
  if (!point) throw new RangeError(`no point ${index} in a line of ${line.length}`)
  return point
}
