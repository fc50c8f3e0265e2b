import { useMemo } from 'preact/hooks'
import type { AlertKind } from '../../../../contract/alerts.ts'
import type { Role } from '../../../../contract/api.ts'
import { useDashboard, useWords } from '../../../components/context.ts'
import { Check } from '../form/check.tsx'
import { Confirm } from '../form/confirm.tsx'
import { FormFrame } from '../form/form-frame.tsx'
import { ReadOnly } from '../form/read-only.tsx'
import { formWords } from '../form/words.ts'
import type { Place } from '../place/place.ts'
import { words as placeWords } from '../place/words.ts'
import { KINDS } from './fields.ts'
import { Kind } from './kind.tsx'
import type { ThresholdsModel } from './model.ts'
import { words } from './words.ts'

/** A mobile network, the certificate and the versions are the whole fleet's. */
const OF_THE_FLEET: ReadonlySet<AlertKind> = new Set(['operator-down', 'certificate', 'release-stopped'])

/** The thresholds of one place. */
export function PlaceForm({ model, place, role }: { model: ThresholdsModel; place: Place; role: Role }) {
  const { city, gateways } = useDashboard()
  const text = useWords(words)
  const places = useWords(placeWords)
  const general = useWords(formWords)
  const gateway = place.scope === 'gateway' ? gateways.all.value?.find(({ id }) => id === place.id) : undefined
  const ofPlace = useMemo(() => model.formOf(place, gateway?.routeId ?? null), [model])
  const isMissing =
    (place.scope === 'gateway' && gateway === undefined) || (place.scope === 'route' && !city.byKey.value.has(place.id))
  if (isMissing) {
    return <section class="panel">{place.scope === 'route' ? places.noSuchRoute : places.noSuchGateway}</section>
  }
  const { form, inherited, clear } = ofPlace
  const isLayer = place.scope !== 'fleet'
  const mayChange = role === 'admin' || (role === 'operator' && isLayer)
  const draft = form.draft.value
  const which = isLayer ? 'layer' : 'fleet'
  const fields = (
    <>
      {isLayer && (
        <Check
          label={text.ownOff}
          checked={draft.own.off}
          disabled={!mayChange}
          hook="own-off"
          onChange={(off) => form.set({ own: { ...draft.own, off }, ...(!off && { off: inherited.off }) })}
        />
      )}
      <ul class="thresholds">
        {KINDS.filter((kind) => !isLayer || !OF_THE_FLEET.has(kind)).map((kind) => (
          <Kind key={kind} kind={kind} isLayer={isLayer} mayChange={mayChange} {...ofPlace} />
        ))}
      </ul>
    </>
  )
  return (
    <section class="panel">
      {mayChange ? (
        <>
          {place.scope !== 'fleet' && <p class="muted">{places.layerHint[place.scope]}</p>}
          <FormFrame form={form} hook="thresholds">
            {fields}
          </FormFrame>
          <div class="threshold-clear">
            <Confirm
              label={text.clear[which]}
              question={text.clearAsk[which]}
              act={text.clear[which]}
              hook="clear"
              run={clear}
            />
          </div>
        </>
      ) : (
        <>
          <ReadOnly why={role === 'operator' ? general.onlyAdmins : general.adminsAndOperators} />
          {fields}
        </>
      )}
    </section>
  )
}
