import type { Gateway } from '../../contract/api.ts'
import { ConditionWord } from '../conditions/condition.tsx'
import { words as conditionWords } from '../conditions/words.ts'
import { useDashboard, useText, useWords } from './context.ts'
import { Icon } from './icons.tsx'
import { RouteBadge } from './route-badge.tsx'

export function GatewayRow({ gateway, rowIndex }: { gateway: Gateway; rowIndex: number }) {
  const { format, routeDay } = useDashboard()
  const text = useText()
  const { id, label, site, state, ridersConnected: riders } = gateway
  const { columns, sites } = text.gateways
  return (
    <tr aria-rowindex={rowIndex} data-gateway={id} data-state={state} data-condition={gateway.condition.is}>
      <th scope="row" class="gateway-name">
        <a class="gateway-id" href={`/gateways/${encodeURIComponent(id)}`} data-page>
          {label ?? id}
        </a>
        <span class="gateway-site">
          {sites[site]}
          {label !== null && ` · ${id}`}
        </span>
      </th>
      <td class="gateway-route">
        <button
          type="button"
          class="route-day-open"
          title={text.routeDay.open(label ?? id)}
          onClick={() => routeDay.open(id, label ?? id)}
          data-route-day-open
        >
          <RouteOf routeId={gateway.route?.id ?? gateway.routeId} />
          <span class="hidden">{text.routeDay.open(label ?? id)}</span>
        </button>
      </td>
      <td class="gateway-state">
        <ConditionWord is={gateway.condition.is} />
        {!gateway.enrolled && gateway.notices.length === 0 && gateway.condition.cause === null && (
          <span class="gateway-site">{text.gateways.notEnrolled}</span>
        )}
        <Why gateway={gateway} />
      </td>
      <td class="number gateway-riders" data-label={columns.riders}>
        {riders === null ? (
          <>
            <span aria-hidden="true">—</span>
            <span class="hidden">{text.gateways.ridersUnknown}</span>
          </>
        ) : (
          format.value.whole(riders)
        )}
      </td>
      <td class="number gateway-last">
        <Ago at={gateway.lastReportAt} />
      </td>
    </tr>
  )
}

/** What is likely behind its condition, and what else is to be seen. One line, cut where there is no room for more: the whole of it is in its title, and a screen reader reads it all. */
function Why({ gateway: { condition, notices } }: { gateway: Gateway }) {
  const text = useText()
  const { causes } = useWords(conditionWords)
  const { cause } = condition
  if (cause === null && notices.length === 0) return null
  const words = [
    ...(cause === null ? [] : [causes[cause]]),
    ...notices.map((notice) => text.gateways.notices[notice]),
  ].join(' · ')
  return (
    <span class="gateway-notices" title={words} data-notices={notices.join(' ')}>
      <Icon name="alert" size={14} /> {words}
    </span>
  )
}

function RouteOf({ routeId }: { routeId: string | null }) {
  const { city } = useDashboard()
  const text = useText()
  if (routeId === null) return <span class="muted">{text.gateways.noRoute}</span>
  const route = city.byKey.value.get(routeId)
  if (!route) return <span class="muted">{routeId}</span>
  return (
    <>
      <RouteBadge route={route} /> <span class="gateway-route-name">{route.longName}</span>
    </>
  )
}

/** Its own component, so that only these few letters are drawn anew each second. */
function Ago({ at }: { at: string | null }) {
  const { clock, format } = useDashboard()
  const text = useText()
  if (at === null) return <span class="muted">{text.gateways.never}</span>
  return (
    <time dateTime={at} title={format.value.dayAndTime(Date.parse(at))}>
      {format.value.ago(clock.now.value - Date.parse(at))}
    </time>
  )
}
