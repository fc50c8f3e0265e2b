import { html, type Markup } from '../../docs/markup.ts'
import { at, ticksTo } from './scale.ts'
import { type ChartFrame, svg } from './svg.ts'

export interface HourChart extends ChartFrame {
  /** 24 of them; null: not told, a gap. */
  hours: readonly (number | null)[]
  tick: (value: number) => string
  tip: (hour: number, value: number) => string
}

const LEFT = 46
const RIGHT = 18
const TOP = 18
const BOTTOM = 24

/** A line over the hours of the day, from the middle of one to the middle of the next, broken where an hour is not told. */
export function hourChart(chart: HourChart): Markup {
  const { hours, width, height, tick, tip } = chart
  const ticks = ticksTo(Math.max(0, ...hours.map((value) => value ?? 0)))
  const end = ticks.at(-1) ?? 1
  const y = (value: number) => at(height - BOTTOM - ((height - TOP - BOTTOM) * value) / end)
  const x = (hour: number) => at(LEFT + ((width - LEFT - RIGHT) * hour) / 24)
  const grid = ticks.map(
    (value) =>
      html`<path class="${value === 0 ? 'base' : 'grid'}" d="M${LEFT} ${y(value)}H${width - RIGHT}"/><text class="end" x="${LEFT - 6}" y="${at(y(value) + 4)}">${tick(value)}</text>`,
  )
  const labels = [0, 6, 12, 18, 24].map(
    (hour) => html`<text class="middle" x="${x(hour)}" y="${y(0) + 16}">${hour}:00</text>`,
  )
  const runs = runsOf(hours).map((run) => {
    const points = run.map(({ hour, value }) => `${x(hour + 0.5)} ${y(value)}`)
    const [first, last] = [run[0]?.hour ?? 0, run.at(-1)?.hour ?? 0]
    return html`<path class="area" d="M${x(first + 0.5)} ${y(0)}L${points.join('L')}L${x(last + 0.5)} ${y(0)}Z"/><path class="line" d="M${points.join('L')}"/>`
  })
  const dots = hours.map((value, hour) =>
    value === null
      ? html`<text class="middle mark" x="${x(hour + 0.5)}" y="${y(0) - 5}">–</text>`
      : html`<circle class="dot" cx="${x(hour + 0.5)}" cy="${y(value)}" r="2.5"><title>${tip(hour, value)}</title></circle>`,
  )
  return svg(chart, [...grid, ...labels, ...runs, ...dots])
}

/** Hours that follow each other without a gap. */
function runsOf(hours: readonly (number | null)[]): { hour: number; value: number }[][] {
  const runs: { hour: number; value: number }[][] = []
  for (const [hour, value] of hours.entries()) {
    if (value === null) continue
    const last = runs.at(-1)
    if (last !== undefined && last.at(-1)?.hour === hour - 1) last.push({ hour, value })
    else runs.push([{ hour, value }])
  }
  return runs
}
