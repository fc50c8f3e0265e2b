import type { Gateway, GatewayState } from '../../contract/api.ts'

/** Problems first: what has been silent longest is what somebody has to go and see. */
export const STATE_ORDER: readonly GatewayState[] = ['missing', 'late', 'back-filling', 'never-seen', 'live']

const names = new Intl.Collator('en', { numeric: true })

/** Sorted by state, within it those with a notice first, then by name with numbers as numbers: bus-2 stands before bus-10. */
export function sortGateways(gateways: readonly Gateway[]): Gateway[] {
  const rank = new Map(STATE_ORDER.map((state, i) => [state, i]))
  const trouble = ({ state, notices }: Gateway) => 2 * (rank.get(state) ?? 0) + (notices.length > 0 ? 0 : 1)
  return [...gateways].sort((a, b) => trouble(a) - trouble(b) || names.compare(a.id, b.id))
}

/** Those in a state (null: any) whose id, label or route holds every word of the search, whatever case or accents. */
export function filterGateways(
  gateways: readonly Gateway[],
  state: GatewayState | null,
  search: string,
  routeName: (routeId: string) => string,
): Gateway[] {
  const words = plain(search).split(/\s+/).filter(Boolean)
  return gateways.filter((gateway) => {
    if (state !== null && gateway.state !== state) return false
    if (words.length === 0) return true
    const route = gateway.routeId === null ? '' : `${gateway.routeId} ${routeName(gateway.routeId)}`
    const text = plain(`${gateway.id} ${gateway.label ?? ''} ${route}`)
    return words.every((word) => text.includes(word))
  })
}

/** Lower case without accents, as people type in a hurry. */
export function plain(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase()
}

/** How many gateways are in each state. */
export function countStates(gateways: readonly Gateway[]): Record<GatewayState, number> {
  const counts = { live: 0, late: 0, 'back-filling': 0, missing: 0, 'never-seen': 0 }
  for (const { state } of gateways) counts[state]++
  return counts
}

/** Which rows of a long list to draw: those in sight and a few around. Everything in whole rows. */
export function rowsInSight(
  scrolled: number,
  sight: number,
  rowHeight: number,
  count: number,
): { first: number; last: number } {
  const around = 8
  const first = Math.min(count, Math.max(0, Math.floor(scrolled / rowHeight) - around))
  const last = Math.min(count, Math.max(first, Math.ceil((scrolled + sight) / rowHeight) + around))
  return { first, last }
}
