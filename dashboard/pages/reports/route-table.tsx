import type { CityReport } from '../../../contract/city-report.ts'
import { useDashboard, useWords } from '../../components/context.ts'
import { Icon } from '../../components/icons.tsx'
import { RouteRow } from './route-row.tsx'
import { BY_ROUTE, COLUMNS, type Column, rowsShown, sortOf, sortText } from './sort-rows.ts'
import { words } from './words.ts'

/** Routes of a table that needs no scroller of its own. */
const MOST_IN_SIGHT = 40

/** Route by route; below them the kinds of sites, and the city. */
export function RouteTable({ report }: { report: CityReport }) {
  const { address } = useDashboard()
  const text = useWords(words)
  const find = address.param('find') ?? ''
  const sort = sortOf(address.param('sort'))
  const rows = rowsShown(report.routes, find, sort)
  const scroller = `table-scroll report-table${rows.length <= MOST_IN_SIGHT ? ' report-table-short' : ''}`
  const choose = (column: Column) => {
    const isUp = sort.column === column ? !sort.isUp : column === 'route'
    address.set({ sort: sortText({ column, isUp }) })
  }
  return (
    <section class="panel" aria-labelledby="by-route-title">
      <div class="panel-head">
        <h2 id="by-route-title">
          {text.table.title}
          <span class="panel-sub">{text.table.lead}</span>
        </h2>
        <label class="search">
          <Icon name="search" />
          <span class="hidden">{text.table.find}</span>
          <input
            type="search"
            class="field"
            placeholder={text.table.find}
            value={find}
            onInput={(event) => address.set({ find: event.currentTarget.value || null })}
            data-find-route
          />
        </label>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to scroll by keyboard too */}
      <section class={scroller} aria-label={text.table.title} tabIndex={0}>
        <table class="data-table">
          <caption class="hidden">{text.table.caption}</caption>
          <thead>
            <tr>
              {COLUMNS.map((column) => (
                <th
                  key={column}
                  scope="col"
                  aria-sort={sort.column === column ? (sort.isUp ? 'ascending' : 'descending') : undefined}
                >
                  <button type="button" class="sort" onClick={() => choose(column)} data-sort={column}>
                    {text.table.columns[column]}
                    <span class="sort-mark" aria-hidden="true">
                      {sort.column === column ? (sort.isUp ? '▲' : '▼') : ''}
                    </span>
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <RouteRow key={row.key} row={row} />
            ))}
            {rows.length === 0 && (
              <tr>
                <td colSpan={COLUMNS.length} class="table-none">
                  {find === '' ? text.table.none : text.table.noMatch}
                </td>
              </tr>
            )}
          </tbody>
          {find === '' && (
            <tfoot>
              {/* Where there are only buses, they are the city. */}
              {report.sites.length > 1 && report.sites.map((row) => <RouteRow key={row.key} row={row} />)}
              <RouteRow row={report.city} />
            </tfoot>
          )}
        </table>
      </section>
      <p class="muted small report-table-note">{text.table.note}</p>
      {(find !== '' || sort.column !== BY_ROUTE.column) && (
        <button type="button" class="button" onClick={() => address.set({ find: null, sort: null })}>
          {text.table.clear}
        </button>
      )}
    </section>
  )
}
