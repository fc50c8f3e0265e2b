import { useEffect, useMemo } from 'preact/hooks'
import { useDashboard, useWords } from '../../../components/context.ts'
import { ListState } from '../form/list-state.tsx'
import { placeOf } from '../place/place.ts'
import { PlacePicker } from '../place/place-picker.tsx'
import type { SectionProps } from '../sections.ts'
import { createThresholds } from './model.ts'
import { PlaceForm } from './place-form.tsx'
import { words } from './words.ts'
import './thresholds.css'

/** From when on something is an alert: for the fleet, a route, a gateway. */
export default function ThresholdsSection({ role, parts }: SectionProps) {
  const dashboard = useDashboard()
  const text = useWords(words)
  const model = useMemo(() => createThresholds(dashboard), [dashboard])
  useEffect(() => void model.load(), [model])
  const layers = model.layers.data.value
  const place = placeOf(parts)
  const isReady = layers !== null && dashboard.gateways.all.value !== null
  return (
    <>
      <section class="panel">
        <div class="panel-head">
          <h2>{text.title}</h2>
          <p class="muted">{text.lead}</p>
        </div>
        {layers && <PlacePicker section="/settings/alerts" place={place} layers={layers} />}
        <ListState loaded={model.layers} retry={() => void model.load()} />
      </section>
      {isReady && (place.scope === 'fleet' || place.id !== '') && (
        <PlaceForm key={`${place.scope} ${place.id}`} model={model} place={place} role={role} />
      )}
    </>
  )
}
