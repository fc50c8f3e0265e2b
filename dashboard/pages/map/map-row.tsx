import type { MapGateway } from '../../../contract/map.ts'
import { useDashboard, useWords } from '../../components/context.ts'
import { RouteBadge } from '../../components/route-badge.tsx'
import { ConditionWord } from '../../conditions/condition.tsx'
import { ageText } from './age.ts'
import { isFaded } from './filter.ts'
import { markOf } from './marks.ts'
import { words } from './words.ts'

interface MapRowProps {
  gateway: MapGateway
  rowIndex: number
  isChosen: boolean
  /** ms since 1970, to the minute. */
  now: number
  onChoose: (id: string) => void
}

export function MapRow({ gateway, rowIndex, isChosen, now, onChoose }: MapRowProps) {
  const { city, format } = useDashboard()
  const said = useWords(words)
  const { id, label, place, riders, routeId } = gateway
  const mark = markOf(gateway)
  const name = label ?? id
  const route = routeId === null ? null : city.byKey.value.get(routeId)
  const age = place?.at ? ageText(place.at, now, format.value, said) : null
  return (
    <tr aria-rowindex={rowIndex} data-map-row={id} data-mark={mark} data-chosen={isChosen}>
      <th scope="row">
        <button type="button" class="map-row-button" aria-pressed={isChosen} onClick={() => onChoose(id)}>
          <span class="gateway-id">{name}</span>
        </button>
        <span class="map-row-route">
          {route ? <RouteBadge route={route} /> : <span class="muted small">{routeId ?? said.noRoute}</span>}
        </span>
      </th>
      <td>
        <ConditionWord is={mark} />
        <span class="gateway-site" data-faded={isFaded(gateway, now)}>
          {place === null ? said.noPlace : age === null ? said.fixedPlace : said.hereAgo(age)}
        </span>
      </td>
      <td class="number">
        {riders === null ? (
          <>
            <span aria-hidden="true">—</span>
            <span class="hidden">{said.ridersUnknown}</span>
          </>
        ) : (
          format.value.whole(riders)
        )}
      </td>
    </tr>
  )
}
