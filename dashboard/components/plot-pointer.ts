import type { PlotModel } from '../models/plot.ts'

type Pointed = PointerEvent & { currentTarget: HTMLElement }

/** A press that moves by less is a press, and not a drag. */
const STILL = 6

/**
 * What the pointer does on the chart. A finger looks at moments, for it has no other way to; a mouse or a pen that drags over the chart
 * marks what is to be looked at more closely.
 */
export function pointerOn(plot: PlotModel) {
  const { chart, moment, marked, closeUp, furtherAway } = plot
  const place = (event: Pointed) => event.clientX - event.currentTarget.getBoundingClientRect().left
  const momentAt = (event: Pointed) => chart.value?.momentAt(place(event)) ?? null
  let start: { x: number; moment: number } | null = null
  return {
    onPointerDown: (event: Pointed) => {
      const at = momentAt(event)
      moment.value = at
      marked.value = null
      if (!closeUp || at === null || event.pointerType === 'touch' || event.button !== 0) return
      start = { x: place(event), moment: at }
      event.currentTarget.setPointerCapture(event.pointerId)
    },
    onPointerMove: (event: Pointed) => {
      const at = momentAt(event)
      moment.value = at
      const isDrag = start && Math.abs(place(event) - start.x) > STILL
      if (start && at !== null) marked.value = isDrag ? [start.moment, at] : null
    },
    onPointerUp: () => {
      start = null
      const [a, b] = marked.value ?? []
      marked.value = null
      if (a !== undefined && b !== undefined) closeUp?.(a, b)
    },
    onPointerCancel: () => {
      start = null
      marked.value = null
    },
    onPointerLeave: () => {
      moment.value = null
    },
    onDblClick: () => furtherAway?.(),
  }
}
