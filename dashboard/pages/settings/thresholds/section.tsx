import { useDashboard, useWords } from '../../../components/context.ts'
import { placeOf } from '../place/place.ts'
import { PlacePicker } from '../place/place-picker.tsx'
import { SectionPanel } from '../section-panel.tsx'
import type { SectionProps } from '../sections.ts'
import { useModel } from '../use-model.ts'
import { createThresholds } from './model.ts'
import { PlaceForm } from './place-form.tsx'
import { words } from './words.ts'
import './thresholds.css'

/** From when on something is an alert: for the fleet, a route, a gateway. */
export default function ThresholdsSection({ role, parts }: SectionProps) {
  const dashboard = useDashboard()
  const text = useWords(words)
  const model = useModel(createThresholds)
  const layers = model.layers.data.value
  const place = placeOf(parts)
  const isReady = layers !== null && dashboard.gateways.all.value !== null
  return (
    <>
      <SectionPanel
        text={text}
        first={layers && <PlacePicker section="/settings/alerts" place={place} layers={layers} />}
        loaded={model.layers}
        load={model.load}
      />
      {isReady && (place.scope === 'fleet' || place.id !== '') && (
        <PlaceForm key={`${place.scope} ${place.id}`} model={model} place={place} role={role} />
      )}
    </>
  )
}
