import type { Plugin } from 'chart.js'
import type { Scene } from './scene.ts'

/** A hairline at the moment that the reader looks at, and a ring on each line there. */
export function momentMark(scene: () => Scene | null, ink: () => string, ground: () => string): Plugin<'line'> {
  return {
    id: 'momentMark',
    afterDatasetsDraw(chart) {
      const now = scene()
      if (now?.moment == null) return
      const at = now.frame.grid[now.moment]
      const x = at === undefined ? undefined : chart.scales.x?.getPixelForValue(at)
      if (x === undefined) return
      const { ctx, chartArea } = chart
      ctx.save()
      ctx.strokeStyle = ink()
      ctx.globalAlpha = 0.5
      ctx.lineWidth = 1
      ctx.beginPath()
      ctx.moveTo(Math.round(x) + 0.5, chartArea.top)
      ctx.lineTo(Math.round(x) + 0.5, chartArea.bottom)
      ctx.stroke()
      ctx.globalAlpha = 1
      now.frame.lines.forEach(({ key, cells }, i) => {
        const point = chart.getDatasetMeta(i).data[now.moment ?? 0]
        const look = now.looks.get(key)
        if (!point || !look || !cells[now.moment ?? 0]) return
        ctx.beginPath()
        ctx.arc(point.x, point.y, 4, 0, 2 * Math.PI)
        ctx.fillStyle = ground()
        ctx.fill()
        ctx.lineWidth = 2.5
        ctx.strokeStyle = look.line
        ctx.stroke()
      })
      ctx.restore()
    },
  }
}
