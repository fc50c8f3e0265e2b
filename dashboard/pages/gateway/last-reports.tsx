import type { ReceivedReport } from '../../../contract/gateway-page.ts'
import { useDashboard, useWords } from '../../components/context.ts'
import { ProblemNote } from '../../components/problem.tsx'
import { RouteBadge } from '../../components/route-badge.tsx'
import type { GatewayPageModel } from './model.ts'
import { createUnits } from './units.ts'
import { words } from './words.ts'

/** What it sent last, as it came. */
export function LastReports({ model }: { model: GatewayPageModel }) {
  const all = useWords(words)
  const text = all.reports
  const reports = model.reports.data.value?.reports
  const problem = model.reports.problem.value
  return (
    <section class="panel" aria-labelledby="reports-title">
      <div class="panel-head">
        <h2 id="reports-title">{text.title}</h2>
      </div>
      {problem && <ProblemNote title={all.partFailed} problem={problem} retry={() => void model.loadNow()} />}
      {!reports && !problem && <span class="bone bone-list" />}
      {reports?.length === 0 && <p class="nothing">{text.none}</p>}
      {reports && reports.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to scroll by keyboard too
        <section class="table-scroll gateway-reports" aria-label={text.newest} tabIndex={0}>
          <table class="data-table">
            <thead>
              <tr>
                {Object.values(text.columns).map((name) => (
                  <th key={name} scope="col">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {reports.map((report) => (
                <ReportRow key={`${report.from} ${report.receivedAt} ${report.to}`} report={report} />
              ))}
            </tbody>
          </table>
        </section>
      )}
    </section>
  )
}

/** Reports come within two minutes; what takes longer waited for an uplink. */
const LATE_S = 150

function ReportRow({ report }: { report: ReceivedReport }) {
  const { city, format, language } = useDashboard()
  const all = useWords(words)
  const units = createUnits(language.text.value.locale)
  const { from, receivedAt, latenessS, ridersConnected, octets, clock, route, outage, uplinkUpMs } = report
  const known = route.id === null ? undefined : city.byKey.value.get(route.id)
  const causes = all.timeline.causes
  const internet = uplinkUpMs === null ? '—' : all.timeline.is.up
  return (
    <tr data-report={from}>
      <th scope="row">{format.value.dayAndTime(Date.parse(from))}</th>
      <td>{format.value.timeWithSeconds(Date.parse(receivedAt))}</td>
      <td class={latenessS > LATE_S ? 'fact-warn' : ''}>{units.duration(Math.max(0, latenessS) * 1000)}</td>
      <td>{format.value.whole(ridersConnected)}</td>
      <td>{units.octets(octets.input + octets.output)}</td>
      <td>
        {all.box.clocks[clock.source]}
        {clock.uncertaintyMs !== null && <span class="muted"> ± {units.short(clock.uncertaintyMs)}</span>}
      </td>
      <td>{known ? <RouteBadge route={known} /> : (route.id ?? '—')}</td>
      <td class={outage === null ? '' : 'fact-warn'}>{outage === null ? internet : causes[outage]}</td>
    </tr>
  )
}
