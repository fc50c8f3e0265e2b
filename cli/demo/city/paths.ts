import {
  crossing,
  distance,
  type Line,
  lengthOf,
  measures,
  type Point,
  pointAt,
  project,
  resample,
  section,
} from './geometry.ts'
import { CITY, type RouteDefinition } from './network.ts'
import { STREETS, type Street } from './streets.ts'

/** One ride along one street: from one distance on it to another; backwards where `from` is the greater. */
export interface Leg {
  street: Street
  from: number
  to: number
}

export interface Direction {
  route: RouteDefinition
  directionId: 0 | 1
  legs: readonly Leg[]
  line: Line
}

export function findStreet(id: string): Street {
  const street = STREETS.find((candidate) => candidate.id === id)
  if (!street) throw new Error(`no street ${id}`)
  return street
}

/** Both directions of a route, ridden along its streets from terminus to terminus. */
export function directions(route: RouteDefinition): [Direction, Direction] {
  const [first, last] = route.termini
  const back = route.back ?? [...route.out].reverse()
  return [ride(route, 0, route.out, first, last), ride(route, 1, back, last, first)]
}

function ride(route: RouteDefinition, directionId: 0 | 1, streetIds: readonly string[], start: Point, end: Point) {
  const streets = streetIds.map(findStreet)
  const legs = streets.map((street, i): Leg => {
    const before = streets[i - 1]
    const after = streets[i + 1]
    return {
      street,
      from: before ? meeting(street, before) : project(street.line, start).along,
      to: after ? meeting(street, after) : project(street.line, end).along,
    }
  })
  const line = legs.flatMap((leg, i) => section(leg.street.line, leg.from, leg.to).slice(i === 0 ? 0 : 1))
  return { route, directionId, legs, line }
}

function meeting(street: Street, other: Street): number {
  const hit = crossing(street.line, other.line)
  if (!hit) throw new Error(`${street.name} does not meet ${other.name}`)
  return hit.one
}

export interface Position {
  lat: number
  lon: number
}

const METRES_PER_DEGREE = 111_195

/** From the city's grid to the globe. Six decimals: a tenth of a metre. */
export function toPosition([x, y]: Point): Position {
  const turned = (CITY.turnedDegrees * Math.PI) / 180
  const east = x * Math.cos(turned) - y * Math.sin(turned)
  const north = x * Math.sin(turned) + y * Math.cos(turned)
  const { lat, lon } = CITY.origin
  const round = (degrees: number) => Math.round(degrees * 1e6) / 1e6
  return {
    lat: round(lat + north / METRES_PER_DEGREE),
    lon: round(lon + east / (METRES_PER_DEGREE * Math.cos((lat * Math.PI) / 180))),
  }
}

export interface ShapePoint extends Position {
  /** Metres along the shape, as a consumer measures them on the globe. */
  travelled: number
}

export interface Shape {
  id: string
  points: readonly ShapePoint[]
  /** Metres along the shape for a distance along the planned line. */
  travelledAt(along: number): number
}

export function shapeOf(direction: Direction): Shape {
  const line = resample(direction.line, 110)
  const planned = line.map((point) => project(direction.line, point).along)
  planned[planned.length - 1] = lengthOf(direction.line)
  const positions = line.map(toPosition)
  const travelled = measures(
    positions.map((position): Point => [position.lon, position.lat]),
    greatCircle,
  )
  return {
    id: `${direction.route.id}-${direction.directionId}`,
    points: positions.map((position, i) => ({ ...position, travelled: travelled[i] ?? 0 })),
    travelledAt(along) {
      const after = Math.max(
        1,
        planned.findIndex((mark) => mark >= along),
      )
      const from = planned[after - 1] ?? 0
      const to = planned[after] ?? 0
      const share = Math.min(1, Math.max(0, (along - from) / (to - from)))
      return (travelled[after - 1] ?? 0) + ((travelled[after] ?? 0) - (travelled[after - 1] ?? 0)) * share
    },
  }
}

function greatCircle([lonA, latA]: Point, [lonB, latB]: Point): number {
  const radians = Math.PI / 180
  const half =
    Math.sin(((latB - latA) * radians) / 2) ** 2 +
    Math.cos(latA * radians) * Math.cos(latB * radians) * Math.sin(((lonB - lonA) * radians) / 2) ** 2
  return 2 * 6_371_008.8 * Math.asin(Math.sqrt(half))
}

/** A kerb beside the street, on the right of the direction of travel. */
export function kerb(street: Street, along: number, forward: boolean): Point {
  const { point, heading } = pointAt(street.line, along)
  const side = forward ? 7 : -7
  return [point[0] + heading[1] * side, point[1] - heading[0] * side]
}

/** How far from the main square a point of the line is; traffic thins out with it. */
export function fromCentre(line: Line, along: number): number {
  return distance(pointAt(line, along).point, [0, 0])
}
