import type { Annotation } from '../../contract/annotations.ts'

/** An entry of the audit log about the policy. `targetId`: `fleet`, `route ID` or `gateway ID`. */
export interface PolicyDeed {
  at: number
  action: string
  targetId: string
  details: Record<string, unknown>
}

type PolicyChange = Extract<Annotation, { kind: 'policy' }>
type Change = Omit<PolicyChange, 'at'> & { at: number }

/** Changes that follow one another within this time are one: somebody goes through a list of gateways. */
const TOGETHER_MS = 10 * 60_000
const MOST_IDS = 10

/** Of the log's entries, the oldest first, those that belong together as one: the same kind of change to several routes or gateways. */
export function policyChanges(deeds: readonly PolicyDeed[]): Change[] {
  const changes: (Change & { lastAt: number; all: Set<string> })[] = []
  for (const { at, action, targetId, details } of deeds) {
    const [, scope = 'fleet', id = ''] = /^(fleet|route|gateway)(?: (.*))?$/s.exec(targetId) ?? []
    const change = action === 'policy clear' ? 'clear' : 'set'
    const fields = Object.keys(details).sort()
    const before = changes.findLast((one) => one.scope === scope && one.change === change)
    const isSame = before?.fields.join() === fields.join() && at - before.lastAt <= TOGETHER_MS && scope !== 'fleet'
    if (before && isSame) {
      before.all.add(id)
      before.lastAt = at
    } else {
      const all = new Set(scope === 'fleet' ? [] : [id])
      changes.push({
        kind: 'policy',
        at,
        lastAt: at,
        change,
        scope: scope as Change['scope'],
        all,
        ids: [],
        count: 1,
        fields,
      })
    }
  }
  return changes.map(({ lastAt: _lastAt, all, ...one }) => ({
    ...one,
    ids: [...all].slice(0, MOST_IDS),
    count: Math.max(1, all.size),
  }))
}
