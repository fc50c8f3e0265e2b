import { hc } from 'hono/client'
import {
  DEFAULT_THRESHOLDS,
  type ThresholdFields,
  type ThresholdLayers,
  type Thresholds,
  thresholdFieldsSchema,
  thresholdsSchema,
} from '../../../../contract/alerts.ts'
import type { ThresholdApi } from '../../../../fleet-api/routes/thresholds.ts'
import type { Dashboard } from '../../../models/dashboard.ts'
import { createLoaded } from '../../../models/loaded.ts'
import { good } from '../fleet.ts'
import { checkBy, createForm, type Form } from '../form/form.ts'
import type { Place } from '../place/place.ts'
import { draftOf, layerOf, type ThresholdDraft } from './fields.ts'

export interface ThresholdForm {
  form: Form<ThresholdDraft>
  /** What falls through where the layer says nothing. */
  inherited: ThresholdDraft
  /** Takes away all that the place says itself. Throws ApiError. */
  clear(): Promise<void>
}

/** From when on something is an alert, layer by layer. */
export function createThresholds({ call, origin }: Pick<Dashboard, 'call' | 'origin'>) {
  const { thresholds } = hc<ThresholdApi>(origin, { fetch: call }).api.alerts
  const layers = createLoaded<ThresholdLayers>()
  const load = () => layers.run(() => good(thresholds.$get()))

  async function write({ scope, id }: Place, json: ThresholdFields): Promise<ThresholdFields | null> {
    const isEmpty = Object.keys(json).length === 0
    if (scope === 'fleet') {
      // The fleet's own has no id, which the typed client asks for all the same.
      const none = { param: {} }
      const asked = isEmpty ? thresholds.$delete(none) : thresholds.$put({ ...none, json })
      return (await good(asked)).layer?.fields ?? null
    }
    const part = scope === 'route' ? thresholds.routes[':id'] : thresholds.gateways[':id']
    const param = { id }
    return (await good(isEmpty ? part.$delete({ param }) : part.$put({ param, json }))).layer?.fields ?? null
  }

  /** `routeId`: of the gateway, whose layer is between. */
  function formOf(place: Place, routeId: string | null): ThresholdForm {
    const known = layers.data.value
    const fleet = known?.fleet?.fields
    const route = known?.routes.find(({ id }) => id === (place.scope === 'route' ? place.id : routeId))?.fields
    const wider = { fleet: {}, route: thresholdsOf([fleet]), gateway: thresholdsOf([fleet, route]) }[place.scope]
    const own = { fleet, route, gateway: known?.gateways.find(({ id }) => id === place.id)?.fields }[place.scope]
    const draftFor = (layer: ThresholdFields | null | undefined) =>
      draftOf(thresholdsOf([wider, layer]), place.scope === 'fleet' ? null : (layer ?? {}))
    const form = createForm<ThresholdDraft, ThresholdFields>({
      start: draftFor(own),
      check: (draft) => checkBy(thresholdFieldsSchema, layerOf(draft)),
      save: async (fields) => {
        const saved = await write(place, fields)
        void load()
        return draftFor(saved)
      },
    })
    return {
      form,
      inherited: draftFor(null),
      clear: async () => {
        await write(place, {})
        form.reset(draftFor(null))
        await load()
      },
    }
  }
  return { layers, load, formOf }
}
/** All layers together, the widest first, over the defaults. */
function thresholdsOf(layers: (ThresholdFields | null | undefined)[]): Thresholds {
  return thresholdsSchema.parse(Object.assign({ ...DEFAULT_THRESHOLDS }, ...layers))
}
export type ThresholdsModel = ReturnType<typeof createThresholds>
