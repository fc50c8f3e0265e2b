import { courseOf, type LatLon } from '../../contract/along.ts'
import type { FleetDatabase, FleetTransaction } from '../../db/fleet/open.ts'
import { feedPattern, feedShape } from '../../db/fleet/schema.ts'

/** A shape of a test's city, and the route that runs on it. */
export interface TestShape {
  routeId: string
  points: LatLon[]
  directionId?: number
  stops?: [stopId: string, alongM: number][]
}

/** Gives the feed in use its shapes. The network is read at the first report: that has to come later. */
export async function addShapes(db: FleetDatabase, shapes: TestShape[], { from = 0 } = {}): Promise<void> {
  await db.transaction((tx) => addShapesIn(tx, shapes, from))
}

/** The same within a transaction. `from`: the number of the first of them. */
export async function addShapesIn(tx: FleetTransaction, shapes: TestShape[], from = 0): Promise<void> {
  const feedId = 1
  for (const [i, { routeId, points, directionId = null, stops = [] }] of shapes.entries()) {
    const patternId = from + i
    const shapeId = `shape-${patternId}`
    const lengthM = Math.round(courseOf(points).lengthM)
    const course = points.map(([lat, lon]): [number, number] => [lat, lon])
    await tx
      .insert(feedShape)
      .values({ feedId, shapeId, shapeKey: `key-${patternId}`, lengthM, fromStops: false, points: course })
    await tx.insert(feedPattern).values({ feedId, patternId, routeId, directionId, shapeId, headsign: null, stops })
  }
}

/** Where a test's city begins. */
const ORIGIN: LatLon = [19.4, -99.15]

/** A place so many hundred metres east and north of the city's beginning. */
export function corner(east: number, north: number): LatLon {
  const metres = 1 / 111_195.08
  const shrink = Math.cos((ORIGIN[0] * Math.PI) / 180)
  return [ORIGIN[0] + north * 100 * metres, ORIGIN[1] + (east * 100 * metres) / shrink]
}
