import type { MapGateway, MapPlace } from '../../contract/map.ts'
import type { GatewayRow } from '../queries/gateways.ts'
import { type Circumstances, conditionOf } from './condition.ts'
import { gatewayState } from './gateway-state.ts'

/** What a gateway's place on the map follows from, besides its row. */
export interface AroundOnMap {
  circumstances: Circumstances
  /** Where its stop or station is by the city's feed; null: not known, or it is on a vehicle. */
  site: { lat: number; lon: number } | null
}

/** A gateway as the map shows it. `now`: ms since 1970. */
export function mapGateway(row: GatewayRow, now: number, { circumstances, site }: AroundOnMap): MapGateway {
  const state = gatewayState(row, now)
  const { is, cause, since } = conditionOf(row, circumstances, now)
  return {
    id: row.gatewayId,
    label: row.label,
    site: row.site,
    state,
    condition: { is, cause, since },
    lastReportAt: row.lastReceivedAt === null ? null : new Date(row.lastReceivedAt).toISOString(),
    routeId: row.lastRouteId || row.routeId,
    riders: state === 'live' ? row.lastRidersConnected : null,
    place: placeOf(row, site),
  }
}

/** A stop or station is where the feed has it; what its gateway's receiver says of it, indoors, is worse. */
function placeOf({ lastPlace }: GatewayRow, site: AroundOnMap['site']): MapPlace | null {
  if (site !== null) return { lat: rounded(site.lat), lon: rounded(site.lon), at: null, bearing: null }
  if (lastPlace === null) return null
  const { lat, lon, at, bearing } = lastPlace
  return {
    lat: rounded(lat),
    lon: rounded(lon),
    at: new Date(at).toISOString(),
    bearing: bearing === null ? null : Math.round(bearing) % 360,
  }
}

/** To about a metre. */
function rounded(degrees: number): number {
  return Math.round(degrees * 1e5) / 1e5
}
