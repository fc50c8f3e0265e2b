import { useComputed, useSignal } from '@preact/signals'
import { useEffect, useMemo } from 'preact/hooks'
import { useDashboard, useWords } from '../../../components/context.ts'
import { ProblemNote } from '../../../components/problem.tsx'
import { formWords } from '../form/words.ts'
import { placeOf } from '../place/place.ts'
import { PlacePicker } from '../place/place-picker.tsx'
import { loadRiderPages, type RiderPages } from '../preview/source.ts'
import type { SectionProps } from '../sections.ts'
import { createPolicyModel } from './model.ts'
import { PlaceForm } from './place-form.tsx'
import { words } from './words.ts'
import './policy.css'

/** What gateways are asked to run by, with the portal's page as riders see it. */
export default function PolicySection({ role, parts }: SectionProps) {
  const dashboard = useDashboard()
  const text = useWords(words)
  const form = useWords(formWords)
  const model = useMemo(() => createPolicyModel(dashboard), [dashboard])
  const pages = useSignal<RiderPages | 'failed' | null>(null)
  useEffect(() => {
    void model.load()
    void loadRiderPages(pages)
  }, [model])
  const isReady = useComputed(() => model.layers.data.value !== null && dashboard.gateways.all.value !== null)
  const place = placeOf(parts)
  const layers = model.layers.data.value
  return (
    <>
      <section class="panel">
        <div class="panel-head">
          <h2>{text.title}</h2>
          <p class="muted">
            {text.lead} <Running />
          </p>
        </div>
        {layers && <PlacePicker section="/settings/policy" place={place} layers={layers} />}
        {model.layers.problem.value && !layers && (
          <ProblemNote title={form.loadFailed} problem={model.layers.problem.value} retry={() => void model.load()} />
        )}
        {!layers && !model.layers.problem.value && <span class="bone bone-list" />}
      </section>
      {isReady.value && (place.scope === 'fleet' || place.id !== '') && (
        <PlaceForm key={`${place.scope} ${place.id}`} model={model} place={place} role={role} pages={pages} />
      )}
    </>
  )
}

/** How many gateways run what is asked of them already. */
function Running() {
  const { gateways, format } = useDashboard()
  const text = useWords(words)
  const enrolled = (gateways.all.value ?? []).filter((one) => one.policy.running !== null)
  if (enrolled.length === 0) return null
  const right = enrolled.filter(({ policy }) => policy.running === policy.wanted)
  return <>{text.running(format.value.whole(right.length), format.value.whole(enrolled.length))}</>
}
