interface Candidate {
  key: string
  riders: number
  gateways: number
}

/** Above this many routes a chart of all of them says nothing. */
export const SHOWN_AT_FIRST = 8

/** Busiest first; at night, when nobody rides, the routes with the most gateways; then by id, so that order is stable. */
export function byBusiest(routes: readonly Candidate[]): string[] {
  return [...routes]
    .sort(
      (a, b) => b.riders - a.riders || b.gateways - a.gateways || a.key.localeCompare(b.key, 'en', { numeric: true }),
    )
    .map((route) => route.key)
}

/** What the reader changed about the first choice. */
export interface Choice {
  shown: readonly string[]
  hidden: readonly string[]
  /** Those in `shown` alone, whichever are the first. */
  only?: boolean
}

/** The routes to draw, in the given order: the first few, with what the reader added and without what they hid. */
export function shownRoutes(ordered: readonly string[], choice: Choice, first = SHOWN_AT_FIRST): string[] {
  if (choice.only) return ordered.filter((key) => choice.shown.includes(key))
  return ordered.filter((key, i) => (i < first || choice.shown.includes(key)) && !choice.hidden.includes(key))
}

/** The choice after a press on one route. It never names a route both shown and hidden, nor more than is needed. */
export function toggleRoute(ordered: readonly string[], choice: Choice, key: string, first = SHOWN_AT_FIRST): Choice {
  const shown = choice.shown.filter((k) => k !== key)
  const hidden = choice.hidden.filter((k) => k !== key)
  const isDefault = ordered.slice(0, first).includes(key)
  if (choice.only) return { shown: shown.length < choice.shown.length ? shown : [...shown, key], hidden: [] }
  const isOn = shownRoutes(ordered, choice, first).includes(key)
  if (isOn) return isDefault ? { shown, hidden: [...hidden, key] } : { shown, hidden }
  return isDefault ? { shown, hidden } : { shown: [...shown, key], hidden }
}
