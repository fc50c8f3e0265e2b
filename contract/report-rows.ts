// Rows of a city's report. Every minute of every gateway is in exactly one leaf row; the city and the kinds of sites are made of those.

/** Vehicles whose route is not known. */
export const UNKNOWN_ROW = ''
/** A GTFS id does not begin with such a sign here: routes' rows are keyed by `route:` and their id. */
export const STOPS_ROW = '@stop'
export const STATIONS_ROW = '@station'
/** Not leaf rows: all vehicles, and all there is. */
export const VEHICLES_ROW = '@vehicle'
export const CITY_ROW = '@city'

/** The leaf row of a gateway's minute. `routeId`: '' where it is not known. */
export function leafRowOf(site: 'vehicle' | 'stop' | 'station', routeId: string): string {
  if (site === 'stop') return STOPS_ROW
  if (site === 'station') return STATIONS_ROW
  return routeId === '' ? UNKNOWN_ROW : `route:${routeId}`
}

/** The route of a leaf row; null: it is none of a route. */
export function routeOfRow(rowKey: string): string | null {
  return rowKey.startsWith('route:') ? rowKey.slice('route:'.length) : null
}

/** Whether a leaf row is one of vehicles. */
export function isVehiclesRow(rowKey: string): boolean {
  return rowKey === UNKNOWN_ROW || rowKey.startsWith('route:')
}
