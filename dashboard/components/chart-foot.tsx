import type { Frame } from '../chart/frame.ts'
import { useDashboard, useText } from './context.ts'
import { useRangeWords } from './range-words.ts'

/** The limits of the figures, in words: no number stands without them. */
export function ChartFoot({ frame }: { frame: Frame }) {
  const { series, format } = useDashboard()
  const text = useText()
  const range = useRangeWords()
  const share = series.completeness.value
  const version = series.definitions.value
  return (
    <div class="chart-foot" data-chart-foot>
      <p>
        <strong>
          {share === null
            ? text.chart.completenessNone(range)
            : text.chart.completenessOf(format.value.percent(share), range)}
        </strong>{' '}
        {text.chart.incompleteKey}
      </p>
      <p class="muted">
        {text.chart.provisional} {text.chart.timeZone(frame.timeZone.replaceAll('_', ' '))}
        {version && ` · ${text.chart.definitions(version)}`}
      </p>
    </div>
  )
}
