import { effect, type ReadonlySignal, type Signal } from '@preact/signals'
import type { RefObject } from 'preact'
import { useEffect } from 'preact/hooks'
import type { RidersChart } from '../chart/riders-chart.ts'
import type { Scene } from '../chart/scene.ts'

/** Keeps the chart on a canvas as its scene says, from when Chart.js has come until the component goes. */
export function useDrawnChart(
  canvas: RefObject<HTMLCanvasElement | null>,
  chart: Signal<RidersChart | null>,
  scene: ReadonlySignal<Scene | null>,
): void {
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
      chart.value = null
    }
  }, [chart, scene])
}
