import type { CityReport } from '../../../contract/city-report.ts'
import { OUTAGE_CAUSES } from '../../../contract/service.ts'
import { useWords } from '../../components/context.ts'
import { useReportFormat } from './format.ts'
import { words } from './words.ts'

/** Why the internet could not be reached while there was service. */
export function Outages({ report: { city } }: { report: CityReport }) {
  const text = useWords(words)
  const { duration, percent } = useReportFormat()
  const { inServiceMinutes, availability, outageMinutes } = city.service
  const causes = OUTAGE_CAUSES.map((cause) => ({ cause, minutes: outageMinutes[cause] ?? 0 }))
    .filter(({ minutes }) => minutes > 0)
    .sort((a, b) => b.minutes - a.minutes)
  const all = causes.reduce((sum, { minutes }) => sum + minutes, 0)
  const most = causes[0]?.minutes ?? 0
  return (
    <section class="panel" aria-labelledby="outages-title">
      <div class="panel-head">
        <h2 id="outages-title">
          {text.outages.title}
          <span class="panel-sub">
            {availability === null
              ? text.outages.noService
              : text.outages.lead(duration(inServiceMinutes * 60_000), percent(availability))}
          </span>
        </h2>
      </div>
      {availability !== null && all === 0 && <p>{text.outages.none}</p>}
      <ul class="causes">
        {causes.map(({ cause, minutes }) => (
          <li key={cause} data-cause={cause}>
            <span>{text.outages.causes[cause]}</span>
            <span class="number">
              {duration(minutes * 60_000)} <span class="muted">({percent(minutes / all)})</span>
            </span>
            <span class="cause-bar" aria-hidden="true">
              <span style={{ width: `${(minutes / most) * 100}%` }} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
