import { useEffect, useRef } from 'preact/hooks'
import type { MapGateway } from '../../../contract/map.ts'
import { useDashboard, useText, useWords } from '../../components/context.ts'
import { Icon } from '../../components/icons.tsx'
import { RouteBadge } from '../../components/route-badge.tsx'
import { ConditionWord } from '../../conditions/condition.tsx'
import { words as conditionWords } from '../../conditions/words.ts'
import { ageText } from './age.ts'
import { isFaded } from './filter.ts'
import type { MapModel } from './map-model.ts'
import { words } from './words.ts'

/** The chosen gateway in a few words, with the way to its page. Who came by keyboard lands in it, and Escape goes back. */
export function MapCard({ model }: { model: MapModel }) {
  const said = useWords(words)
  const conditions = useWords(conditionWords)
  const chosen = model.chosen.value
  const card = useRef<HTMLElement>(null)
  const cameFrom = useRef<Element | null>(null)
  const id = chosen?.id
  useEffect(() => {
    const row = document.activeElement?.closest('[data-map-row]')
    if (!id || !row) return
    cameFrom.current = document.activeElement
    card.current?.querySelector<HTMLElement>('a')?.focus({ preventScroll: true })
  }, [id])
  const close = () => {
    model.choose(null)
    const back = cameFrom.current
    // On a phone the table may be out of sight meanwhile.
    if (back instanceof HTMLElement && back.offsetParent !== null) back.focus({ preventScroll: true })
    else document.querySelector<HTMLElement>('[data-map]')?.focus({ preventScroll: true })
  }
  return (
    <>
      <output class="hidden">
        {chosen && said.chosen(chosen.label ?? chosen.id, conditions.is[chosen.condition.is])}
      </output>
      {chosen && (
        <section
          class="map-card"
          ref={card}
          aria-label={chosen.label ?? chosen.id}
          onKeyDown={(event) => {
            if (event.key === 'Escape') close()
          }}
          data-map-card={chosen.id}
        >
          <button type="button" class="button button-plain map-close" onClick={close} aria-label={said.close}>
            <Icon name="missing" />
          </button>
          <CardText gateway={chosen} now={model.minute.value * 60_000} />
        </section>
      )}
    </>
  )
}

function CardText({ gateway, now }: { gateway: MapGateway; now: number }) {
  const { city, format } = useDashboard()
  const text = useText()
  const said = useWords(words)
  const conditions = useWords(conditionWords)
  const { id, label, site, place, riders, lastReportAt, routeId, condition } = gateway
  const route = routeId === null ? null : city.byKey.value.get(routeId)
  const f = format.value
  const ago = (at: string) => ageText(at, now, f, said)
  return (
    <>
      <h3>
        {label ?? id}{' '}
        <span class="small muted">
          {text.gateways.sites[site]}
          {label !== null && ` · ${id}`}
        </span>
      </h3>
      <p class="map-card-state">
        <ConditionWord is={condition.is} />
        {condition.since !== null && (
          <span class="small muted">{said.since(ago(condition.since), f.dayAndTime(Date.parse(condition.since)))}</span>
        )}
        {condition.cause !== null && <span class="small">{said.cause(conditions.causes[condition.cause])}</span>}
      </p>
      <p class="map-card-route">
        {route ? (
          <>
            <RouteBadge route={route} /> {route.longName}
          </>
        ) : (
          <span class="muted">{routeId ?? said.noRoute}</span>
        )}
      </p>
      <dl class="map-facts">
        <dt>{said.riders}</dt>
        <dd>{riders === null ? said.ridersUnknown : f.whole(riders)}</dd>
        <dt>{said.report}</dt>
        <dd>
          {lastReportAt === null ? said.never : `${ago(lastReportAt)} · ${f.dayAndTime(Date.parse(lastReportAt))}`}
        </dd>
        <dt>{said.place}</dt>
        <dd data-faded={isFaded(gateway, now)}>
          {place === null ? said.noPlace : place.at === null ? said.fixedPlace : said.hereAgo(ago(place.at))}
        </dd>
      </dl>
      <a class="button" href={`/gateways/${encodeURIComponent(id)}`} data-page>
        {said.open} <Icon name="next" />
      </a>
    </>
  )
}
