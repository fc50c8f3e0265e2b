import { type Frame, lastKnown } from '../chart/frame.ts'
import { useText } from './context.ts'

/** What stands in the chart's place while there is nothing to draw. */
export function ChartMessage({ frame, ready }: { frame: Frame | null; ready: boolean }) {
  const text = useText()
  if (frame === null || !ready) {
    return (
      <div class="plot-message plot-loading" data-chart-loading>
        <span class="hidden">{text.chart.loading}</span>
        <svg viewBox="0 0 600 200" preserveAspectRatio="none" aria-hidden="true" focusable="false">
          <path d="M0 150C80 150 90 70 170 80s90 70 170 40 90-80 150-60 80 60 110 50" />
          <path d="M0 180C90 170 130 130 220 140s120 30 200 0 120-30 180-10" />
        </svg>
      </div>
    )
  }
  if (lastKnown(frame) >= 0) return null
  const noneShown = frame.lines.length === 0
  return (
    <div class="plot-message">
      <div>
        <strong>{noneShown ? text.chart.noneShown : text.chart.nothingInRange}</strong>
        <p>{noneShown ? text.chart.noneShownHint : text.chart.nothingInRangeHint}</p>
      </div>
    </div>
  )
}
