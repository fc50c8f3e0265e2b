import { Chart, Filler, LinearScale, LineController, LineElement, PointElement } from 'chart.js'
import { datasetsOf } from './datasets.ts'
import { badgeRoom, endBadges } from './end-badges.ts'
import { FLAG_ROOM, flagMarks } from './flag-marks.ts'
import { momentMark } from './moment-mark.ts'
import { type Scene, tickLabel } from './scene.ts'
import { ticksBetween } from './ticks.ts'

Chart.register(LineController, LineElement, PointElement, LinearScale, Filler)

const FONT = '"Helvetica Neue", "Segoe UI", Roboto, Arial, sans-serif'
const TICK_WIDTH = 76

export interface RidersChart {
  draw(scene: Scene): void
  /** The bucket under a place of the canvas, counted in pixels from its left. */
  momentAt(x: number): number | null
  /** The bucket nearest to an instant, ms since 1970; null: there is none. */
  momentOf(at: number): number | null
  xOf(moment: number): number
  plot(): { left: number; right: number; top: number; bottom: number }
  /** A copy of what is drawn, with at least so many pixels for one of the page. */
  picture(ratio: number): HTMLCanvasElement
  destroy(): void
}

/** Draws riders by route on a canvas. Its colours are the page's own, read from the canvas's style. */
export function createRidersChart(canvas: HTMLCanvasElement): RidersChart {
  let scene: Scene | null = null
  const token = (name: string) => getComputedStyle(canvas).getPropertyValue(name).trim()
  const chart = new Chart<'line', { x: number; y: number }[]>(canvas, {
    type: 'line',
    data: { datasets: [] },
    plugins: [
      endBadges(() => scene),
      flagMarks(
        () => scene,
        () => token('--ink'),
        () => token('--panel'),
      ),
      momentMark(
        () => scene,
        () => token('--ink'),
        () => token('--panel'),
      ),
    ],
    options: {
      animation: false,
      responsive: true,
      maintainAspectRatio: false,
      events: [],
      parsing: false,
      normalized: true,
      spanGaps: false,
      layout: { padding: { top: 12, left: 0 } },
      scales: {
        x: {
          type: 'linear',
          afterBuildTicks: (axis) => {
            if (!scene) return
            const most = Math.max(2, Math.floor(axis.width / TICK_WIDTH))
            axis.ticks = ticksBetween(axis.min, axis.max, scene.frame.timeZone, most).map((value) => ({ value }))
          },
          border: { display: false },
          grid: { drawOnChartArea: false, tickLength: 6 },
          ticks: {
            autoSkip: false,
            maxRotation: 0,
            font: { family: FONT, size: 12 },
            callback: (value, _, ticks) =>
              scene
                ? tickLabel(
                    Number(value),
                    ticks.map((t) => t.value),
                    scene.frame,
                    scene.format,
                  )
                : '',
          },
        },
        y: {
          beginAtZero: true,
          border: { display: false },
          grid: { tickLength: 0 },
          ticks: {
            precision: 0,
            padding: 10,
            maxTicksLimit: 6,
            font: { family: FONT, size: 12 },
            callback: (value) => scene?.format.whole(Number(value)) ?? '',
          },
        },
      },
    },
  })

  return {
    draw: (next) => {
      scene = next
      const { frame } = next
      chart.data.datasets = datasetsOf(next, token('--ink'))
      const { x, y } = chart.options.scales ?? {}
      if (x && y) {
        Object.assign(x, { min: frame.from, max: frame.step === 'minute' ? frame.to : (frame.grid.at(-1) ?? frame.to) })
        Object.assign(y, { suggestedMax: 5 })
        Object.assign(x.grid ?? {}, { color: token('--hair') })
        Object.assign(y.grid ?? {}, { color: token('--hair') })
        for (const axis of [x, y]) Object.assign(axis.ticks ?? {}, { color: token('--muted') })
      }
      const names = frame.lines.map(({ key }) => next.looks.get(key)?.name ?? '')
      Object.assign(chart.options.layout ?? {}, {
        padding: { top: next.flags.length > 0 ? FLAG_ROOM : 12, left: 0, right: badgeRoom(canvas, names) },
      })
      chart.update('none')
    },
    momentAt: (x) => {
      const at = chart.scales.x?.getValueForPixel(x)
      return at === undefined ? null : nearest(scene?.frame.grid ?? [], at)
    },
    momentOf: (at) => nearest(scene?.frame.grid ?? [], at),
    xOf: (moment) => chart.scales.x?.getPixelForValue(scene?.frame.grid[moment] ?? 0) ?? 0,
    plot: () => chart.chartArea,
    picture: (ratio) => {
      const before = chart.options.devicePixelRatio
      const copy = document.createElement('canvas')
      // For the picture alone it is drawn as fine as a good screen would, whatever screen this is.
      chart.options.devicePixelRatio = Math.max(ratio, window.devicePixelRatio)
      chart.resize()
      Object.assign(copy, { width: canvas.width, height: canvas.height })
      copy.getContext('2d')?.drawImage(canvas, 0, 0)
      chart.options.devicePixelRatio = before
      chart.resize()
      return copy
    },
    destroy: () => chart.destroy(),
  }
}

function nearest(grid: readonly number[], at: number): number | null {
  if (grid.length === 0) return null
  const after = grid.findIndex((start) => start >= at)
  if (after === -1) return grid.length - 1
  const before = Math.max(0, after - 1)
  return at - (grid[before] ?? 0) < (grid[after] ?? 0) - at ? before : after
}
