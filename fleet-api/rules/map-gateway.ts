import type { MapGateway, MapPlace } from '../../contract/map.ts'
import type { MapRow } from '../queries/map.ts'
import { gatewayState } from './gateway-state.ts'

/** A gateway as the map shows it. `now`: ms since 1970. */
export function mapGateway(row: MapRow, now: number): MapGateway {
  const state = gatewayState(row, now)
  return {
    id: row.gatewayId,
    label: row.label,
    site: row.site,
    state,
    lastReportAt: row.lastReceivedAt === null ? null : new Date(row.lastReceivedAt).toISOString(),
    routeId: row.lastRouteId || row.routeId,
    riders: state === 'live' ? row.lastRidersConnected : null,
    place: placeOf(row),
  }
}

/** A stop or station is where the city's feed has it; what its gateway's receiver says of it, indoors, is worse. */
function placeOf({ site, stopLat, stopLon, lastPlace }: MapRow): MapPlace | null {
  if (site !== 'vehicle' && stopLat !== null && stopLon !== null) {
    return { lat: rounded(stopLat), lon: rounded(stopLon), at: null, bearing: null }
  }
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
