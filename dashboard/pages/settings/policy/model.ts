import { hc } from 'hono/client'
import type { z } from 'zod'
import type { policyLayersSchema } from '../../../../contract/api.ts'
import { fleetPolicySchema, type Policy, type PolicyLayer, policyLayerSchema } from '../../../../contract/policy.ts'
import { effectivePolicy } from '../../../../contract/policy-layers.ts'
import type { PolicyApi } from '../../../../fleet-api/routes/policy.ts'
import type { Dashboard } from '../../../models/dashboard.ts'
import { createLoaded } from '../../../models/loaded.ts'
import { good } from '../fleet.ts'
import { checkBy, createForm, type Form } from '../form/form.ts'
import type { Place } from '../place/place.ts'
import { draftOf, layerOf, type PolicyDraft } from './items.ts'

export type Layers = z.infer<typeof policyLayersSchema>

export interface PlaceForm {
  form: Form<PolicyDraft>
  /** What falls through where the layer says nothing. */
  inherited: PolicyDraft
  /** What gateways of this place are asked for under a draft; what is not valid yet counts as it was. */
  shown(draft: PolicyDraft): Policy
}

/** The layers of the policy, and a form over one of them. */
export function createPolicyModel({ call, origin }: Pick<Dashboard, 'call' | 'origin'>) {
  const { api } = hc<PolicyApi>(origin, { fetch: call })
  const layers = createLoaded<Layers>()
  const load = () => layers.run(() => good(api.policy.layers.$get()))

  async function save(place: Place, layer: PolicyLayer): Promise<PolicyLayer | null> {
    const param = { id: place.id }
    if (place.scope === 'fleet') {
      // Terms are written elsewhere: their version is not this form's to change.
      const { termsVersion } = await good(api.policy.$get())
      const {
        version: _version,
        termsText: _text,
        fixed: _fixed,
        ...fields
      } = await good(
        api.policy.$put({ json: { ...fleetPolicySchema.parse({ termsVersion, ...layer }), termsVersion } }),
      )
      return fields
    }
    const part = place.scope === 'route' ? api.policy.routes[':id'] : api.policy.gateways[':id']
    const isEmpty = Object.keys(layer).length === 0
    const answer = isEmpty ? await good(part.$delete({ param })) : await good(part.$put({ param, json: layer }))
    return answer.layer?.fields ?? null
  }

  /** `routeId`: of the gateway, whose layer is between. */
  function formOf(place: Place, routeId: string | null): PlaceForm {
    const known = layers.data.value
    const ofRoute = known?.routes.find(({ id }) => id === routeId)?.fields
    const ofFleet = known?.fleet?.fields
    const wider = { fleet: [], route: [ofFleet], gateway: [ofFleet, ofRoute] }[place.scope]
    const own = {
      fleet: ofFleet,
      route: known?.routes.find(({ id }) => id === place.id)?.fields,
      gateway: known?.gateways.find(({ id }) => id === place.id)?.fields,
    }[place.scope]
    const inFull = (layer: PolicyLayer | undefined) => effectivePolicy([...wider, layer])
    const draftFor = (layer: PolicyLayer | undefined) =>
      draftOf(inFull(layer), place.scope === 'fleet' ? null : (layer ?? {}))
    const form = createForm<PolicyDraft, PolicyLayer>({
      start: draftFor(own),
      check: (draft) =>
        place.scope === 'fleet'
          ? checkBy(fleetPolicySchema, { termsVersion: inFull(own).termsVersion, ...layerOf(draft) })
          : checkBy(policyLayerSchema, { ...termsOf(own), ...layerOf(draft) }),
      save: async (layer) => {
        const saved = await save(place, layer)
        void load()
        return draftFor(saved ?? undefined)
      },
    })
    return {
      form,
      inherited: draftFor(undefined),
      shown: (draft) => ({ ...effectivePolicy([...wider, validPart(layerOf(draft), own ?? {})]), version: 0 }),
    }
  }

  return { layers, load, formOf }
}

/** A layer's own version of the terms stays as it is. */
function termsOf(layer: PolicyLayer | undefined): PolicyLayer {
  return layer?.termsVersion === undefined ? {} : { termsVersion: layer.termsVersion }
}

/** The fields of a layer that are in order; the others as they were saved. */
function validPart(layer: Record<string, unknown>, saved: PolicyLayer): PolicyLayer {
  const parsed = policyLayerSchema.safeParse(layer)
  if (parsed.success) return parsed.data
  const wrong = new Set(parsed.error.issues.map(({ path }) => String(path[0])))
  const kept = Object.entries(layer).filter(([name]) => !wrong.has(name))
  const asSaved = Object.entries(saved).filter(([name]) => wrong.has(name))
  return policyLayerSchema.parse(Object.fromEntries([...kept, ...asSaved]))
}
