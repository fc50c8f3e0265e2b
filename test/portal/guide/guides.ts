import { courseOf, type LatLon, placeAt } from '../../../contract/along.ts'
import type { Guide, GuideShape } from '../../../contract/guide.ts'
import type { Place } from '../../../portal/position/plausible.ts'
import { LEON } from '../position/fixes.ts'

const DEGREE_M = 111_195.08

/** A place so many metres north and east of the centre of León. */
export function at(north: number, east: number): LatLon {
  return [LEON[0] + north / DEGREE_M, LEON[1] + east / (DEGREE_M * Math.cos((LEON[0] * Math.PI) / 180))]
}

/** A shape with a stop each 500 m, named after the metre. */
export function aShape(points: readonly LatLon[], more: Partial<GuideShape> = {}): GuideShape {
  const { lengthM } = courseOf(points)
  const stops = Array.from({ length: Math.floor((lengthM + 1) / 500) + 1 }, (_, index) => ({
    name: `Km ${index * 0.5}`,
    alongM: index * 500,
  }))
  return { shapeKey: 'S', headsign: null, points: points.map(([lat, lon]) => [lat, lon]), stops, weak: [], ...more }
}

export function aGuide(...shapes: GuideShape[]): Guide {
  return { version: 'v1', routeId: 'T2', routeName: 'T2 Oriente', shapes }
}

/** The places of a vehicle that drives along points, each so many metres apart; it arrives at `endMs`. */
export function wayAlong(
  points: readonly LatLon[],
  { from = 0, to, speedMps = 5, endMs = 1_000_000 }: { from?: number; to: number; speedMps?: number; endMs?: number },
): Place[] {
  const course = courseOf(points)
  const places: Place[] = []
  for (let metres = from; metres <= to; metres += 25) {
    const [lat, lon] = placeAt(course, metres)
    places.push({ uptimeMs: endMs - Math.round(((to - metres) / speedMps) * 1000), lat, lon, saidMs: null })
  }
  return places
}
