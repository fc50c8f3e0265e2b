import { type ReadonlySignal, useComputed } from '@preact/signals'
import { useMemo } from 'preact/hooks'
import type { Role } from '../../../../contract/api.ts'
import { useDashboard, useWords } from '../../../components/context.ts'
import { FormFrame } from '../form/form-frame.tsx'
import { ReadOnly } from '../form/read-only.tsx'
import { formWords } from '../form/words.ts'
import type { Place } from '../place/place.ts'
import { words } from '../place/words.ts'
import { Preview } from '../preview/preview.tsx'
import type { RiderPages } from '../preview/source.ts'
import { PolicyFields } from './fields.tsx'
import type { createPolicyModel } from './model.ts'

interface PlaceFormProps {
  model: ReturnType<typeof createPolicyModel>
  place: Place
  role: Role
  pages: ReadonlySignal<RiderPages | 'failed' | null>
}

/** The policy of one place, and beside it the portal's page that comes of it. */
export function PlaceForm({ model, place, role, pages }: PlaceFormProps) {
  const { city, gateways } = useDashboard()
  const text = useWords(words)
  const general = useWords(formWords)
  const gateway = place.scope === 'gateway' ? gateways.all.value?.find(({ id }) => id === place.id) : undefined
  const ofPlace = useMemo(() => model.formOf(place, gateway?.routeId ?? null), [model])
  const policy = useComputed(() => ofPlace.shown(ofPlace.form.draft.value))
  const isMissing =
    (place.scope === 'gateway' && gateway === undefined) || (place.scope === 'route' && !city.byKey.value.has(place.id))
  if (isMissing) {
    return <section class="panel">{place.scope === 'route' ? text.noSuchRoute : text.noSuchGateway}</section>
  }
  const mayChange = role === 'admin' || (role === 'operator' && place.scope === 'gateway')
  const isLayer = place.scope !== 'fleet'
  const fields = <PolicyFields editing={{ ...ofPlace, isLayer, mayChange }} pages={pages} />
  return (
    <div class="preview-columns">
      <section class="panel">
        {place.scope !== 'fleet' && mayChange && <p class="muted policy-hint">{text.layerHint[place.scope]}</p>}
        {mayChange ? (
          <FormFrame form={ofPlace.form} hook="policy">
            {fields}
          </FormFrame>
        ) : (
          <>
            <ReadOnly why={role === 'operator' ? text.onlyAdmins : general.onlyAdmins} />
            {fields}
          </>
        )}
      </section>
      <Preview policy={policy} pages={pages} shows={['welcome', 'status']} />
    </div>
  )
}
