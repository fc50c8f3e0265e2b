import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { useDashboard, useWords } from '../../components/context.ts'
import { rowsInSight } from '../../models/gateway-list.ts'
import type { MapModel } from './map-model.ts'
import { MapRow } from './map-row.tsx'
import { words } from './words.ts'

/** Pixels; the style has the same. */
const ROW = 64

/** All that the map shows, in words, and what it cannot show: gateways without a position. Only rows in sight exist. */
export function MapTable({ model, onChoose }: { model: MapModel; onChoose: (id: string) => void }) {
  const { format } = useDashboard()
  const said = useWords(words)
  const scroller = useRef<HTMLElement>(null)
  const sight = useSignal({ first: 0, last: 20 })
  const rows = model.matching.value
  const all = model.gateways.data.value
  useEffect(() => {
    const element = scroller.current
    if (!element) return
    const look = () => {
      const { first, last } = rowsInSight(element.scrollTop, element.clientHeight || 800, ROW, rows.length)
      if (first !== sight.value.first || last !== sight.value.last) sight.value = { first, last }
    }
    look()
    element.addEventListener('scroll', look, { passive: true })
    const watch = new ResizeObserver(look)
    watch.observe(element)
    return () => {
      element.removeEventListener('scroll', look)
      watch.disconnect()
    }
  }, [rows, sight])
  const first = Math.min(sight.value.first, rows.length)
  const last = Math.min(sight.value.last, rows.length)
  const now = model.minute.value * 60_000
  const chosen = model.chosen.value?.id
  return (
    <section class="map-table-side" ref={scroller} aria-label={said.table} aria-busy={all === null} data-map-table>
      {all === null ? (
        model.gateways.problem.value === null && [1, 2, 3, 4, 5, 6].map((n) => <span key={n} class="bone bone-row" />)
      ) : rows.length === 0 ? (
        <NoRows model={model} />
      ) : (
        <table class="map-table" aria-rowcount={rows.length + 1}>
          <caption class="hidden">
            {said.matching(format.value.whole(rows.length), format.value.whole(all.length))}
          </caption>
          <thead>
            <tr>
              <th scope="col">{said.columns.gateway}</th>
              <th scope="col">{said.columns.state}</th>
              <th scope="col" class="number">
                {said.columns.riders}
              </th>
            </tr>
          </thead>
          <tbody>
            {first > 0 && <Space height={first * ROW} />}
            {rows.slice(first, last).map((gateway, i) => (
              <MapRow
                key={gateway.id}
                gateway={gateway}
                rowIndex={first + i + 2}
                isChosen={gateway.id === chosen}
                now={now}
                onChoose={onChoose}
              />
            ))}
            {last < rows.length && <Space height={(rows.length - last) * ROW} />}
          </tbody>
        </table>
      )}
      <output class="hidden">
        {all !== null && said.matching(format.value.whole(rows.length), format.value.whole(all.length))}
      </output>
    </section>
  )
}

function NoRows({ model }: { model: MapModel }) {
  const said = useWords(words)
  const isEmpty = model.gateways.data.value?.length === 0
  return (
    <div class="nothing">
      <p>{isEmpty ? said.noGateways : said.noMatch}</p>
      {isEmpty ? (
        <p class="small">{said.noGatewaysHint}</p>
      ) : (
        <button
          type="button"
          class="button"
          onClick={() => {
            model.filter.value = { marks: [], route: '', search: '' }
          }}
        >
          {said.clear}
        </button>
      )}
    </div>
  )
}

function Space({ height }: { height: number }) {
  return (
    <tr class="space">
      <td colSpan={3} style={{ height: `${height}px` }} />
    </tr>
  )
}
