import type { CityReport, ReportDay } from '../../../contract/city-report.ts'
import { useDashboard, useWords } from '../../components/context.ts'
import { Segments } from '../../components/segments.tsx'
import { useReportFormat } from './format.ts'
import { words } from './words.ts'

export const METRICS = ['sessions', 'ridersMean', 'devices', 'outputOctets', 'availability'] as const
export type Metric = (typeof METRICS)[number]
/** Below it a day is marked as incomplete. */
const COMPLETE = 0.95

/** The days of a report as columns, one for each; a day that is not told is a gap. */
export function Days({ report }: { report: CityReport }) {
  const { address } = useDashboard()
  const text = useWords(words)
  const metric = METRICS.find((one) => one === address.param('metric')) ?? 'sessions'
  const say = useSay(metric)
  const values = report.days.map((day) => day[metric])
  const most = metric === 'availability' ? 1 : Math.max(0, ...values.map((value) => value ?? 0))
  const isSparse = report.days.some(({ completeness }) => completeness !== null && completeness < COMPLETE)
  return (
    <section class="panel" aria-labelledby="days-title">
      <div class="panel-head">
        <h2 id="days-title">
          {text.days.title}
          <span class="panel-sub">{text.days.notes[metric]}</span>
        </h2>
        <Segments
          name="report-metric"
          label={text.days.which}
          value={metric}
          options={METRICS.map((value) => ({ value, label: text.days.metrics[value] }))}
          onChoose={(value) => address.set({ metric: value === 'sessions' ? null : value })}
        />
      </div>
      {most === 0 ? (
        <p class="muted">{text.days.none}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to scroll by keyboard too
        <section class="days-scroll" tabIndex={0} aria-label={text.days.title}>
          <div class="days-most small muted" aria-hidden="true">
            {say(most)}
          </div>
          <ol class="days" style={{ minWidth: `${report.days.length * 7}px` }} data-days={metric}>
            {report.days.map((day) => (
              <Day key={day.date} day={day} value={day[metric]} most={most} say={say} />
            ))}
          </ol>
          <Ends report={report} />
        </section>
      )}
      {isSparse && most > 0 && <p class="muted small">{text.days.sparse}</p>}
    </section>
  )
}

interface DayProps {
  day: ReportDay
  value: number | null
  most: number
  say: (value: number) => string
}

function Day({ day: { date, completeness }, value, most, say }: DayProps) {
  const text = useWords(words)
  const { weekday, percent } = useReportFormat()
  const isSparse = completeness !== null && completeness < COMPLETE
  const parts = [
    `${weekday(date)}: ${value === null ? text.days.untold : say(value)}`,
    completeness !== null && text.limits.complete(percent(completeness)),
  ].filter(Boolean)
  return (
    <li class={isSparse ? 'day day-sparse' : 'day'} title={parts.join(' · ')} data-day={date}>
      <span class="hidden">{parts.join(' · ')}</span>
      {value === null ? (
        <span class="day-gap" aria-hidden="true" />
      ) : (
        <span class="day-bar" style={{ height: `${most === 0 ? 0 : (value / most) * 100}%` }} aria-hidden="true" />
      )}
    </li>
  )
}

function Ends({ report: { days } }: { report: CityReport }) {
  const { day } = useReportFormat()
  const [first, last] = [days[0], days.at(-1)]
  return (
    <div class="days-ends small muted" aria-hidden="true">
      <span>{first && day(first.date)}</span>
      <span>{last && last !== first && day(last.date)}</span>
    </div>
  )
}

function useSay(metric: Metric): (value: number) => string {
  const { format } = useDashboard()
  const { octets, percent } = useReportFormat()
  const f = format.value
  return {
    sessions: f.whole,
    ridersMean: f.mean,
    devices: f.whole,
    outputOctets: octets,
    availability: percent,
  }[metric]
}
