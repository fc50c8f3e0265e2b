import { useSignal } from '@preact/signals'
import { useDashboard, useWords } from '../../components/context.ts'
import { useToday } from './format.ts'
import { isDate, pathOf } from './period.ts'
import { words } from './words.ts'

/** Any dates: from one to another, both included. */
export function RangeForm({ from: givenFrom, to: givenTo }: { from?: string; to?: string }) {
  const { address } = useDashboard()
  const text = useWords(words)
  const today = useToday()
  const from = useSignal(givenFrom ?? `${today.slice(0, 7)}-01`)
  const to = useSignal(givenTo ?? today)
  const wrong = useSignal<string | null>(null)
  const show = (event: Event) => {
    event.preventDefault()
    const isGood = isDate(from.value) && isDate(to.value) && from.value <= to.value
    wrong.value = isGood ? null : text.rangeWrong
    if (isGood) address.go(pathOf({ from: from.value, to: to.value }))
  }
  const field = (name: 'from' | 'to', value: typeof from) => (
    <label>
      <span>{text.range[name]}</span>
      <input
        type="date"
        class="field"
        value={value.value}
        max={today}
        aria-invalid={wrong.value !== null}
        aria-describedby="range-wrong"
        onInput={(event) => {
          value.value = event.currentTarget.value
        }}
        data-range={name}
      />
    </label>
  )
  return (
    <form class="range-form" noValidate onSubmit={show}>
      {field('from', from)}
      {field('to', to)}
      <button type="submit" class="button" data-range-show>
        {text.range.show}
      </button>
      <p id="range-wrong" class="control-wrong" role="alert">
        {wrong.value}
      </p>
    </form>
  )
}
