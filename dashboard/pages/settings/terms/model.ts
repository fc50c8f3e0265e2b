import { hc } from 'hono/client'
import type { z } from 'zod'
import { DEFAULT_POLICY, fleetPolicySchema, type Policy } from '../../../../contract/policy.ts'
import { newTermsSchema, type termsAnswerSchema } from '../../../../contract/terms.ts'
import type { PolicyApi } from '../../../../fleet-api/routes/policy.ts'
import type { TermsApi } from '../../../../fleet-api/routes/terms.ts'
import type { Dashboard } from '../../../models/dashboard.ts'
import { createLoaded } from '../../../models/loaded.ts'
import { good } from '../fleet.ts'
import { checkBy, createForm } from '../form/form.ts'

export interface TermsDraft {
  version: string
  es: string
  en: string
}
const EMPTY: TermsDraft = { version: '', es: '', en: '' }

/** The operator's own terms, by version, and which one is in force. */
export function createTerms({ call, origin }: Pick<Dashboard, 'call' | 'origin'>) {
  const { terms } = hc<TermsApi>(origin, { fetch: call }).api
  const { policy } = hc<PolicyApi>(origin, { fetch: call }).api
  const list = createLoaded<z.infer<typeof termsAnswerSchema>>()
  const fleet = createLoaded<Policy>()
  const load = async () => {
    await Promise.all([list.run(() => good(terms.$get())), fleet.run(() => good(policy.$get()))])
  }
  const form = createForm<TermsDraft, z.infer<typeof newTermsSchema>>({
    start: EMPTY,
    check: (draft) => checkBy(newTermsSchema, draft),
    save: async (json) => {
      await good(terms.$post({ json }))
      await load()
      return EMPTY
    },
  })
  return {
    list,
    load,
    form,
    /** The fleet's policy with the words that are being written, for the portal's own page. */
    shown: ({ version, es, en }: TermsDraft): Policy => ({
      ...(fleet.data.value ?? DEFAULT_POLICY),
      ...(version.trim() && { termsVersion: version.trim() }),
      termsText: es.trim() || en.trim() ? { es, en } : null,
    }),
    /** Throws ApiError. */
    putInForce: async (version: string) => {
      // The fleet's layer as it is now, but for this one field.
      const now = fleetPolicySchema.parse(await good(policy.$get()))
      await good(policy.$put({ json: { ...now, termsVersion: version } }))
      await load()
    },
  }
}
export type TermsModel = ReturnType<typeof createTerms>
