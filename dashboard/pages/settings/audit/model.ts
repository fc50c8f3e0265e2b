import { computed, signal } from '@preact/signals'
import { hc } from 'hono/client'
import { ACTIONS, type Action, type AuditEntry, TARGETS } from '../../../../contract/access.ts'
import type { AuditApi } from '../../../../fleet-api/routes/audit.ts'
import type { Dashboard } from '../../../models/dashboard.ts'
import { createLoaded } from '../../../models/loaded.ts'
import { good } from '../fleet.ts'

type Target = (typeof TARGETS)[number]

/** The log, page by page; what is looked for stands in the address. */
export function createAuditModel({ call, origin, address }: Pick<Dashboard, 'call' | 'origin' | 'address'>) {
  const { audit } = hc<AuditApi>(origin, { fetch: call }).api
  const shown = createLoaded<{ entries: AuditEntry[]; next: number | null }>()
  const action = computed<Action | null>(() => ACTIONS.find((one) => one === address.param('action')) ?? null)
  const target = computed<Target | null>(() => TARGETS.find((one) => one === address.param('target')) ?? null)
  const loadingMore = signal(false)

  const ask = (before: number | null) =>
    good(
      audit.$get({
        query: {
          ...(before !== null && { before: String(before) }),
          ...(action.value && { action: action.value }),
          ...(target.value && { target: target.value }),
        },
      }),
    )
  return {
    shown,
    action,
    target,
    loadingMore,
    load: () => shown.run(() => ask(null)),
    more: async () => {
      const known = shown.data.value
      if (known?.next == null) return
      loadingMore.value = true
      await shown.run(async () => {
        const page = await ask(known.next)
        return { entries: [...known.entries, ...page.entries], next: page.next }
      })
      loadingMore.value = false
    },
  }
}
