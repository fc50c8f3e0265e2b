import type { CityReport } from '../../../contract/city-report.ts'
import { useDashboard, useWords } from '../../components/context.ts'
import { useReportFormat } from './format.ts'
import { toldOf } from './told.ts'
import { useTold } from './told-figure.tsx'
import { words } from './words.ts'

/** What else is known of the riders of the whole city, each with what it means. */
export function MoreFigures({ report }: { report: CityReport }) {
  const { format } = useDashboard()
  const text = useWords(words)
  const units = useReportFormat()
  const told = useTold()
  const { city, problems } = report
  const f = format.value
  const length = (seconds: number | null) => (seconds === null ? text.unknown : units.duration(seconds * 1000))
  const connect = (ms: number | null) => (ms === null ? text.unknown : units.short(ms))
  const rows: [keyof typeof text.more.rows, string][] = [
    ['peak', told(toldOf(city, 'ridersPeak'), f.whole)],
    [
      'devices',
      told(
        toldOf(city, 'dailyDevices'),
        ({ mean, errorShare }) => `≈ ${f.whole(mean)} (± ${units.percent(errorShare)})`,
      ),
    ],
    ['lengthMedian', told(toldOf(city, 'sessionLength'), ({ medianS }) => length(medianS))],
    ['lengthLong', told(toldOf(city, 'sessionLength'), ({ p90S }) => length(p90S))],
    ['connectMedian', told(toldOf(city, 'timeToConnect'), ({ p50Ms }) => connect(p50Ms))],
    ['connectSlow', told(toldOf(city, 'timeToConnect'), ({ p95Ms }) => connect(p95Ms))],
    ['uploads', told(toldOf(city, 'inputOctets'), units.octets)],
    ['inService', f.whole(city.vehicles.inService)],
    ['reporting', f.whole(city.vehicles.reporting)],
    ['problems', problems.reported === null ? text.underTen : f.whole(problems.reported)],
    ['fixed', problems.fixed === null ? text.unknown : f.whole(problems.fixed)],
    ['daysToFix', problems.daysToFix === null ? text.unknown : f.mean(problems.daysToFix)],
  ]
  return (
    <section class="panel" aria-labelledby="more-title">
      <div class="panel-head">
        <h2 id="more-title">{text.more.title}</h2>
      </div>
      <dl class="fact-rows">
        {rows.map(([name, value]) => (
          <div key={name} data-fact={name}>
            <dt>{text.more.rows[name]}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
