import { useComputed } from '@preact/signals'
import { useMemo, useRef } from 'preact/hooks'
import { lastKnown } from '../chart/frame.ts'
import { createPlot, type PlotModel } from '../models/plot.ts'
import { sceneOf } from '../models/scene.ts'
import { ChartMessage } from './chart-message.tsx'
import { useDashboard, useText } from './context.ts'
import { useDrawnChart } from './drawn-chart.ts'
import { pointerOn } from './plot-pointer.ts'
import { useRangeWords } from './range-words.ts'
import { Readout } from './readout.tsx'
import { Scrub } from './scrub.tsx'

/** The canvas, and over it the moment under the pointer. The keyboard moves the moment by a range input of its own. */
export function ChartPlot({ plot: given }: { plot?: PlotModel }) {
  const dashboard = useDashboard()
  const text = useText()
  const range = useRangeWords()
  const { series } = dashboard
  const canvas = useRef<HTMLCanvasElement>(null)
  const plot = useMemo(() => given ?? createPlot({ closeUp: null, furtherAway: null }), [given])
  const { chart, moment, marked, flags } = plot
  const scene = useComputed(() => sceneOf(dashboard, moment.value, flags.value))
  const pointer = useMemo(() => pointerOn(plot), [plot])

  useDrawnChart(canvas, chart, scene)

  const frame = scene.value?.frame ?? null
  const last = frame ? lastKnown(frame) : -1
  const at = Math.min(moment.value ?? last, (frame?.grid.length ?? 0) - 1)
  return (
    <div class={plot.closeUp ? 'plot plot-zooms' : 'plot'} {...pointer}>
      <div class="plot-canvas">
        <canvas
          ref={canvas}
          role="img"
          aria-label={text.chart.summary(String(series.shown.value.length), range)}
          data-chart={frame && chart.value ? frame.step : ''}
        />
      </div>
      {marked.value && chart.value && <Marked plot={plot} />}
      {scene.value && last >= 0 && <Scrub scene={scene.value} plot={plot} at={at} />}
      {scene.value && moment.value !== null && chart.value && last >= 0 && (
        <Readout scene={scene.value} moment={at} chart={chart.value} />
      )}
      <ChartMessage frame={frame} ready={chart.value !== null} />
    </div>
  )
}

/** The part of the chart that is marked to be looked at more closely. */
function Marked({ plot: { chart, marked } }: { plot: PlotModel }) {
  const [a, b] = marked.value ?? [0, 0]
  const [left = 0, right = 0] = [a, b].map((moment) => chart.value?.xOf(moment) ?? 0).sort((x, y) => x - y)
  const { top = 0, bottom = 0 } = chart.value?.plot() ?? {}
  const place = { left: `${left}px`, width: `${right - left}px`, top: `${top}px`, height: `${bottom - top}px` }
  return <div class="plot-marked" style={place} data-marked />
}
