import type { MapGateway } from '../../../contract/map.ts'
import { plain } from '../../models/gateway-list.ts'
import { MARKS, type Mark, markOf } from './marks.ts'

/** Which gateways are shown. Empty `marks`, `route` or `search`: all. */
export interface MapFilter {
  marks: readonly Mark[]
  route: string
  search: string
}

/** A place older than this, ms, is drawn faded and told with its age. */
export const FADED_AFTER = 600_000

const names = new Intl.Collator('en', { numeric: true })

/** The gravest first, within them by name with numbers as numbers. */
export function sortForMap(gateways: readonly MapGateway[]): MapGateway[] {
  const rank = (gateway: MapGateway) => MARKS.indexOf(markOf(gateway))
  return [...gateways].sort((a, b) => rank(a) - rank(b) || names.compare(a.label ?? a.id, b.label ?? b.id))
}

/** Those that fit a filter, in their order. Every word of the search is in the id, label or route, whatever case or accents. */
export function filterForMap(
  gateways: readonly MapGateway[],
  { marks, route, search }: MapFilter,
  routeName: (routeId: string) => string,
): MapGateway[] {
  const words = plain(search).split(/\s+/).filter(Boolean)
  return gateways.filter((gateway) => {
    if (marks.length > 0 && !marks.includes(markOf(gateway))) return false
    if (route !== '' && gateway.routeId !== route) return false
    if (words.length === 0) return true
    const of = gateway.routeId === null ? '' : `${gateway.routeId} ${routeName(gateway.routeId)}`
    const text = plain(`${gateway.id} ${gateway.label ?? ''} ${of}`)
    return words.every((word) => text.includes(word))
  })
}

/** How many there are of each mark, in the order of their gravity; marks that nobody has are left out. */
export function countMarks(gateways: readonly MapGateway[]): Map<Mark, number> {
  const counts = new Map<Mark, number>()
  for (const gateway of gateways) counts.set(markOf(gateway), (counts.get(markOf(gateway)) ?? 0) + 1)
  return new Map(MARKS.flatMap((mark): [Mark, number][] => (counts.has(mark) ? [[mark, counts.get(mark) ?? 0]] : [])))
}

/** Whether a place is so old that it says little of now. Stops and stations stay where they are. `now`: ms since 1970. */
export function isFaded({ place }: Pick<MapGateway, 'place'>, now: number): boolean {
  return place !== null && place.at !== null && now - Date.parse(place.at) > FADED_AFTER
}
