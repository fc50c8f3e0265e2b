import { courseOf, type LatLon, onSegment } from '../../contract/along.ts'

/**
 * A course with fewer points (Ramer, Douglas and Peucker): its ends stay, and no point that is left out lies farther than
 * `metres` from the line between the kept ones beside it.
 */
export function simplify(points: readonly LatLon[], metres: number): LatLon[] {
  if (points.length < 3) return [...points]
  const kept = new Uint8Array(points.length)
  kept[0] = 1
  kept[points.length - 1] = 1
  // A stack of its own: shapes of a hundred thousand points would overrun the program's.
  const open: [first: number, last: number][] = [[0, points.length - 1]]
  for (let part = open.pop(); part !== undefined; part = open.pop()) {
    const [first, last] = part
    const far = farthest(points, first, last)
    if (far.offM <= metres) continue
    kept[far.index] = 1
    open.push([first, far.index], [far.index, last])
  }
  return points.filter((_, index) => kept[index] === 1)
}

function farthest(points: readonly LatLon[], first: number, last: number): { index: number; offM: number } {
  const line = courseOf([points[first] ?? [0, 0], points[last] ?? [0, 0]])
  let best = { index: first, offM: 0 }
  for (let index = first + 1; index < last; index += 1) {
    const { offM } = onSegment(line, 0, points[index] ?? [0, 0])
    if (offM > best.offM) best = { index, offM }
  }
  return best
}
