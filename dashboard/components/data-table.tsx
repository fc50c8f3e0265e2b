import { type Cell, type Frame, INCOMPLETE_BELOW, UNKNOWN } from '../chart/frame.ts'
import { useDashboard, useText } from './context.ts'
import { useRangeWords } from './range-words.ts'
import { RouteBadge } from './route-badge.tsx'

/** The chart in words and numbers: the same moments, the same routes, the same gaps. Newest first. */
export function DataTable({ frame }: { frame: Frame }) {
  const { city, format } = useDashboard()
  const text = useText()
  const when = { minute: format.value.time, hour: format.value.dayAndTime, day: format.value.dayWithWeekday }[
    frame.step
  ]
  const newestFirst = frame.grid.map((at, i) => ({ at, i })).reverse()
  const title = text.table.caption(useRangeWords())
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to scroll by keyboard too
    <section class="table-scroll" aria-label={title} tabIndex={0}>
      <table class="data-table" data-table={frame.step}>
        <caption>
          {title} · {text.chart.step[frame.step]} · {text.table.newestFirst}
        </caption>
        <thead>
          <tr>
            <th scope="col">{text.table.when}</th>
            {frame.lines.map(({ key }) => {
              const route = city.byKey.value.get(key)
              return (
                <th key={key} scope="col">
                  {route && <RouteBadge route={route} />}
                  <span class="hidden"> {route?.longName}</span>
                  {frame.step !== 'minute' && (
                    <span class="data-sub">
                      {text.chart.mean} / {text.chart.peak}
                    </span>
                  )}
                </th>
              )
            })}
          </tr>
        </thead>
        <tbody>
          {newestFirst.map(({ at, i }) => (
            <tr key={at} data-at={new Date(at).toISOString()}>
              <th scope="row">{when(at)}</th>
              {frame.lines.map(({ key, cells }) => (
                <DataCell key={key} route={key} cell={cells[i] ?? null} peaks={frame.step !== 'minute'} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function DataCell({ route, cell, peaks }: { route: string; cell: Cell | null; peaks: boolean }) {
  const { format } = useDashboard()
  const text = useText()
  const hook = route === UNKNOWN ? 'unknown' : route
  if (cell === null) {
    return (
      <td data-route={hook} data-mean="">
        <span aria-hidden="true">—</span>
        <span class="hidden">{text.chart.noData}</span>
      </td>
    )
  }
  const f = format.value
  return (
    <td data-route={hook} data-mean={cell.mean} data-peak={cell.peak} data-completeness={cell.completeness}>
      {peaks ? f.mean(cell.mean) : f.whole(cell.mean)}
      {peaks && <span class="muted"> / {f.whole(cell.peak)}</span>}
      {cell.completeness < INCOMPLETE_BELOW && (
        <span class="data-part">{text.chart.complete(f.percent(cell.completeness))}</span>
      )}
    </td>
  )
}
