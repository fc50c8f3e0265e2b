import { lineColours } from '../chart/line-colours.ts'
import type { Flag, Scene } from '../chart/scene.ts'
import type { Dashboard } from './dashboard.ts'
import { GROUNDS } from './theme.ts'

/** The colour of each drawn line on the ground of the theme, for the chart and for the swatches in the list. */
export function coloursOf({ series, city, theme }: Dashboard): Map<string, string> {
  const drawn = series.shown.value.flatMap((key) => city.byKey.value.get(key) ?? [])
  return lineColours(drawn, GROUNDS[theme.effective.value])
}

/** What the chart is to draw now; null while there is nothing to lay it on. */
export function sceneOf(dashboard: Dashboard, moment: number | null, flags: readonly Flag[]): Scene | null {
  const { series, city, view, format, clock } = dashboard
  const frame = series.frame.value
  if (!frame) return null
  const colours = coloursOf(dashboard)
  const looks = new Map(
    city.routes.value.map(({ key, shortName, color, textColor }) => [
      key,
      { name: shortName, line: colours.get(key) ?? color, badge: color, badgeText: textColor },
    ]),
  )
  const highlighted = view.highlighted.value
  return {
    frame,
    compared: series.compared.value,
    flags,
    looks,
    stacked: view.stacked.value,
    highlighted: frame.lines.some(({ key }) => key === highlighted) ? highlighted : null,
    moment,
    format: format.value,
    now: clock.read(),
  }
}
