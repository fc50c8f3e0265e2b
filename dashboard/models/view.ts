import { effect, type Signal, signal } from '@preact/signals'
import { type Choice, toggleRoute } from '../chart/busiest.ts'
import type { Range } from '../chart/range.ts'
import { formatView, type LanguageCode, parseView } from '../view-state.ts'

export interface ViewModel {
  range: Signal<Range>
  stacked: Signal<boolean>
  choice: Signal<Choice>
  lang: Signal<LanguageCode | null>
  /** Not in the address: a passing look, not a view to share. */
  tableOpen: Signal<boolean>
  highlighted: Signal<string | null>
  toggle(ordered: readonly string[], key: string): void
}

/** How the reader looks at the figures. It lives in the address, so that a view can be sent to somebody else. */
export function createView(location: Location, history: History): ViewModel {
  const start = parseView(location.search)
  const range = signal(start.range)
  const stacked = signal(start.stacked)
  const choice = signal<Choice>({ shown: start.shown, hidden: start.hidden })
  const lang = signal(start.lang)
  effect(() => {
    const shown = { range: range.value, stacked: stacked.value, lang: lang.value, ...choice.value }
    const query = formatView(shown, location.search)
    // Compared as parameters: others may be written in another way than ours.
    if (query !== formatView(parseView(location.search), location.search))
      history.replaceState(null, '', `${location.pathname}${query}${location.hash}`)
  })
  return {
    range,
    stacked,
    choice,
    lang,
    tableOpen: signal(false),
    highlighted: signal<string | null>(null),
    toggle: (ordered, key) => {
      choice.value = toggleRoute(ordered, choice.value, key)
    },
  }
}
