import { effect, useComputed, useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { lastKnown } from '../chart/frame.ts'
import type { RidersChart } from '../chart/riders-chart.ts'
import { sceneOf } from '../models/scene.ts'
import { ChartMessage } from './chart-message.tsx'
import { useDashboard, useText } from './context.ts'
import { Readout, readoutText } from './readout.tsx'

/** The canvas, and over it the moment under the pointer. The keyboard moves the moment by a range input of its own. */
export function ChartPlot() {
  const dashboard = useDashboard()
  const text = useText()
  const { series, view } = dashboard
  const canvas = useRef<HTMLCanvasElement>(null)
  const chart = useSignal<RidersChart | null>(null)
  const moment = useSignal<number | null>(null)
  const scene = useComputed(() => sceneOf(dashboard, moment.value))

  useEffect(() => {
    let over = false
    const element = canvas.current
    // Chart.js is most of the page's weight and nothing needs it before the first figures: it loads beside them.
    void import('../chart/riders-chart.ts').then(({ createRidersChart }) => {
      if (!over && element) chart.value = createRidersChart(element)
    })
    const stop = effect(() => {
      if (chart.value && scene.value) chart.value.draw(scene.value)
    })
    return () => {
      over = true
      stop()
      chart.value?.destroy()
    }
  }, [chart, scene])

  const frame = scene.value?.frame ?? null
  const last = frame ? lastKnown(frame) : -1
  const count = frame?.grid.length ?? 0
  const at = Math.min(moment.value ?? last, count - 1)
  const look = (event: PointerEvent & { currentTarget: HTMLElement }) => {
    moment.value = chart.value?.momentAt(event.clientX - event.currentTarget.getBoundingClientRect().left) ?? null
  }
  const leave = () => {
    moment.value = null
  }
  return (
    <div class="plot" onPointerMove={look} onPointerDown={look} onPointerLeave={leave}>
      <div class="plot-canvas">
        <canvas
          ref={canvas}
          role="img"
          aria-label={text.chart.summary(String(series.shown.value.length), text.rangesInText[view.range.value])}
          data-chart
        />
      </div>
      {frame && last >= 0 && (
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
      <ChartMessage frame={frame} ready={chart.value !== null} />
    </div>
  )
}
