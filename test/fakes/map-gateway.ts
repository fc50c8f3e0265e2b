import type { MapGateway } from '../../contract/map.ts'

/** A gateway of the map, on a bus that works. */
export function aMapGateway(more: Partial<MapGateway> = {}): MapGateway {
  return {
    id: 'bus-1',
    label: null,
    site: 'vehicle',
    state: 'live',
    condition: { is: 'working', cause: null, since: null },
    lastReportAt: '2026-11-24T14:30:00.000Z',
    routeId: 'T1',
    riders: 5,
    place: { lat: 21.122, lon: -101.684, at: '2026-11-24T14:29:59.000Z', bearing: 90 },
    ...more,
  }
}
