import type { Network } from '../rules/network.ts'
import { type RouteCourse, ShapeIndex } from './shape-index.ts'

const made = new WeakMap<Network, ShapeIndex>()

/** The courses by which a network's routes are known again, each once for each route that runs on it. */
export function routeIndex(network: Network): ShapeIndex {
  const known = made.get(network)
  if (known) return known
  const courses = new Map<string, RouteCourse>()
  for (const { routeId, directionId, shapeIndex } of network.patterns) {
    const shape = network.shapes[shapeIndex]
    if (!shape) continue
    const { shapeKey, course, fromStops } = shape
    const key = `${shapeIndex} ${routeId}`
    if (!courses.has(key)) courses.set(key, { routeId, directionId, shapeKey, course, fromStops })
  }
  const index = new ShapeIndex([...courses.values()])
  made.set(network, index)
  return index
}
