import type { GatewayState } from '../../contract/api.ts'
import { STATE_ORDER } from '../models/gateway-list.ts'
import { BlankFigure } from './blank-figure.tsx'
import { useDashboard, useText } from './context.ts'
import { RouteBadge } from './route-badge.tsx'

/** What a glance has to tell, as on the board in a station. */
export function Figures() {
  const text = useText()
  return (
    <section class="figures" aria-label={text.figures.title}>
      <RidersFigure />
      <GatewaysFigure />
      <BusiestFigure />
      <CompletenessFigure />
    </section>
  )
}

function RidersFigure() {
  const { city, format } = useDashboard()
  const text = useText()
  const riders = city.ridersNow.value
  const routes = city.routes.value.filter((route) => route.routeId !== null && route.gateways.live > 0).length
  if (city.asOf.value === null) return <BlankFigure label={text.figures.riders} hero />
  return (
    <div class="figure figure-hero">
      <h2>{text.figures.riders}</h2>
      <p class="figure-value" data-riders-now={riders}>
        {format.value.whole(riders)}
      </p>
      <p class="figure-note">{text.figures.ridersNote(routes, format.value.whole(routes))}</p>
    </div>
  )
}

function GatewaysFigure() {
  const { city, gateways, format } = useDashboard()
  const text = useText()
  if (city.asOf.value === null) return <BlankFigure label={text.figures.gateways} />
  // From the live stream, which everyone may see; the states come with the list, which not every role may.
  const live = city.routes.value.reduce((sum, route) => sum + route.gateways.live, 0)
  const total = city.routes.value.reduce((sum, route) => sum + route.gateways.total, 0)
  const counts = gateways.all.value === null ? null : gateways.counts.value
  const whole = format.value.whole
  const silent = counts ? counts.missing + counts.late : total - live
  const shares: GatewayState[] = ['live', ...STATE_ORDER.filter((state) => state !== 'live')]
  return (
    <div class="figure">
      <h2>{text.figures.gateways}</h2>
      <p class="figure-value">
        <span data-gateways-live={live}>{whole(live)}</span>{' '}
        <span class="figure-of" data-gateways-total={total}>
          {text.figures.gatewaysOf(whole(total))}
        </span>
      </p>
      <span class="shares" aria-hidden="true">
        {counts &&
          shares.map(
            (state) =>
              counts[state] > 0 && <span key={state} data-state={state} style={{ flexGrow: String(counts[state]) }} />,
          )}
      </span>
      <p class="figure-note">{silent === 0 ? text.figures.noProblems : text.figures.problems(silent, whole(silent))}</p>
    </div>
  )
}

function BusiestFigure() {
  const { city, format } = useDashboard()
  const text = useText()
  if (city.asOf.value === null) return <BlankFigure label={text.figures.busiest} />
  const routes = city.routes.value.filter((route) => route.routeId !== null)
  const busiest = routes.reduce((best, route) => (route.riders > (best?.riders ?? 0) ? route : best), routes[0])
  const empty = busiest === undefined || busiest.riders === 0
  return (
    <div class="figure" data-busiest={empty ? '' : busiest.key}>
      <h2>{text.figures.busiest}</h2>
      <p class="figure-value figure-route">
        {empty ? '—' : <RouteBadge route={busiest} large />}
        {!empty && <span class="figure-name">{busiest.longName}</span>}
      </p>
      <p class="figure-note">
        {empty
          ? text.figures.busiestNone
          : text.figures.busiestNote(busiest.riders, format.value.whole(busiest.riders))}
      </p>
    </div>
  )
}

function CompletenessFigure() {
  const { series, view, format } = useDashboard()
  const text = useText()
  const share = series.completeness.value
  const label = text.figures.completeness
  if (series.frame.value === null) return <BlankFigure label={label} failed={series.problem.value !== null} />
  return (
    <div class="figure" data-completeness={share ?? ''}>
      <h2>{label}</h2>
      <p class="figure-value">{share === null ? '—' : `≈ ${format.value.percent(share)}`}</p>
      {share !== null && (
        <span class="shares" aria-hidden="true">
          <span data-state={share < 0.95 ? 'late' : 'live'} style={{ flexGrow: String(share) }} />
          <span data-state="rest" style={{ flexGrow: String(1 - share) }} />
        </span>
      )}
      <p class="figure-note">
        {share === null
          ? text.figures.completenessNone
          : text.figures.completenessNote(text.rangesInText[view.range.value])}
      </p>
    </div>
  )
}
