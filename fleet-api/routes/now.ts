import type { LiveEvent, RoutesAnswer } from '../../contract/api.ts'
import type { FleetDatabase } from '../../db/fleet/open.ts'
import { UNKNOWN_ROUTE } from '../../db/fleet/schema.ts'
import { routeColours } from '../gtfs/route-colour.ts'
import { countOpenAlerts } from '../queries/alerts.ts'
import { cityTimezone, currentRoutes } from '../queries/feeds.ts'
import { type GatewayNow, listGatewaysNow } from '../queries/gateways.ts'
import { gatewayState } from '../rules/gateway-state.ts'

interface Tally {
  ridersConnected: number
  gateways: { total: number; live: number }
}

/** The state now: every route of the city with its riders, from the newest report of each live gateway. `now`: ms since 1970. */
export async function composeNow(db: FleetDatabase, now: number): Promise<RoutesAnswer> {
  const [routes, timezone, gateways] = await Promise.all([currentRoutes(db), cityTimezone(db), listGatewaysNow(db)])
  const tallies = tally(gateways, now)
  const of = (routeId: string) => tallies.get(routeId) ?? { ridersConnected: 0, gateways: { total: 0, live: 0 } }
  const known = new Set(routes.map((route) => route.routeId))
  const unknown: Tally = { ridersConnected: 0, gateways: { total: 0, live: 0 } }
  for (const [routeId, { ridersConnected, gateways: count }] of tallies) {
    if (known.has(routeId)) continue
    unknown.ridersConnected += ridersConnected
    unknown.gateways.total += count.total
    unknown.gateways.live += count.live
  }
  return {
    asOf: new Date(now).toISOString(),
    timezone,
    routes: routes.map((route) => ({
      routeId: route.routeId,
      shortName: route.routeShortName,
      longName: route.routeLongName,
      ...routeColours(route),
      ...of(route.routeId),
    })),
    unknown,
  }
}

/** The same for the live stream, with how many alerts are open. */
export async function composeLive(db: FleetDatabase, now: number): Promise<LiveEvent> {
  const [state, alerts] = await Promise.all([composeNow(db, now), countOpenAlerts(db)])
  return { ...state, alerts }
}

function tally(gateways: GatewayNow[], now: number): Map<string, Tally> {
  const tallies = new Map<string, Tally>()
  for (const gateway of gateways) {
    const live = gatewayState(gateway, now) === 'live'
    // A live gateway counts for the route of its report, a silent one for the route that it is assigned to.
    const routeId = (live ? gateway.lastRouteId : gateway.routeId) ?? UNKNOWN_ROUTE
    const tally = tallies.get(routeId) ?? { ridersConnected: 0, gateways: { total: 0, live: 0 } }
    tally.gateways.total += 1
    if (live) {
      tally.gateways.live += 1
      tally.ridersConnected += gateway.lastRidersConnected ?? 0
    }
    tallies.set(routeId, tally)
  }
  return tallies
}
