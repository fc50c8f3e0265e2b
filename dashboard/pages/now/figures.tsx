import type { AlertsModel } from '../../alerts/model.ts'
import { BlankFigure } from '../../components/blank-figure.tsx'
import { useDashboard, useText, useWords } from '../../components/context.ts'
import { RouteBadge } from '../../components/route-badge.tsx'
import { words } from './words.ts'

/** What a glance has to tell, as on the board in a station. */
export function Figures({ alerts }: { alerts: AlertsModel }) {
  const text = useText()
  return (
    <section class="figures now-figures" aria-label={text.figures.title}>
      <RidersFigure />
      <AlertsFigure alerts={alerts} />
      <GatewaysFigure />
      <BusiestFigure />
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

function AlertsFigure({ alerts }: { alerts: AlertsModel }) {
  const { format } = useDashboard()
  const text = useWords(words)
  const open = alerts.open.value
  if (open === null) return <BlankFigure label={text.alertsOpen} failed={alerts.problem.value !== null} />
  const own = open.filter(({ partOf }) => partOf === null)
  const free = own.filter((one) => one.acknowledged === null && one.snoozedUntil === null).length
  const whole = format.value.whole
  return (
    <div class="figure" data-alerts-open={own.length}>
      <h2>{text.alertsOpen}</h2>
      <p class="figure-value">{whole(own.length)}</p>
      <p class="figure-note">
        {own.length === 0 ? text.alertsZero : free === 0 ? text.alertsTaken : text.alertsFree(free, whole(free))}
      </p>
    </div>
  )
}

function GatewaysFigure() {
  const { city, format } = useDashboard()
  const text = useText()
  if (city.asOf.value === null) return <BlankFigure label={text.figures.gateways} />
  const live = city.routes.value.reduce((sum, route) => sum + route.gateways.live, 0)
  const total = city.routes.value.reduce((sum, route) => sum + route.gateways.total, 0)
  const whole = format.value.whole
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
        <span data-state="live" style={{ flexGrow: String(live) }} />
        <span data-state="rest" style={{ flexGrow: String(total - live) }} />
      </span>
      <p class="figure-note">&nbsp;</p>
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
