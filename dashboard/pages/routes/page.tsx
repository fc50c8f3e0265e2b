import { useComputed } from '@preact/signals'
import { useEffect, useMemo } from 'preact/hooks'
import { spanOfBuckets } from '../../chart/zoom.ts'
import { Board } from '../../components/board.tsx'
import { ChartFoot } from '../../components/chart-foot.tsx'
import { ChartPlot } from '../../components/chart-plot.tsx'
import { useDashboard, useText } from '../../components/context.ts'
import { DataTable } from '../../components/data-table.tsx'
import { ProblemNote } from '../../components/problem.tsx'
import { useRangeWords } from '../../components/range-words.ts'
import { createPlot } from '../../models/plot.ts'
import { Changes } from './changes.tsx'
import { CompareNote } from './compare-note.tsx'
import { Exports } from './exports.tsx'
import { RangeTools } from './range-tools.tsx'
import './routes.css'
import { ViewTools } from './view-tools.tsx'
import { zoomOut } from './zoom.ts'

/** Riders connected by route: any range, closer or from further away, beside the same weekdays before, and to take along. */
export default function RoutesPage() {
  const dashboard = useDashboard()
  const { series, view } = dashboard
  const text = useText()
  const range = useRangeWords()
  useEffect(() => series.start(), [series])
  const plot = useMemo(
    () =>
      createPlot({
        closeUp: (a, b) => {
          const frame = series.frame.value
          const zoom = frame && spanOfBuckets(frame.grid, a, b, frame.step, frame.timeZone)
          if (zoom) view.change({ zoom }, { back: true })
        },
        furtherAway: () => zoomOut(dashboard),
      }),
    [dashboard, series, view],
  )
  // Apart, so that the page does not render anew with each minute.
  const hasFrame = useComputed(() => series.frame.value !== null)
  const problem = series.problem.value
  return (
    <section class="panel chart-panel" aria-labelledby="chart-title" aria-busy={!hasFrame.value && !problem}>
      <div class="panel-head routes-head">
        <h2 id="chart-title">
          {text.chart.title}
          <span class="panel-sub" data-range-words>
            {range}
          </span>
        </h2>
        <RangeTools />
      </div>
      <ViewTools plot={plot} />
      <div class="chart-body">
        <div class="chart-main">
          {problem && <ProblemNote title={text.problems.series} problem={problem} retry={() => void series.load()} />}
          {(hasFrame.value || !problem) && <ChartPlot plot={plot} />}
          <Foot />
          <Changes plot={plot} />
        </div>
        <Board />
      </div>
      <Exports plot={plot} />
      <Table />
    </section>
  )
}

function Foot() {
  const { series } = useDashboard()
  const frame = series.frame.value
  if (!frame) return null
  return (
    <>
      <CompareNote frame={frame} />
      <ChartFoot frame={frame} />
    </>
  )
}

function Table() {
  const { series, view } = useDashboard()
  const frame = series.frame.value
  return <div id="chart-table">{view.tableOpen.value && frame && <DataTable frame={frame} />}</div>
}
