import type { MapGatewaysAnswer, MapShapesAnswer } from '../contract/map.ts'
import { encodePolyline } from '../contract/polyline.ts'
import type { FleetDatabase } from '../db/fleet/open.ts'
import { circumstancesOf } from './conditions.ts'
import { routeColours } from './gtfs/route-colour.ts'
import { loadNetwork } from './network.ts'
import { gatewaysAfter } from './queries/gateways.ts'
import { placesOfSites } from './queries/map.ts'
import { mapGateway } from './rules/map-gateway.ts'
import type { Network } from './rules/network.ts'
import { simplify } from './rules/simplify.ts'

/** Metres by which a drawn shape may miss the feed's: the width of a street. */
const OFF_M = 10

/** Worked out once for each network: a city's shapes have a million points. */
const known = new WeakMap<Network, MapShapesAnswer>()

/** Where the routes of the feed in use run; none before there is a feed. */
export async function mapShapes(db: FleetDatabase): Promise<MapShapesAnswer> {
  const network = await loadNetwork(db)
  if (network === null) return { routes: [] }
  const answer = known.get(network) ?? shapesOf(network)
  known.set(network, answer)
  return answer
}

/** Every gateway and where it is. `now`: ms since 1970. */
export async function mapGateways(db: FleetDatabase, now: number): Promise<MapGatewaysAnswer> {
  const rows = await gatewaysAfter(db, { after: undefined, rows: undefined })
  const [circumstances, sites] = await Promise.all([circumstancesOf(db, rows, now), placesOfSites(db)])
  const gateways = rows.map((row) => {
    const site = row.siteId === null ? null : (sites.get(row.siteId) ?? null)
    return mapGateway(row, now, { circumstances: circumstances(row), site })
  })
  return { asOf: new Date(now).toISOString(), gateways }
}

function shapesOf({ routes, shapes, patterns }: Network): MapShapesAnswer {
  const lines = shapes.map(({ course }) => encodePolyline(simplify(course.points, OFF_M)))
  const byRoute = new Map<string, Set<string>>()
  for (const { routeId, shapeIndex } of patterns) {
    const line = lines[shapeIndex]
    if (line !== undefined) byRoute.set(routeId, (byRoute.get(routeId) ?? new Set()).add(line))
  }
  return {
    routes: [...routes.values()].map((route) => ({
      routeId: route.routeId,
      color: routeColours(route).color,
      shapes: [...(byRoute.get(route.routeId) ?? [])],
    })),
  }
}
