import type { Condition, Gateway } from '../../contract/api.ts'

export type ConditionName = Condition['is']

/** Problems first: where riders have no WiFi is where somebody has to go and see. */
export const CONDITION_ORDER: readonly ConditionName[] = [
  'missing',
  'problem',
  'late',
  'back-filling',
  'clock-suspect',
  'never-seen',
  'parked',
  'working',
]

const names = new Intl.Collator('en', { numeric: true })

/** Sorted by condition, within it those with a notice first, then by name with numbers as numbers: bus-2 stands before bus-10. */
export function sortGateways(gateways: readonly Gateway[]): Gateway[] {
  const rank = new Map(CONDITION_ORDER.map((is, i) => [is, i]))
  const trouble = ({ condition, notices }: Gateway) => 2 * (rank.get(condition.is) ?? 0) + (notices.length > 0 ? 0 : 1)
  return [...gateways].sort((a, b) => trouble(a) - trouble(b) || names.compare(a.id, b.id))
}

/** Those of a condition (null: any) whose id, label or route holds every word of the search, whatever case or accents. */
export function filterGateways(
  gateways: readonly Gateway[],
  condition: ConditionName | null,
  search: string,
  routeName: (routeId: string) => string,
): Gateway[] {
  const words = plain(search).split(/\s+/).filter(Boolean)
  return gateways.filter((gateway) => {
    if (condition !== null && gateway.condition.is !== condition) return false
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

/** How many gateways are of each condition. */
export function countConditions(gateways: readonly Gateway[]): Record<ConditionName, number> {
  const counts = Object.fromEntries(CONDITION_ORDER.map((is) => [is, 0])) as Record<ConditionName, number>
  for (const { condition } of gateways) counts[condition.is]++
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
