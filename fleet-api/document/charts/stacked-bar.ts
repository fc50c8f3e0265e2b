import { html, type Markup } from '../../docs/markup.ts'
import { at } from './scale.ts'
import { type ChartFrame, svg } from './svg.ts'

export interface Piece {
  label: string
  /** Of the whole bar, 0 to 1. */
  share: number
  /** Of the picture's classes: what it is filled with. */
  fill: string
}

export interface StackedBar extends ChartFrame {
  pieces: readonly Piece[]
}

/** One bar of pieces that make a whole; white lines part them, so that they differ in black and white too. */
export function stackedBar(chart: StackedBar): Markup {
  const { pieces, width, height } = chart
  let from = 0
  const drawn = pieces
    .filter(({ share }) => share > 0)
    .map(({ label, share, fill }) => {
      const [x, wide] = [at(from * width), at(share * width)]
      from += share
      return html`<rect class="${fill}" x="${x}" width="${wide}" height="${height}"><title>${label}</title></rect>${x > 0 ? html`<path class="part" d="M${x} 0V${height}"/>` : ''}`
    })
  return svg(chart, drawn)
}
