import { useEffect } from 'preact/hooks'
import { RANGES } from '../chart/range.ts'
import { Board } from './board.tsx'
import { ChartFoot } from './chart-foot.tsx'
import { ChartPlot } from './chart-plot.tsx'
import { useDashboard, useText } from './context.ts'
import { DataTable } from './data-table.tsx'
import { Icon } from './icons.tsx'
import { ProblemNote } from './problem.tsx'
import { Segments } from './segments.tsx'

const SHAPES = ['lines', 'stacked'] as const

/** The chart with what steers it, the routes beside it and its words below it. */
export function ChartPanel() {
  const { view, series } = useDashboard()
  const text = useText()
  useEffect(() => series.start(), [series])
  const frame = series.frame.value
  const problem = series.problem.value
  return (
    <section class="panel chart-panel" aria-labelledby="chart-title" aria-busy={series.loading.value && frame === null}>
      <div class="panel-head">
        <h2 id="chart-title">
          {text.chart.title}
          {frame && <span class="panel-sub">{text.chart.step[frame.step]}</span>}
        </h2>
        <div class="chart-tools">
          <Segments
            name="range"
            label={text.chart.range}
            options={RANGES.map((range) => ({
              value: range,
              label: text.ranges[range],
              short: text.rangesShort[range],
            }))}
            value={view.looked.value.span ? null : view.range.value}
            onChoose={(range) => view.change({ range, span: null, zoom: null })}
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
            aria-expanded={view.tableOpen.value}
            aria-controls="chart-table"
            onClick={() => {
              view.tableOpen.value = !view.tableOpen.value
            }}
            data-table-toggle
          >
            <Icon name="table" />
            <span class="label-wide">{view.tableOpen.value ? text.chart.tableHide : text.chart.table}</span>
          </button>
        </div>
      </div>
      <div class="chart-body">
        <div class="chart-main">
          {problem && <ProblemNote title={text.problems.series} problem={problem} retry={() => void series.load()} />}
          {(frame || !problem) && <ChartPlot />}
          {frame && <ChartFoot frame={frame} />}
        </div>
        <Board />
      </div>
      <div id="chart-table">{view.tableOpen.value && frame && <DataTable frame={frame} />}</div>
    </section>
  )
}
