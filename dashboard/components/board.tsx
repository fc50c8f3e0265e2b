import { useComputed, useSignal } from '@preact/signals'
import { SHOWN_AT_FIRST } from '../chart/busiest.ts'
import { plain } from '../models/gateway-list.ts'
import { coloursOf } from '../models/scene.ts'
import { BoardRow } from './board-row.tsx'
import { useDashboard, useText } from './context.ts'
import { Icon } from './icons.tsx'

const LISTED_WHOLE = 12

/** The routes as a departures board: legend, figures now, and the switch of each line in one. */
export function Board() {
  const dashboard = useDashboard()
  const { city, series, view, format } = dashboard
  const text = useText()
  const open = useSignal(false)
  const search = useSignal('')
  const colours = useComputed(() => coloursOf(dashboard))
  const shown = new Set(series.shown.value)
  const ordered = series.ordered.value
  // A list that is short anyway is shown whole: a search for one route more would be silly.
  const listed = ordered.length <= LISTED_WHOLE ? ordered.length : SHOWN_AT_FIRST
  const first = ordered.filter((key, i) => i < listed || view.choice.value.shown.includes(key))
  const others = ordered.filter((key) => !first.includes(key))
  const words = plain(search.value).split(/\s+/).filter(Boolean)
  const found = others.filter((key) => {
    const route = city.byKey.value.get(key)
    const name = plain(`${route?.shortName} ${route?.longName} ${key}`)
    return words.every((word) => name.includes(word))
  })
  const row = (key: string) => {
    const route = city.byKey.value.get(key)
    return (
      route && (
        <BoardRow
          key={key}
          route={route}
          on={shown.has(key)}
          line={colours.value.get(key) ?? route.color}
          ordered={ordered}
        />
      )
    )
  }
  if (ordered.length === 0) return <BoardBones />
  return (
    <section class="board" aria-label={text.routes.title}>
      <p class="board-head" aria-hidden="true">
        <span>{text.routes.title}</span>
        <span>{text.routes.ridersNow}</span>
      </p>
      <ul>{first.map(row)}</ul>
      {(view.choice.value.only || view.choice.value.shown.length > 0 || view.choice.value.hidden.length > 0) && (
        <button
          type="button"
          class="button button-plain board-more"
          onClick={() => view.change({ shown: [], hidden: [], only: false })}
        >
          <Icon name="retry" /> {text.routes.reset}
        </button>
      )}
      {others.length > 0 && (
        <button
          type="button"
          class="button board-more"
          aria-expanded={open.value}
          onClick={() => {
            open.value = !open.value
          }}
          data-more-routes
        >
          <Icon name={open.value ? 'down' : 'search'} />{' '}
          {open.value ? text.routes.less : text.routes.more(format.value.whole(others.length))}
        </button>
      )}
      {open.value && (
        <div class="board-others">
          <input
            type="search"
            class="field"
            placeholder={text.routes.search}
            aria-label={text.routes.search}
            value={search.value}
            onInput={(event) => {
              search.value = event.currentTarget.value
            }}
          />
          {found.length === 0 ? (
            <p class="muted board-none">{text.routes.noMatch}</p>
          ) : (
            <ul class="board-list">{found.map(row)}</ul>
          )}
        </div>
      )}
    </section>
  )
}

function BoardBones() {
  return (
    <div class="board" aria-busy="true">
      {Array.from({ length: 6 }, (_, i) => (
        <span key={i} class="bone bone-row" />
      ))}
    </div>
  )
}
