import type { Scene } from '../chart/scene.ts'
import type { PlotModel } from '../models/plot.ts'
import { useText } from './context.ts'
import { momentText, readoutText } from './readout.tsx'

/** The moments of the chart for the keyboard: arrows go through them, with shift they mark, Enter looks at what is marked more closely. */
export function Scrub({ scene, plot, at }: { scene: Scene; plot: PlotModel; at: number }) {
  const text = useText()
  const { moment, marked, closeUp, furtherAway } = plot
  const keys = (event: KeyboardEvent) => {
    if (!closeUp) return
    if (event.key === 'Enter' && marked.value) {
      const [a, b] = marked.value
      marked.value = null
      closeUp(a, b)
    } else if (event.key === 'Escape') {
      if (marked.value) marked.value = null
      else furtherAway?.()
    } else if (MOVES.has(event.key)) {
      const from = marked.value?.[0] ?? at
      marked.value = event.shiftKey ? [from, at] : null
    } else return
    if (!MOVES.has(event.key)) event.preventDefault()
  }
  const [a, b] = marked.value ?? []
  const said =
    a === undefined || b === undefined
      ? readoutText(scene, at, text)
      : text.chart.marked(momentText(scene, Math.min(a, b), text), momentText(scene, Math.max(a, b), text))
  return (
    <input
      class="scrub"
      type="range"
      min={0}
      max={scene.frame.grid.length - 1}
      value={at}
      aria-label={closeUp ? text.chart.scrubAndZoom : text.chart.scrub}
      aria-valuetext={said}
      onKeyDown={keys}
      onInput={(event) => {
        moment.value = Number(event.currentTarget.value)
        if (marked.value) marked.value = [marked.value[0], moment.value]
      }}
      onFocus={() => {
        moment.value = at
      }}
      onBlur={() => {
        moment.value = null
        marked.value = null
      }}
    />
  )
}

const MOVES = new Set(['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'PageUp', 'PageDown', 'Home', 'End'])
