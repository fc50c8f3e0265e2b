import type { GatewayDetail } from '../../../contract/api.ts'
import { useDashboard, useText, useWords } from '../../components/context.ts'
import { Icon } from '../../components/icons.tsx'
import { RouteBadge } from '../../components/route-badge.tsx'
import { ConditionWord } from '../../conditions/condition.tsx'
import { words as conditionWords } from '../../conditions/words.ts'
import { Actions } from './actions.tsx'
import type { GatewayPageModel } from './model.ts'
import { words } from './words.ts'

interface HeadProps {
  model: GatewayPageModel
  detail: GatewayDetail
}

/** What it is called, how it is now and since when, and what can be done about it. */
export function GatewayHead({ model, detail }: HeadProps) {
  const { format, session } = useDashboard()
  const text = useWords(words)
  const { id, label, site, vehicleId, ridersConnected: riders } = detail
  const name = label ?? id
  const who = session.state.value
  const mayAct = who.kind === 'signed-in' && who.me.role !== 'official'
  const sub = [text.site[site], label !== null && id, vehicleId !== null && text.vehicle(vehicleId)].filter(Boolean)
  return (
    <section class="panel gateway-head" aria-labelledby="gateway-name" data-gateway-page={id}>
      <div class="panel-head">
        <h2 id="gateway-name" tabIndex={-1}>
          {name}
          <span class="panel-sub">{sub.join(' · ')}</span>
        </h2>
        <AsOf model={model} />
      </div>
      <Banners detail={detail} />
      <dl class="gateway-facts">
        <div>
          <dt>{text.facts.state}</dt>
          <dd>
            <ConditionWord is={detail.condition.is} />
            <Cause detail={detail} />
            <LastHeard detail={detail} />
          </dd>
        </div>
        <RouteFact detail={detail} name={name} />
        <div>
          <dt>{text.facts.riders}</dt>
          <dd>
            {riders === null ? (
              <span class="muted">{text.ridersUnknown}</span>
            ) : (
              <b class="gateway-riders-now">{format.value.whole(riders)}</b>
            )}
          </dd>
        </div>
      </dl>
      {mayAct && <Actions model={model} detail={detail} />}
    </section>
  )
}

/** When the fleet last answered: what is old says so. */
function AsOf({ model }: { model: GatewayPageModel }) {
  const { format } = useDashboard()
  const text = useWords(words)
  const asOf = model.asOf.value
  if (asOf === null) return null
  const time = format.value.timeWithSeconds(asOf)
  const isStale = model.detail.problem.value !== null
  return (
    <p class={isStale ? 'gateway-stale' : 'muted small'} role={isStale ? 'alert' : undefined} data-as-of>
      {isStale ? text.stale(time) : text.asOf(time)}
    </p>
  )
}

function Banners({ detail }: { detail: GatewayDetail }) {
  const { format } = useDashboard()
  const text = useWords(words)
  const { snoozed: snooze, revokedAt, renewAskedAt } = detail
  return (
    <>
      {revokedAt !== null && (
        <p class="gateway-banner" data-mark="missing" data-banner="revoked">
          <Icon name="alert" /> {text.revoked(format.value.dayAndTime(Date.parse(revokedAt)))}
        </p>
      )}
      {snooze && (
        <p class="gateway-banner" data-banner="snooze">
          <Icon name="late" />
          <span>
            {text.snoozed(format.value.dayAndTime(Date.parse(snooze.until)))}
            {snooze.reason && ` ${text.snoozedWhy(snooze.reason)}`}
          </span>
        </p>
      )}
      {renewAskedAt !== null && (
        <p class="gateway-banner" data-banner="renew">
          <Icon name="retry" /> {text.renewing}
        </p>
      )}
    </>
  )
}

/** What is likely behind it, and since when. */
function Cause({ detail }: { detail: GatewayDetail }) {
  const { clock, format } = useDashboard()
  const text = useWords(words)
  const { causes } = useWords(conditionWords)
  const { cause, since } = detail.condition
  const at = since === null ? null : Date.parse(since)
  if (cause === null && at === null) return null
  return (
    <span class="gateway-sub" data-condition={detail.condition.is}>
      {[
        cause !== null && causes[cause],
        at !== null && text.since(format.value.dayAndTime(at), format.value.ago(clock.now.value - at)),
      ]
        .filter(Boolean)
        .join(' · ')}
    </span>
  )
}

/** Its own component: it is drawn anew each second. */
function LastHeard({ detail }: { detail: GatewayDetail }) {
  const { clock, format } = useDashboard()
  const text = useWords(words)
  const { state, lastReportAt, lastIntervalEndedAt, addedAt } = detail
  const at = state === 'back-filling' ? lastIntervalEndedAt : lastReportAt
  if (state === 'never-seen' || at === null)
    return <span class="gateway-sub">{text.neverSeen(format.value.day(Date.parse(addedAt)))}</span>
  const ms = Date.parse(at)
  const ago = format.value.ago(clock.now.value - ms)
  return (
    <time class="gateway-sub" dateTime={at} title={format.value.dayAndTime(ms)}>
      {state === 'back-filling' ? text.tellingOf(ago) : text.lastReport(ago)}
    </time>
  )
}

function RouteFact({ detail, name }: { detail: GatewayDetail; name: string }) {
  const { city, format, routeDay } = useDashboard()
  const common = useText()
  const text = useWords(words)
  const { route, site } = detail
  if (site !== 'vehicle') return null
  const known = route?.id == null ? undefined : city.byKey.value.get(route.id)
  return (
    <div>
      <dt>{text.facts.route}</dt>
      <dd>
        {known ? (
          <span class="gateway-route-now">
            <RouteBadge route={known} /> {known.longName}
          </span>
        ) : (
          <span class="muted">{route?.id ?? text.noRoute}</span>
        )}
        {route?.id != null && (
          <span class="gateway-sub">
            {text.sure(common.routeDay.sources[route.source], format.value.percent(route.confidence / 100))}
          </span>
        )}
        <button
          type="button"
          class="button gateway-route-day"
          aria-label={common.routeDay.open(name)}
          onClick={() => routeDay.open(detail.id, name)}
          data-route-day-open
        >
          {text.routesOfDay}
        </button>
      </dd>
    </div>
  )
}
