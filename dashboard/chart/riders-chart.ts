import { Chart, type ChartDataset, Filler, LinearScale, LineController, LineElement, PointElement } from 'chart.js'
import { bandsOf, drawnValues } from './drawn.ts'
import { badgeRoom, endBadges } from './end-badges.ts'
import { type Cell, INCOMPLETE_BELOW, type Line } from './frame.ts'
import { momentMark } from './moment-mark.ts'
import { nextBucket } from './range.ts'
import { faded, type Scene, tickLabel } from './scene.ts'
import { ticksBetween } from './ticks.ts'

Chart.register(LineController, LineElement, PointElement, LinearScale, Filler)

const FONT = '"Helvetica Neue", "Segoe UI", Roboto, Arial, sans-serif'
const TICK_WIDTH = 76

export interface RidersChart {
  draw(scene: Scene): void
  /** The bucket under a place of the canvas, counted in pixels from its left. */
  momentAt(x: number): number | null
  xOf(moment: number): number
  plot(): { left: number; right: number; top: number; bottom: number }
  destroy(): void
}

type Dataset = ChartDataset<'line', { x: number; y: number }[]>

/** Draws riders by route on a canvas. Its colours are the page's own, read from the canvas's style. */
export function createRidersChart(canvas: HTMLCanvasElement): RidersChart {
  let scene: Scene | null = null
  const token = (name: string) => getComputedStyle(canvas).getPropertyValue(name).trim()
  const chart = new Chart<'line', { x: number; y: number }[]>(canvas, {
    type: 'line',
    data: { datasets: [] },
    plugins: [
      endBadges(() => scene),
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
      chart.data.datasets = datasetsOf(next)
      const { x, y } = chart.options.scales ?? {}
      if (x && y) {
        Object.assign(x, { min: frame.from, max: frame.step === 'minute' ? frame.to : (frame.grid.at(-1) ?? frame.to) })
        Object.assign(y, { suggestedMax: 5 })
        Object.assign(x.grid ?? {}, { color: token('--hair') })
        Object.assign(y.grid ?? {}, { color: token('--hair') })
        for (const axis of [x, y]) Object.assign(axis.ticks ?? {}, { color: token('--muted') })
      }
      const names = frame.lines.map(({ key }) => next.looks.get(key)?.name ?? '')
      Object.assign(chart.options.layout ?? {}, { padding: { top: 12, left: 0, right: badgeRoom(canvas, names) } })
      chart.update('none')
    },
    momentAt: (x) => {
      const at = chart.scales.x?.getValueForPixel(x)
      const grid = scene?.frame.grid
      if (at === undefined || !grid || grid.length === 0) return null
      return nearest(grid, at)
    },
    xOf: (moment) => chart.scales.x?.getPixelForValue(scene?.frame.grid[moment] ?? 0) ?? 0,
    plot: () => chart.chartArea,
    destroy: () => chart.destroy(),
  }
}

/** One route's line; in a stack it is the upper edge of its band. */
function lineOf(scene: Scene, line: Line, edge: (number | null)[]): Dataset {
  const color = scene.looks.get(line.key)?.line ?? '#808080'
  const quiet = scene.highlighted !== null && scene.highlighted !== line.key
  const shade = quiet ? faded(color, 0.22) : color
  const { cells } = line
  const drawn = edge.map((y, i) => (cells[i] || line.arriving[i] ? y : null))
  const lone = (i: number) => drawn[i] != null && drawn[i - 1] == null && drawn[i + 1] == null
  const usual = scene.stacked ? 1.5 : scene.frame.grid.length > 200 ? 1.75 : 2.25
  return {
    data: pointsOf(scene, drawn),
    borderColor: shade,
    borderWidth: scene.highlighted === line.key ? usual + 1 : usual,
    borderJoinStyle: 'round',
    fill: false,
    // A minute between two gaps has no segment: it shows as a dot, else it would not show at all.
    pointRadius: ({ dataIndex }) => (lone(dataIndex) ? 2.5 : 0),
    pointBackgroundColor: shade,
    pointBorderWidth: 0,
    segment: {
      borderDash: ({ p0DataIndex, p1DataIndex }) =>
        unsure(scene, cells, p0DataIndex) || unsure(scene, cells, p1DataIndex) ? [3, 4] : undefined,
    },
    order: scene.highlighted === line.key ? 0 : 1,
  }
}

/** The colour of a band, apart from its edge: dashes would cut the fill in slices with seams between them. */
function bandOf(scene: Scene, { key }: Line, i: number, top: (number | null)[]): Dataset {
  const quiet = scene.highlighted !== null && scene.highlighted !== key
  return {
    data: pointsOf(scene, top),
    backgroundColor: faded(scene.looks.get(key)?.line ?? '#808080', quiet ? 0.08 : 0.34),
    borderWidth: 0,
    pointRadius: 0,
    fill: i === 0 ? 'origin' : '-1',
    order: 2,
  }
}

/** The peak of one route at a time, as a thin line over its mean: all at once would be a thicket. */
function peakOf(scene: Scene): Dataset[] {
  const { frame, highlighted, stacked } = scene
  const only = frame.lines.length === 1 ? frame.lines[0] : frame.lines.find(({ key }) => key === highlighted)
  if (!only || stacked || frame.step === 'minute') return []
  const color = scene.looks.get(only.key)?.line ?? '#808080'
  const peaks = only.cells.map((cell) => cell?.peak ?? null)
  return [
    {
      data: pointsOf(scene, peaks),
      borderColor: faded(color, 0.7),
      backgroundColor: faded(color, 0.14),
      borderWidth: 1,
      pointRadius: 0,
      fill: frame.lines.indexOf(only),
      order: 2,
    },
  ]
}

function datasetsOf(scene: Scene): Dataset[] {
  const { lines } = scene.frame
  if (!scene.stacked) return [...lines.map((line) => lineOf(scene, line, drawnValues(line))), ...peakOf(scene)]
  const bands = bandsOf(scene.frame)
  return [
    ...lines.map((line, i) => lineOf(scene, line, bands[i]?.top ?? [])),
    ...lines.map((line, i) => bandOf(scene, line, i, bands[i]?.top ?? [])),
  ]
}

const pointsOf = ({ frame }: Scene, values: (number | null)[]) =>
  values.map((value, i) => ({ x: frame.grid[i] ?? 0, y: value ?? Number.NaN }))

/** Too few reports, reports still on the way, or an hour or day that is not over. */
function unsure({ frame, now }: Scene, cells: (Cell | null)[], i: number): boolean {
  const cell = cells[i]
  if (!cell || cell.completeness < INCOMPLETE_BELOW) return true
  return frame.step !== 'minute' && nextBucket(frame.grid[i] ?? 0, frame.step, frame.timeZone) > now
}

function nearest(grid: readonly number[], at: number): number {
  const after = grid.findIndex((start) => start >= at)
  if (after === -1) return grid.length - 1
  const before = Math.max(0, after - 1)
  return at - (grid[before] ?? 0) < (grid[after] ?? 0) - at ? before : after
}
