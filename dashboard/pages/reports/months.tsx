import { useEffect, useMemo } from 'preact/hooks'
import type { ReportMonths } from '../../../contract/city-report.ts'
import { useDashboard, useWords } from '../../components/context.ts'
import { Icon } from '../../components/icons.tsx'
import { ListState } from '../settings/form/list-state.tsx'
import { useReportFormat } from './format.ts'
import { createMonths } from './model.ts'
import { RangeForm } from './range-form.tsx'
import { StateTag } from './state-tag.tsx'
import { words } from './words.ts'

/** The months that there are, the newest first, and any other range of dates. */
export function MonthsPage() {
  const dashboard = useDashboard()
  const text = useWords(words)
  const model = useMemo(() => createMonths(dashboard), [dashboard])
  useEffect(() => {
    void model.load()
    return model.loaded.cancel
  }, [model])
  const months = model.loaded.data.value?.months
  return (
    <>
      <section class="panel" aria-labelledby="months-title">
        <div class="panel-head">
          <h2 id="months-title">
            {text.monthsTitle}
            <span class="panel-sub">{text.monthsLead}</span>
          </h2>
        </div>
        <ListState loaded={model.loaded} retry={() => void model.load()} />
        {months?.length === 0 && (
          <div class="nothing" data-no-months>
            <strong>{text.noMonths}</strong>
            <p>{text.noMonthsHint}</p>
          </div>
        )}
        <ul class="months">
          {months?.map((month) => (
            <Month key={month.month} month={month} />
          ))}
        </ul>
      </section>
      <section class="panel" aria-labelledby="range-title">
        <div class="panel-head">
          <h2 id="range-title">
            {text.rangeTitle}
            <span class="panel-sub">{text.rangeLead}</span>
          </h2>
        </div>
        <RangeForm />
      </section>
    </>
  )
}

function Month({
  month: { month, state, revision, sessions, availability, completeness },
}: {
  month: ReportMonths['months'][number]
}) {
  const { format } = useDashboard()
  const text = useWords(words)
  const report = useReportFormat()
  const f = format.value
  return (
    <li>
      <a class="month" href={`/reports/${month}`} data-page data-month={month}>
        <span class="month-name">
          <strong>{report.month(month)}</strong>
          <StateTag state={state} revision={revision} />
        </span>
        <span class="month-figure">
          <b>{sessions === null ? text.unknown : f.whole(sessions)}</b>{' '}
          <span class="muted small">{text.sessionsShort}</span>
        </span>
        <span class="month-figure">
          <b>{availability === null ? text.unknown : report.percent(availability)}</b>{' '}
          <span class="muted small">{text.availabilityShort}</span>
        </span>
        <span class="month-figure">
          <b>{completeness === null ? text.unknown : report.percent(completeness)}</b>{' '}
          <span class="muted small">{text.completenessShort}</span>
        </span>
        <Icon name="next" />
      </a>
    </li>
  )
}
