import { useEffect, useMemo } from 'preact/hooks'
import type { CityReport } from '../../../contract/city-report.ts'
import { useDashboard, useWords } from '../../components/context.ts'
import { ListState } from '../settings/form/list-state.tsx'
import { Actions } from './actions.tsx'
import { Contract } from './contract.tsx'
import { Days } from './days.tsx'
import { KeyFigures } from './key-figures.tsx'
import { Limits } from './limits.tsx'
import { createReport } from './model.ts'
import { MoreFigures } from './more-figures.tsx'
import { Outages } from './outages.tsx'
import type { Period } from './period.ts'
import { RangeForm } from './range-form.tsx'
import { RouteTable } from './route-table.tsx'
import { StateTag } from './state-tag.tsx'
import { useTitle } from './title.ts'
import { words } from './words.ts'

/** One report: what it is of and its limits first, then its figures, by day, by route, and what the contract says. */
export function ReportPage({ period }: { period: Period }) {
  const dashboard = useDashboard()
  const text = useWords(words)
  const model = useMemo(() => createReport(dashboard, period), [dashboard])
  useEffect(() => {
    void model.load()
    return model.loaded.cancel
  }, [model])
  const title = useTitle(period)
  const report = model.loaded.data.value
  return (
    <>
      <section class="panel" aria-labelledby="report-title" data-report={report ? report.state : ''}>
        <div class="report-head">
          <h2 id="report-title">
            {title} {report && <StateTag state={report.state} revision={report.revision} />}
          </h2>
          <Actions period={period} title={title} />
        </div>
        <ListState loaded={model.loaded} retry={() => void model.load()} />
        {report && <Limits report={report} />}
        {report && <KeyFigures report={report} />}
      </section>
      {report && <Parts report={report} />}
      <section class="panel" aria-labelledby="other-title">
        <div class="panel-head">
          <h2 id="other-title">{text.otherDates}</h2>
        </div>
        <RangeForm {...('month' in period ? {} : period)} />
      </section>
    </>
  )
}

function Parts({ report }: { report: CityReport }) {
  const text = useWords(words)
  if (report.city.vehicles.reporting === 0 && report.routes.length === 0)
    return (
      <section class="panel" data-empty-report>
        <strong>{text.emptyReport}</strong>
        <p class="muted">{text.emptyReportHint}</p>
      </section>
    )
  return (
    <>
      <Days report={report} />
      <RouteTable report={report} />
      <div class="report-grid">
        <Outages report={report} />
        <MoreFigures report={report} />
        <Contract report={report} />
      </div>
    </>
  )
}
