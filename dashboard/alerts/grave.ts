import type { AlertKind } from '../../contract/alerts.ts'

/** Riders have no WiFi while these are open; of the others somebody should look soon. */
const GRAVE: readonly AlertKind[] = ['missing', 'uplink-down', 'portal-failing', 'operator-down']

export function isGrave({ kind }: { kind: AlertKind }): boolean {
  return GRAVE.includes(kind)
}

interface Sorted {
  kind: AlertKind
  since: string
  acknowledged: unknown
  snoozedUntil: string | null
}

/** What is grave and nobody looks after first; what is snoozed last; within that the newest first. */
export function inOrder<A extends Sorted>(alerts: readonly A[]): A[] {
  const rank = (one: A) => (one.snoozedUntil !== null ? 4 : 0) + (one.acknowledged ? 2 : 0) + (isGrave(one) ? 0 : 1)
  return [...alerts].sort((a, b) => rank(a) - rank(b) || (a.since < b.since ? 1 : -1))
}
