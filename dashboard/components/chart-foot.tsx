import { LATE_WINDOW_S } from '../../contract/steps.ts'
import type { Frame } from '../chart/frame.ts'
import { useDashboard, useText } from './context.ts'
import { useRangeWords } from './range-words.ts'

/** The limits of the figures, in words: no number stands without them. */
export function ChartFoot({ frame }: { frame: Frame }) {
  const { series, format, clock } = useDashboard()
  const text = useText()
  const range = useRangeWords()
  const share = series.completeness.value
  const version = series.definitions.value
  const isProvisional = frame.to + LATE_WINDOW_S * 1000 > clock.read()
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
        {isProvisional && `${text.chart.provisional} `}
        {text.chart.timeZone(frame.timeZone.replaceAll('_', ' '))}
        {version && ` · ${text.chart.definitions(version)}`}
      </p>
    </div>
  )
}
