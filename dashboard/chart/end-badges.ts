import type { Chart, Plugin } from 'chart.js'
import { bandsOf } from './drawn.ts'
import { faded, type Scene } from './scene.ts'
import { spread } from './spread.ts'

const HEIGHT = 20
const PADDING = 6
const GAP = 12
export const BADGE_FONT = '700 11px "Helvetica Neue", "Segoe UI", Roboto, Arial, sans-serif'

/** Room that the widest badge needs to the right of the plot. */
export function badgeRoom(canvas: HTMLCanvasElement, names: readonly string[]): number {
  const context = canvas.getContext('2d')
  if (!context || names.length === 0) return 8
  context.save()
  context.font = BADGE_FONT
  const widest = Math.max(...names.map((name) => context.measureText(name).width))
  context.restore()
  return Math.ceil(widest) + 2 * PADDING + GAP + 2
}

/** Each line ends in its route's badge, as on a transit map, so nobody has to match colours with a legend. */
export function endBadges(scene: () => Scene | null): Plugin<'line'> {
  return {
    id: 'endBadges',
    afterDatasetsDraw(chart) {
      const now = scene()
      if (!now) return
      const ends = endsOf(chart, now)
      const { top, bottom, right } = chart.chartArea
      const middles = spread(
        ends.map((end) => end.middle),
        HEIGHT + 2,
        top - HEIGHT / 2,
        bottom + HEIGHT / 2,
      )
      ends.forEach((end, i) => {
        drawBadge(chart.ctx, now, end, right + GAP, middles[i] ?? end.middle)
      })
    },
  }
}

interface End {
  key: string
  x: number
  y: number
  middle: number
}

/** Where each line's last value stands; in a stack the badge stands at the middle of its band. */
function endsOf(chart: Chart<'line'>, { frame, stacked }: Scene): End[] {
  const bands = stacked ? bandsOf(frame) : []
  return frame.lines.flatMap(({ key }, i) => {
    const points = chart.getDatasetMeta(i).data
    const last = points.findLastIndex((point) => Number.isFinite(point.y))
    const point = points[last]
    if (!point) return []
    const [top, floor] = [bands[i]?.top[last], bands[i]?.floor[last]]
    const middle =
      top == null || floor == null ? point.y : (chart.scales.y?.getPixelForValue((top + floor) / 2) ?? point.y)
    return [{ key, x: point.x, y: point.y, middle }]
  })
}

function drawBadge(context: CanvasRenderingContext2D, scene: Scene, end: End, left: number, middle: number): void {
  const look = scene.looks.get(end.key)
  if (!look) return
  const quiet = scene.highlighted !== null && scene.highlighted !== end.key
  context.save()
  context.globalAlpha = quiet ? 0.35 : 1
  context.strokeStyle = faded(look.line, 0.55)
  context.lineWidth = 1
  context.beginPath()
  context.moveTo(end.x + 3, scene.stacked ? end.middle : end.y)
  context.lineTo(left - 1, middle)
  context.stroke()
  context.font = BADGE_FONT
  const width = context.measureText(look.name).width + 2 * PADDING
  context.beginPath()
  context.roundRect(left, middle - HEIGHT / 2, width, HEIGHT, 5)
  context.fillStyle = look.badge
  context.fill()
  // A badge of the ground's own colour still has an edge.
  context.strokeStyle = look.line
  context.stroke()
  context.fillStyle = look.badgeText
  context.textBaseline = 'middle'
  context.fillText(look.name, left + PADDING, middle + 0.5)
  context.restore()
}
