import type { TrailPoint } from '../../../contract/gateway-page.ts'

/** A piece of the way, all of it with, without, or of unknown internet, in the drawing's units. */
export interface TrailPiece {
  is: 'up' | 'lost' | 'unknown'
  /** `x,y x,y …` */
  points: string
  /** Of a line; a place by itself has none. */
  isPlace: boolean
}

export interface TrailDrawing {
  width: number
  height: number
  pieces: TrailPiece[]
  last: { x: number; y: number } | null
  metres: number
  lostMetres: number
  /** Nobody measured on a part of the way. */
  isPartly: boolean
  /** A scale of a round length: its metres, and its share of the width. */
  scale: { metres: number; share: number }
}

const WIDTH = 640
const HEIGHT = 320
const EDGE = 24
const METRES_A_DEGREE = 111_320
/** Between two fixes that lie further apart in time nobody knows the way. */
const GAP_MS = 10 * 60_000
const ROUND = [50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000]

/** Lays a trail on a plain ground, north up, in its true proportions. */
export function drawTrail(trail: readonly TrailPoint[]): TrailDrawing {
  const lats = trail.map(({ lat }) => lat)
  const lons = trail.map(({ lon }) => lon)
  const [south, north] = [Math.min(...lats), Math.max(...lats)]
  const [west, east] = [Math.min(...lons), Math.max(...lons)]
  const shrink = Math.cos((((south + north) / 2) * Math.PI) / 180)
  const wide = (east - west) * shrink * METRES_A_DEGREE
  const high = (north - south) * METRES_A_DEGREE
  // A bus that stood still is a place, not a wall of noise.
  const metresAcross = Math.max(wide, (high * (WIDTH - 2 * EDGE)) / (HEIGHT - 2 * EDGE), 200)
  const unit = (WIDTH - 2 * EDGE) / metresAcross
  const middle = { lat: (south + north) / 2, lon: (west + east) / 2 }
  const place = ({ lat, lon }: TrailPoint) => ({
    x: WIDTH / 2 + (lon - middle.lon) * shrink * METRES_A_DEGREE * unit,
    y: HEIGHT / 2 - (lat - middle.lat) * METRES_A_DEGREE * unit,
  })
  const pieces = piecesOf(trail)
  let metres = 0
  let lostMetres = 0
  for (const { is, of } of pieces) {
    const long = lengthOf(of.map(place)) / unit
    metres += long
    if (is === 'lost') lostMetres += long
  }
  const scale = ROUND.findLast((round) => round <= metresAcross / 3) ?? ROUND[0] ?? 50
  const newest = trail.at(-1)
  return {
    width: WIDTH,
    height: HEIGHT,
    pieces: pieces.map(({ is, of }) => ({ is, points: of.map(place).map(said).join(' '), isPlace: of.length === 1 })),
    last: newest ? place(newest) : null,
    metres,
    lostMetres,
    isPartly: trail.some(({ lost }) => lost === null),
    scale: { metres: scale, share: (scale * unit) / WIDTH },
  }
}

/** The way from one fix to the next has the word of the one that it leads to. */
function piecesOf(trail: readonly TrailPoint[]): { is: TrailPiece['is']; of: TrailPoint[] }[] {
  const pieces: { is: TrailPiece['is']; of: TrailPoint[] }[] = []
  for (const [i, point] of trail.entries()) {
    const is = point.lost === null ? 'unknown' : point.lost ? 'lost' : 'up'
    const before = trail[i - 1]
    const piece = pieces.at(-1)
    const goesOn = before && Date.parse(point.at) - Date.parse(before.at) <= GAP_MS
    if (goesOn && piece?.is === is) piece.of.push(point)
    else pieces.push({ is, of: goesOn ? [before, point] : [point] })
  }
  return pieces
}

function lengthOf(points: { x: number; y: number }[]): number {
  return points.reduce((sum, { x, y }, i) => {
    const before = points[i - 1]
    return before ? sum + Math.hypot(x - before.x, y - before.y) : sum
  }, 0)
}

const said = ({ x, y }: { x: number; y: number }) => `${x.toFixed(1)},${y.toFixed(1)}`
