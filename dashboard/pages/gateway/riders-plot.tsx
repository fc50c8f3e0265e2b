import { type ReadonlySignal, useComputed, useSignal } from '@preact/signals'
import { useRef } from 'preact/hooks'
import { type Frame, lastKnown } from '../../chart/frame.ts'
import type { RidersChart } from '../../chart/riders-chart.ts'
import { ChartMessage } from '../../components/chart-message.tsx'
import { useDashboard, useText } from '../../components/context.ts'
import { useDrawnChart } from '../../components/drawn-chart.ts'
import { Readout, readoutText } from '../../components/readout.tsx'
import { ridersScene } from './riders-scene.ts'

interface PlotProps {
  frame: ReadonlySignal<Frame | null>
  name: string
  summary: string
}

/** The line of one gateway, with the moment under the pointer or the keyboard. */
export function RidersPlot({ frame, name, summary }: PlotProps) {
  const dashboard = useDashboard()
  const text = useText()
  const canvas = useRef<HTMLCanvasElement>(null)
  const chart = useSignal<RidersChart | null>(null)
  const moment = useSignal<number | null>(null)
  const scene = useComputed(() => frame.value && ridersScene(dashboard, frame.value, name, moment.value))

  useDrawnChart(canvas, chart, scene)

  const last = frame.value ? lastKnown(frame.value) : -1
  const count = frame.value?.grid.length ?? 0
  const at = Math.min(moment.value ?? last, count - 1)
  const look = (event: PointerEvent & { currentTarget: HTMLElement }) => {
    moment.value = chart.value?.momentAt(event.clientX - event.currentTarget.getBoundingClientRect().left) ?? null
  }
  const leave = () => {
    moment.value = null
  }
  return (
    <div class="plot gateway-plot" onPointerMove={look} onPointerDown={look} onPointerLeave={leave}>
      <div class="plot-canvas">
        <canvas ref={canvas} role="img" aria-label={summary} data-chart />
      </div>
      {last >= 0 && (
        <input
          class="scrub"
          type="range"
          min={0}
          max={count - 1}
          value={at}
          aria-label={text.chart.scrub}
          aria-valuetext={scene.value ? readoutText(scene.value, at, text) : ''}
          onInput={(event) => {
            moment.value = Number(event.currentTarget.value)
          }}
          onFocus={() => {
            moment.value = at
          }}
          onBlur={leave}
        />
      )}
      {scene.value && moment.value !== null && chart.value && last >= 0 && (
        <Readout scene={scene.value} moment={at} chart={chart.value} />
      )}
      <ChartMessage frame={frame.value} ready={chart.value !== null} />
    </div>
  )
}
