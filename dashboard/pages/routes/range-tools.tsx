import { useSignal } from '@preact/signals'
import { RANGES } from '../../chart/range.ts'
import { useDashboard, useText, useWords } from '../../components/context.ts'
import { Icon } from '../../components/icons.tsx'
import { Segments } from '../../components/segments.tsx'
import { DateFields } from './date-fields.tsx'
import { words } from './words.ts'

/** From when to when: a range that ends now, or two dates. */
export function RangeTools() {
  const { view } = useDashboard()
  const text = useText()
  const word = useWords(words)
  const { span, range } = view.looked.value
  const open = useSignal(span !== null)
  return (
    <>
      <div class="chart-tools">
        <Segments
          name="range"
          label={text.chart.range}
          options={RANGES.map((one) => ({ value: one, label: text.ranges[one], short: text.rangesShort[one] }))}
          value={span ? null : range}
          onChoose={(chosen) => {
            open.value = false
            view.change({ range: chosen, span: null, zoom: null })
          }}
        />
        <button
          type="button"
          class="button"
          aria-expanded={open.value}
          aria-controls="routes-dates"
          onClick={() => {
            open.value = !open.value
          }}
          data-dates
        >
          <Icon name="calendar" />
          <span class="label-wide">{word.dates}</span>
        </button>
      </div>
      <div id="routes-dates" class="routes-dates">
        {open.value && <DateFields />}
      </div>
    </>
  )
}
