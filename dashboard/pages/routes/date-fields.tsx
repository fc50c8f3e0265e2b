import { useSignal } from '@preact/signals'
import { windowOf } from '../../chart/range.ts'
import { useDashboard, useWords } from '../../components/context.ts'
import { localIn } from './csv.ts'
import { spanOfFields, type Wrong } from './moments.ts'
import { words } from './words.ts'

/** Two fields for date and time, by the clocks of the city. They begin with what is in sight. */
export function DateFields() {
  const { view, city, clock } = useDashboard()
  const word = useWords(words)
  const zone = city.timeZone.value ?? 'UTC'
  const seen = windowOf(view.looked.peek(), clock.read(), zone)
  const from = useSignal(localIn(seen.from, zone))
  const to = useSignal(localIn(seen.to, zone))
  const wrong = useSignal<Wrong | null>(null)
  const show = (event: Event) => {
    event.preventDefault()
    const span = spanOfFields(from.value, to.value, zone)
    wrong.value = typeof span === 'string' ? span : null
    if (typeof span !== 'string') view.change({ span, zoom: null }, { back: true })
  }
  const field = (name: 'from' | 'to', value: typeof from) => (
    <label>
      <span>{word[name]}</span>
      <input
        type="datetime-local"
        class="field"
        value={value.value}
        aria-describedby="routes-zone routes-wrong"
        aria-invalid={wrong.value !== null}
        onInput={(event) => {
          value.value = event.currentTarget.value
        }}
        data-date={name}
      />
    </label>
  )
  return (
    <form class="routes-date-fields" noValidate onSubmit={show}>
      {field('from', from)}
      {field('to', to)}
      <button type="submit" class="button" data-dates-show>
        {word.show}
      </button>
      <p id="routes-zone" class="muted small">
        {word.zone(zone.replaceAll('_', ' '))}
      </p>
      <p id="routes-wrong" class="routes-wrong" role="alert">
        {wrong.value && word[wrong.value]}
      </p>
    </form>
  )
}
