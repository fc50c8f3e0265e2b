import { type Course, PIECE_M, placeAt } from '../../contract/along.ts'
import type { DeadZones } from '../../contract/dead-zones.ts'
import type { FleetDatabase } from '../../db/fleet/open.ts'
import { loadNetwork } from '../network.ts'
import { piecesOf } from '../queries/signal.ts'
import { weekOf } from '../rules/hour-bands.ts'
import { judged } from '../rules/signal-pieces.ts'
import { JUDGED_WEEKS_S } from './guide.ts'

export interface DeadZonesAsked {
  routeId: string | null
  hourBand: number | null
  operatorCode: string | null
  /** Only where the signal is weak. */
  weakOnly: boolean
  /** ms since 1970 */
  now: number
}

/** The judged pieces of the network's shapes as GeoJSON. A street that several shapes share comes once for each. */
export async function deadZones(db: FleetDatabase, asked: DeadZonesAsked): Promise<DeadZones> {
  const network = await loadNetwork(db)
  const routesOf = new Map<number, Set<string>>()
  for (const { shapeIndex, routeId } of network?.patterns ?? []) {
    const routes = routesOf.get(shapeIndex) ?? new Set()
    routesOf.set(shapeIndex, routes.add(routeId))
  }
  const shapes = [...(network?.shapes.entries() ?? [])].filter(
    ([index]) => asked.routeId === null || routesOf.get(index)?.has(asked.routeId),
  )
  const since = weekOf(asked.now / 1000 - JUDGED_WEEKS_S)
  const features: DeadZones['features'] = []
  for (const [index, { shapeKey, course }] of shapes) {
    const pieces = (await piecesOf(db, { shapeKeys: [shapeKey], since, hourBand: asked.hourBand })).filter(
      ({ operatorCode }) => asked.operatorCode === null || operatorCode === asked.operatorCode,
    )
    for (const { piece, ...found } of judged(pieces)) {
      if (asked.weakOnly && !found.weak) continue
      const [fromM, toM] = [piece * PIECE_M, Math.min((piece + 1) * PIECE_M, course.lengthM)]
      features.push({
        type: 'Feature',
        geometry: { type: 'LineString', coordinates: lineOf(course, fromM, toM) },
        properties: {
          routeIds: [...(routesOf.get(index) ?? [])].sort(),
          shapeKey,
          fromM,
          toM: Math.round(toM),
          ...found,
        },
      })
    }
  }
  return { type: 'FeatureCollection', features }
}

/** The part of a course between two distances, as GeoJSON has positions: longitude first. */
function lineOf(course: Course, fromM: number, toM: number): [number, number][] {
  const between = course.points.filter((_, i) => {
    const alongM = course.alongM[i] ?? 0
    return alongM > fromM && alongM < toM
  })
  return [placeAt(course, fromM), ...between, placeAt(course, toM)].map(([lat, lon]) => [round(lon), round(lat)])
}

const round = (degrees: number) => Math.round(degrees * 1e5) / 1e5
