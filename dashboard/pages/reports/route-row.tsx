import type { ReportRow } from '../../../contract/city-report.ts'
import { badgeText } from '../../chart/contrast.ts'
import { useDashboard, useWords } from '../../components/context.ts'
import { RouteBadge } from '../../components/route-badge.tsx'
import { useReportFormat } from './format.ts'
import { type Told, toldOf } from './told.ts'
import { useTold } from './told-figure.tsx'
import { words } from './words.ts'

const GREY = '#5b6770'

/** A row of the table: a route, a kind of site, or the city. */
export function RouteRow({ row }: { row: ReportRow }) {
  const { format } = useDashboard()
  const text = useWords(words)
  const { octets, percent } = useReportFormat()
  const told = useTold()
  const f = format.value
  const { availability } = row.service
  const devices = toldOf(row, 'dailyDevices')
  return (
    <tr data-row={row.key} class={row.kind === 'route' ? '' : 'row-total'}>
      <th scope="row">
        <Name row={row} />
      </th>
      <Cell told={toldOf(row, 'sessions')} write={f.whole} />
      <Cell told={toldOf(row, 'ridersMean')} write={f.mean} />
      <Cell told={toldOf(row, 'ridersPeak')} write={f.whole} />
      <td>
        {told(devices, ({ mean }) => `≈ ${f.whole(mean)}`)}
        {devices.is === 'value' && <span class="data-sub">± {percent(devices.value.errorShare)}</span>}
      </td>
      <Cell told={toldOf(row, 'outputOctets')} write={octets} />
      <td>
        {availability === null ? text.unknown : percent(availability)}
        {row.agreement?.attained === false && <span class="data-part">{text.table.missed}</span>}
      </td>
      <td>{row.completeness === null ? text.unknown : percent(row.completeness)}</td>
    </tr>
  )
}

function Cell<T>({ told: given, write }: { told: Told<T>; write: (value: T) => string }) {
  const text = useWords(words)
  const told = useTold()
  return (
    <td title={given.is === 'hidden' ? text.table.hidden : undefined} data-told={given.is}>
      {told(given, write)}
    </td>
  )
}

function Name({ row }: { row: ReportRow }) {
  const text = useWords(words)
  if (row.kind === 'city') return <>{text.table.city}</>
  if (row.kind === 'site') return <>{row.site === null ? text.unknown : text.table.sites[row.site]}</>
  if (row.routeId === null) return <>{text.table.unknownRoute}</>
  const color = row.color === null ? GREY : `#${row.color}`
  const shortName = row.shortName ?? row.routeId
  return (
    <span class="row-route">
      <RouteBadge route={{ routeId: row.routeId, shortName, color, textColor: badgeText(color, '#ffffff') }} />
      <span class="row-name">{row.longName}</span>
    </span>
  )
}
