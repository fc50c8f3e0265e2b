import type { Plugin } from 'chart.js'
import type { Scene } from './scene.ts'

/** Room above the plot in which the flags stand. */
export const FLAG_ROOM = 30
const RADIUS = 9
const FONT = '700 11px "Helvetica Neue", "Segoe UI", Roboto, Arial, sans-serif'

/** What happened stands above the plot as a numbered mark on a dotted line; the list below the chart has the words. */
export function flagMarks(scene: () => Scene | null, ink: () => string, ground: () => string): Plugin<'line'> {
  return {
    id: 'flagMarks',
    beforeDatasetsDraw(chart) {
      const flags = scene()?.flags ?? []
      const { ctx, chartArea, scales } = chart
      ctx.save()
      for (const { at, mark } of flags) {
        const x = scales.x?.getPixelForValue(at) ?? 0
        ctx.strokeStyle = ink()
        ctx.globalAlpha = 0.45
        ctx.lineWidth = 1
        ctx.setLineDash([2, 3])
        ctx.beginPath()
        ctx.moveTo(Math.round(x) + 0.5, chartArea.top - RADIUS + 4)
        ctx.lineTo(Math.round(x) + 0.5, chartArea.bottom)
        ctx.stroke()
        ctx.setLineDash([])
        ctx.globalAlpha = 1
        ctx.font = FONT
        const width = Math.max(2 * RADIUS, ctx.measureText(mark).width + 10)
        ctx.beginPath()
        ctx.roundRect(x - width / 2, chartArea.top - FLAG_ROOM / 2 - RADIUS - 1, width, 2 * RADIUS, RADIUS)
        ctx.fillStyle = ink()
        ctx.fill()
        ctx.fillStyle = ground()
        ctx.textAlign = 'center'
        ctx.textBaseline = 'middle'
        ctx.fillText(mark, x, chartArea.top - FLAG_ROOM / 2)
      }
      ctx.restore()
    },
  }
}
