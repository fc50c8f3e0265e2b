import { useDashboard, useWords } from '../../components/context.ts'
import { Icon } from '../../components/icons.tsx'
import { ConditionMark } from '../../conditions/condition.tsx'
import { words as conditionWords } from '../../conditions/words.ts'
import type { MapModel } from './map-model.ts'
import { MARKS, type Mark } from './marks.ts'
import { words } from './words.ts'

/** Which gateways are shown, on the map and in the table alike. */
export function MapFilters({ model }: { model: MapModel }) {
  const { city } = useDashboard()
  const said = useWords(words)
  const { filter } = model
  const { route, search } = filter.value
  return (
    <div class="map-filters">
      <label class="search">
        <Icon name="search" />
        <span class="hidden">{said.search}</span>
        <input
          type="search"
          class="field"
          placeholder={said.search}
          value={search}
          onInput={(event) => {
            filter.value = { ...filter.value, search: event.currentTarget.value }
          }}
          data-map-search
        />
      </label>
      <label class="map-route">
        <span class="hidden">{said.route}</span>
        <select
          class="field"
          value={route}
          onChange={(event) => {
            filter.value = { ...filter.value, route: event.currentTarget.value }
          }}
          data-map-route
        >
          <option value="">{said.allRoutes}</option>
          {city.routes.value.map(
            ({ routeId, shortName, longName }) =>
              routeId !== null && (
                <option key={routeId} value={routeId} selected={routeId === route}>
                  {longName ? `${shortName} · ${longName}` : shortName}
                </option>
              ),
          )}
        </select>
      </label>
      <MarkFilter model={model} />
    </div>
  )
}

function MarkFilter({ model }: { model: MapModel }) {
  const { format } = useDashboard()
  const said = useWords(words)
  const conditions = useWords(conditionWords)
  const { filter } = model
  const chosen = filter.value.marks
  const counts = model.counts.value
  const toggle = (mark: Mark) => {
    const marks = MARKS.filter((one) => (one === mark ? !chosen.includes(one) : chosen.includes(one)))
    filter.value = { ...filter.value, marks }
  }
  return (
    <fieldset class="filter">
      <legend class="hidden">{said.filter}</legend>
      {MARKS.filter((mark) => counts.has(mark) || chosen.includes(mark)).map((mark) => (
        <label key={mark}>
          <input type="checkbox" checked={chosen.includes(mark)} onChange={() => toggle(mark)} data-map-mark={mark} />
          <span class="filter-chip">
            <ConditionMark is={mark} />
            {conditions.is[mark]}
            <b>{format.value.whole(counts.get(mark) ?? 0)}</b>
          </span>
        </label>
      ))}
    </fieldset>
  )
}
