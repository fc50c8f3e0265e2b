import { windowOf } from '../../chart/range.ts'
import { closer, furtherAway } from '../../chart/zoom.ts'
import type { Dashboard } from '../../models/dashboard.ts'

/** Shows twice as much, until all of what was chosen is in sight. */
export function zoomOut({ view, clock, city }: Dashboard): void {
  const looked = view.looked.value
  if (!looked.zoom) return
  const whole = windowOf({ ...looked, zoom: null }, clock.read(), city.timeZone.value ?? 'UTC')
  view.change({ zoom: furtherAway(looked.zoom, whole) }, { back: true })
}

/** Shows half as much, about the moment that the reader looks at, else about the middle. */
export function zoomIn({ view, clock, city, series }: Dashboard, moment: number | null): void {
  const frame = series.frame.value
  const seen = windowOf(view.looked.value, clock.read(), city.timeZone.value ?? 'UTC')
  const about = (moment === null ? undefined : frame?.grid[moment]) ?? (seen.from + seen.to) / 2
  const zoom = closer(seen, about)
  if (zoom) view.change({ zoom }, { back: true })
}
