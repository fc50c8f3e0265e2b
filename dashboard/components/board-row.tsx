import { UNKNOWN } from '../chart/frame.ts'
import type { RouteView } from '../models/city.ts'
import { useDashboard, useText } from './context.ts'
import { RouteBadge } from './route-badge.tsx'

interface BoardRowProps {
  route: RouteView
  on: boolean
  /** The colour of its line in the chart, which may differ from the badge's for contrast. */
  line: string
  ordered: readonly string[]
}

/** One route: press to draw its line or not, rest on it to see it among the others. */
export function BoardRow({ route, on, line, ordered }: BoardRowProps) {
  const { view, format } = useDashboard()
  const text = useText()
  const riders = format.value.whole(route.riders)
  const rest = () => {
    view.highlighted.value = on ? route.key : null
  }
  const leave = () => {
    view.highlighted.value = null
  }
  return (
    <li>
      <button
        type="button"
        class="board-row"
        aria-pressed={on}
        onClick={() => {
          leave()
          view.toggle(ordered, route.key)
        }}
        // A finger does not rest: it would leave the chart faded after the press. A move, not an enter: a row that
        // appears under a still pointer was not asked for.
        onPointerMove={(event) => event.pointerType === 'mouse' && rest()}
        onPointerLeave={leave}
        onFocus={(event) => event.currentTarget.matches(':focus-visible') && rest()}
        onBlur={leave}
        data-route={route.key === UNKNOWN ? 'unknown' : route.key}
        data-riders={route.riders}
      >
        <span class="swatch-line" style={{ backgroundColor: on ? line : '' }} aria-hidden="true" />
        <RouteBadge route={route} />
        <span class="board-name">
          {route.routeId === null ? text.routes.unknown : route.longName || route.shortName}
        </span>
        <span class="board-riders" aria-hidden="true">
          {riders}
        </span>
        <span class="hidden">, {text.routes.riders(route.riders, riders)}</span>
      </button>
    </li>
  )
}
