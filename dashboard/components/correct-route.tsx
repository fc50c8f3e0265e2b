import type { Signal } from '@preact/signals'
import type { Correction } from '../models/route-day.ts'
import { useDashboard, useText } from './context.ts'
import { ProblemNote } from './problem.tsx'

/** The form by which an operator tells on which route a gateway was in truth. */
export function CorrectRoute({ correction }: { correction: Signal<Correction> }) {
  const { routeDay, city, format } = useDashboard()
  const { routeDay: text } = useText()
  const { from, to, routeId } = correction.value
  const isInOrder = from === '' || to === '' || from < to
  const isWhole = from !== '' && to !== '' && isInOrder
  const set = (change: Partial<Correction>) => {
    correction.value = { ...correction.value, ...change }
  }
  const saving = routeDay.saving.value
  const kept = routeDay.keptSince.value
  return (
    <form
      class="correct-route"
      onSubmit={(event) => {
        event.preventDefault()
        if (isWhole) void routeDay.correct(correction.value)
      }}
    >
      <h3>{text.correctTitle}</h3>
      <p class="muted">{text.hint}</p>
      {kept !== null && <p class="muted">{text.older(format.value.dayAndTime(kept))}</p>}
      <div class="correct-route-fields">
        {(['from', 'to'] as const).map((name) => (
          <label key={name}>
            <span>{text[name]}</span>
            <input
              class="field"
              inputMode="numeric"
              pattern="([01]\d|2[0-3]):[0-5]\d|24:00"
              placeholder="07:30"
              required
              value={correction.value[name]}
              onInput={(event) => set({ [name]: event.currentTarget.value })}
              data-correct={name}
            />
          </label>
        ))}
        <label class="correct-route-route">
          <span>{text.route}</span>
          <select
            class="field"
            value={routeId ?? ''}
            onChange={(event) => set({ routeId: event.currentTarget.value || null })}
            data-correct="route"
          >
            <option value="">{text.none}</option>
            {city.routes.value
              .filter((route) => route.routeId !== null)
              .map((route) => (
                <option key={route.key} value={route.key}>
                  {route.shortName} · {route.longName}
                </option>
              ))}
          </select>
        </label>
        <button type="submit" class="button button-main" disabled={!isWhole || saving} data-correct="save">
          {saving ? text.saving : text.save}
        </button>
      </div>
      {!isInOrder && <p class="correct-route-wrong">{text.order}</p>}
      <output data-correct="said">
        {routeDay.moved.value !== null && text.saved(format.value.whole(routeDay.moved.value))}
      </output>
      {routeDay.refusal.value && (
        <ProblemNote
          title={text.failed}
          problem={routeDay.refusal.value}
          retry={() => void routeDay.correct(correction.value)}
        />
      )}
    </form>
  )
}
