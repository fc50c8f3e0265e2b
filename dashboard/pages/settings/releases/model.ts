import { hc } from 'hono/client'
import { gatewayIdSchema } from '../../../../contract/enrolment.ts'
import type { Ring } from '../../../../contract/release.ts'
import type { ReleasesAnswer } from '../../../../contract/releases.ts'
import type { ReleaseApi } from '../../../../fleet-api/routes/releases.ts'
import type { Dashboard } from '../../../models/dashboard.ts'
import { createLoaded } from '../../../models/loaded.ts'
import { good } from '../fleet.ts'
import { checkBy, createForm } from '../form/form.ts'

export interface CanaryDraft {
  /** As typed: the gateway's id or what people call it. */
  gateway: string
}
const EMPTY: CanaryDraft = { gateway: '' }

/** Versions of the gateways' program, and which gateways get each first. What is done throws ApiError. */
export function createReleases({ call, origin, gateways }: Pick<Dashboard, 'call' | 'origin' | 'gateways'>) {
  const api = hc<ReleaseApi>(origin, { fetch: call }).api
  const canaries = api['canary-gateways'][':id']
  const loaded = createLoaded<ReleasesAnswer>()
  const load = () => loaded.run(() => good(api.releases.$get()))
  async function done(asked: Promise<unknown>): Promise<void> {
    await asked
    await load()
  }
  const idOf = (typed: string) =>
    gateways.all.value?.find(({ id, label }) => id === typed || label === typed)?.id ?? typed
  return {
    loaded,
    load,
    offer: (version: string, ring: Ring) =>
      done(good(api.releases[':version'].$patch({ param: { version }, json: { ring } }))),
    removeCanary: (id: string) => done(good(canaries.$delete({ param: { id } }))),
    form: createForm<CanaryDraft, string>({
      start: EMPTY,
      check: ({ gateway }) => {
        const { value, issues } = checkBy(gatewayIdSchema, idOf(gateway.trim()))
        return { value, issues: issues.map((issue) => ({ ...issue, path: 'gateway' })) }
      },
      save: async (id) => {
        await done(good(canaries.$put({ param: { id } })))
        return EMPTY
      },
    }),
  }
}
export type ReleasesModel = ReturnType<typeof createReleases>
