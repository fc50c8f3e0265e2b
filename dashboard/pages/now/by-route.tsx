import { useDashboard, useText, useWords } from '../../components/context.ts'
import { RouteBadge } from '../../components/route-badge.tsx'
import { words } from './words.ts'

const SHOWN = 10

/** Riders connected now on the busiest routes, each as a bar against the busiest. */
export function ByRoute() {
  const { city, format } = useDashboard()
  const text = useWords(words)
  const { routes: unknown } = useText()
  const routes = [...city.routes.value].sort((a, b) => b.riders - a.riders).slice(0, SHOWN)
  const most = Math.max(1, ...routes.map(({ riders }) => riders))
  return (
    <section class="panel" aria-labelledby="by-route" aria-busy={city.asOf.value === null}>
      <div class="panel-head">
        <h2 id="by-route">{text.byRoute}</h2>
      </div>
      {city.asOf.value === null && <span class="bone bone-list" />}
      <ul class="by-route">
        {routes.map((route) => (
          <li key={route.key}>
            <a
              href={`/routes?show=${encodeURIComponent(route.key)}`}
              data-page
              data-route={route.key}
              data-riders={route.riders}
            >
              <RouteBadge route={route} />
              <span class="by-route-name">{route.routeId === null ? unknown.unknown : route.longName}</span>
              <b aria-hidden="true">{format.value.whole(route.riders)}</b>
              <span class="hidden">{text.riders(route.riders, format.value.whole(route.riders))}</span>
              <span class="by-route-bar" aria-hidden="true">
                <span style={{ width: `${(100 * route.riders) / most}%`, background: route.color }} />
              </span>
            </a>
          </li>
        ))}
      </ul>
      <a class="button show-all" href="/routes" data-page>
        {text.byRouteAll}
      </a>
    </section>
  )
}
