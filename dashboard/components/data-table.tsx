import { change } from '../chart/compare.ts'
import { type Cell, type Frame, INCOMPLETE_BELOW, UNKNOWN } from '../chart/frame.ts'
import { useDashboard, useText } from './context.ts'
import { useRangeWords } from './range-words.ts'
import { RouteBadge } from './route-badge.tsx'

/** The chart in words and numbers: the same moments, the same routes, the same gaps. Newest first. */
export function DataTable({ frame }: { frame: Frame }) {
  const { city, series, format } = useDashboard()
  const compared = series.compared.value
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
                <DataCell
                  key={key}
                  route={key}
                  cell={cells[i] ?? null}
                  before={compared?.cells.get(key)?.[i] ?? null}
                  peaks={frame.step !== 'minute'}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

interface DataCellProps {
  route: string
  cell: Cell | null
  /** What it was some weeks before; null: not known, or not asked for. */
  before: Cell | null
  peaks: boolean
}

function DataCell({ route, cell, before, peaks }: DataCellProps) {
  const { format } = useDashboard()
  const text = useText()
  const hook = route === UNKNOWN ? 'unknown' : route
  if (cell === null) {
    return (
      <td data-route={hook} data-mean="">
        <span aria-hidden="true">—</span>
        <span class="hidden">{text.chart.noData}</span>
        <Before cell={cell} before={before} peaks={peaks} />
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
      <Before cell={cell} before={before} peaks={peaks} />
    </td>
  )
}

function Before({ cell, before, peaks }: Omit<DataCellProps, 'route'>) {
  const { format } = useDashboard()
  const text = useText()
  if (!before) return null
  const by = change(cell?.mean, before.mean)
  const f = format.value
  return (
    <span class="data-sub" data-before={before.mean}>
      {text.chart.before} {peaks ? f.mean(before.mean) : f.whole(before.mean)}
      {by !== null && ` (${f.change(by)})`}
    </span>
  )
}
