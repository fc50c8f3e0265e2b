import { html, type Markup } from '../../docs/markup.ts'
import { at, ticksTo } from './scale.ts'
import { type ChartFrame, svg } from './svg.ts'

export interface Column {
  /** Below the column; '' where there is no room for it. */
  label: string
  /** Null: a gap. */
  value: number | null
  /** Hatched: what it stands for is not complete. */
  incomplete: boolean
  /** Instead of a column: `–`, `<10`. */
  mark: string
  /** Of this column alone, for the pointer. */
  tip: string
}

export interface ColumnChart extends ChartFrame {
  columns: readonly Column[]
  tick: (value: number) => string
  /** Writes each value above its column; null: no. */
  above: ((value: number) => string) | null
  /** Drawn by itself, with a heading above and a source below. */
  alone?: { heading: string; source: string }
}

/** What a digit of a tick takes. */
const DIGIT = 6.8
const LEFT = 46
const RIGHT = 4
const TOP = 18
const BOTTOM = 24

/** Columns side by side: of the days of a month, or of a week. What is not known is a gap with its mark, never a column of height 0. */
export function columnChart(chart: ColumnChart): Markup {
  const { columns, width, height, tick, above, id, alone } = chart
  const [top, bottom] = alone ? [TOP + 34, BOTTOM + 24] : [TOP, BOTTOM]
  const most = Math.max(0, ...columns.map(({ value }) => value ?? 0))
  const ticks = ticksTo(most)
  const end = ticks.at(-1) ?? 1
  const y = (value: number) => at(height - bottom - ((height - top - bottom) * value) / end)
  const left = Math.max(LEFT, ...ticks.map((value) => Math.ceil(tick(value).length * DIGIT) + 8))
  const step = (width - left - RIGHT) / Math.max(1, columns.length)
  const gap = step > 40 ? step * 0.4 : step * 0.22
  const base = y(0)
  const grid = ticks.map(
    (value) =>
      html`<path class="${value === 0 ? 'base' : 'grid'}" d="M${left} ${y(value)}H${width - RIGHT}"/><text class="end" x="${left - 6}" y="${at(y(value) + 4)}">${tick(value)}</text>`,
  )
  const drawn = columns.map(({ label, value, incomplete, mark, tip }, index) => {
    const x = at(left + index * step + gap / 2)
    const middle = at(left + (index + 0.5) * step)
    const text = label === '' ? '' : html`<text class="middle" x="${middle}" y="${base + 16}">${label}</text>`
    if (value === null)
      return html`<g><title>${tip}</title><text class="middle mark" x="${middle}" y="${base - 5}">${mark}</text></g>${text}`
    const over =
      above === null
        ? ''
        : html`<text class="middle value" x="${middle}" y="${at(y(value) - 5)}">${above(value)}</text>`
    return html`<g><title>${tip}</title><rect ${fillOf(incomplete, id)} x="${x}" y="${y(value)}" width="${at(step - gap)}" height="${at(base - y(value))}"/>${over}</g>${text}`
  })
  const around =
    alone === undefined
      ? []
      : [
          html`<rect class="ground" width="${width}" height="${height}"/><text class="head" x="12" y="26">${alone.heading}</text>`,
          html`<text x="12" y="${height - 9}">${alone.source}</text>`,
        ]
  return svg(chart, [...around, ...grid, ...drawn], alone !== undefined)
}

function fillOf(incomplete: boolean, id: string): Markup {
  return incomplete ? html`fill="url(#${id}-hatch)" class="partly"` : html`class="bar"`
}
