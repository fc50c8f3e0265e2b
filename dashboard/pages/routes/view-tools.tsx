import { lengthOf, stepsFor } from '../../chart/range.ts'
import { useDashboard, useText, useWords } from '../../components/context.ts'
import { Icon } from '../../components/icons.tsx'
import { Segments } from '../../components/segments.tsx'
import type { PlotModel } from '../../models/plot.ts'
import { words } from './words.ts'
import { zoomIn, zoomOut } from './zoom.ts'

const SHAPES = ['lines', 'stacked'] as const

/** How what is in sight is drawn: by which step, as what, beside what, how close. */
export function ViewTools({ plot }: { plot: PlotModel }) {
  const dashboard = useDashboard()
  const { view } = dashboard
  const text = useText()
  const word = useWords(words)
  const { step, zoom } = view.looked.value
  const steps = ['auto', ...stepsFor(lengthOf(view.looked.value))] as const
  return (
    <div class="chart-tools routes-tools">
      <Segments
        name="step"
        label={word.step}
        options={steps.map((one) => ({ value: one, label: word.steps[one], short: word.stepsShort[one] }))}
        value={step && steps.includes(step) ? step : 'auto'}
        onChoose={(chosen) => view.change({ step: chosen === 'auto' ? null : chosen })}
      />
      <Segments
        name="shape"
        label={text.chart.shape}
        options={SHAPES.map((shape) => ({ value: shape, label: text.chart[shape], icon: shape }))}
        value={view.stacked.value ? 'stacked' : 'lines'}
        onChoose={(shape) => view.change({ stacked: shape === 'stacked' })}
      />
      <button
        type="button"
        class="button"
        aria-pressed={view.compare.value}
        title={word.compareHint}
        onClick={() => view.change({ compare: !view.compare.value })}
        data-compare
      >
        <Icon name="compare" />
        {word.compare}
      </button>
      <span class="routes-zoom">
        <button
          type="button"
          class="button"
          title={word.closer}
          aria-label={word.closer}
          onClick={() => zoomIn(dashboard, plot.moment.value)}
          data-zoom="in"
        >
          <Icon name="closer" />
          <span class="routes-closer">{word.closer}</span>
        </button>
        <button
          type="button"
          class="button"
          aria-disabled={zoom === null}
          onClick={() => zoomOut(dashboard)}
          data-zoom="out"
        >
          <Icon name="further" />
          {word.furtherAway}
        </button>
      </span>
      <p class="muted small routes-hint">{word.zoomHint}</p>
    </div>
  )
}
