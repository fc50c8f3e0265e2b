import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import { type Choice, toggleRoute } from '../chart/busiest.ts'
import type { Looked, Range } from '../chart/range.ts'
import { formatView, type LanguageCode, parseView, type ViewState } from '../view-state.ts'
import type { AddressModel } from './address.ts'

export interface ViewModel {
  state: ReadonlySignal<ViewState>
  range: ReadonlySignal<Range>
  /** All that says from when to when and by which step. */
  looked: ReadonlySignal<Looked>
  stacked: ReadonlySignal<boolean>
  compare: ReadonlySignal<boolean>
  choice: ReadonlySignal<Choice>
  lang: ReadonlySignal<LanguageCode | null>
  /** Not in the address: a passing look, not a view to share. */
  tableOpen: Signal<boolean>
  highlighted: Signal<string | null>
  /** Changes the view, and with it the address; `back`: the browser's back button undoes it. */
  change(changes: Partial<ViewState>, options?: { back?: boolean }): void
  toggle(ordered: readonly string[], key: string): void
}

/** How the reader looks at the figures. It lives in the address, so that a view can be sent to somebody else. */
export function createView(address: AddressModel): ViewModel {
  const state = computed(() => parseView(address.query.value))
  const change: ViewModel['change'] = (changes, { back = false } = {}) => {
    const query = formatView({ ...state.peek(), ...changes }, address.query.peek())
    if (query !== address.query.peek()) address.go(`${address.path.peek()}${query}`, { replace: !back })
  }
  // Told apart by what they say: a change of one must not ask anew for the figures of all.
  const looked = told(() => {
    const { range, span, zoom, step } = state.value
    return { range, span, zoom, step }
  })
  const choice = told(() => ({ shown: state.value.shown, hidden: state.value.hidden, only: state.value.only }))
  return {
    state,
    range: computed(() => state.value.range),
    looked,
    stacked: computed(() => state.value.stacked),
    compare: computed(() => state.value.compare),
    choice,
    lang: computed(() => state.value.lang),
    tableOpen: signal(false),
    highlighted: signal<string | null>(null),
    change,
    toggle: (ordered, key) => change(toggleRoute(ordered, choice.peek(), key)),
  }
}

/** A value that is another one only when it says something else. */
function told<T>(read: () => T): ReadonlySignal<T> {
  const text = computed(() => JSON.stringify(read()))
  return computed(() => JSON.parse(text.value) as T)
}
