import { useComputed, useSignal } from '@preact/signals'
import { useEffect, useMemo } from 'preact/hooks'
import type { Alert, AlertKind } from '../../../contract/alerts.ts'
import { AlertRow } from '../../alerts/alert-row.tsx'
import { createAlerts } from '../../alerts/model.ts'
import { words } from '../../alerts/words.ts'
import { useDashboard, useWords } from '../../components/context.ts'
import { Icon } from '../../components/icons.tsx'
import { ProblemNote } from '../../components/problem.tsx'
import { Segments } from '../../components/segments.tsx'
import { plain } from '../../models/gateway-list.ts'
import { ClosedAlerts } from './closed-alerts.tsx'

/** All open alerts with a search and a filter by kind, both in the address; or those that have closed. */
export function AlertsPanel() {
  const dashboard = useDashboard()
  const { address } = dashboard
  const text = useWords(words)
  const isClosed = address.param('closed') === '1'
  const search = address.param('q') ?? ''
  return (
    <section class="panel alerts-panel" aria-labelledby="alerts-title">
      <div class="panel-head">
        <h2 id="alerts-title">
          {text.title}
          <span class="panel-sub">{text.subtitle}</span>
        </h2>
        <div class="alerts-tools">
          <Segments
            name="which-alerts"
            label={text.which}
            value={isClosed ? 'closed' : 'open'}
            options={[
              { value: 'open', label: text.open },
              { value: 'closed', label: text.closed },
            ]}
            onChoose={(which) => address.set({ closed: which === 'closed' ? '1' : null })}
          />
          <label class="search">
            <Icon name="search" />
            <span class="hidden">{text.search}</span>
            <input
              type="search"
              class="field"
              placeholder={text.search}
              value={search}
              onInput={(event) => address.set({ q: event.currentTarget.value || null })}
              data-alert-search
            />
          </label>
        </div>
      </div>
      {isClosed ? <ClosedAlerts search={search} /> : <OpenAlerts search={search} />}
    </section>
  )
}

function OpenAlerts({ search }: { search: string }) {
  const dashboard = useDashboard()
  const text = useWords(words)
  const alerts = useMemo(() => createAlerts(dashboard), [dashboard])
  useEffect(() => alerts.start(), [alerts])
  const kind = useSignal<AlertKind | null>(null)
  const kinds = useComputed(() => [...new Set(alerts.open.value?.map((alert) => alert.kind))])
  const all = alerts.open.value
  const shown = (all ?? []).filter((one) => (kind.value === null || one.kind === kind.value) && holds(one, search))
  return (
    <>
      {alerts.problem.value && (
        <ProblemNote title={text.loadFailed} problem={alerts.problem.value} retry={() => void alerts.load()} />
      )}
      {all === null && !alerts.problem.value && <span class="bone bone-list" />}
      {all !== null && kinds.value.length > 1 && (
        <fieldset class="filter">
          <legend class="hidden">{text.which}</legend>
          {[null, ...kinds.value].map((one) => (
            <label key={one ?? 'all'}>
              <input
                type="radio"
                name="alert-kind"
                checked={kind.value === one}
                onChange={() => {
                  kind.value = one
                }}
              />
              <span class="filter-chip">
                {one === null ? text.allKinds : text.kinds[one]}
                <b>{one === null ? all.length : all.filter((alert) => alert.kind === one).length}</b>
              </span>
            </label>
          ))}
        </fieldset>
      )}
      {all?.length === 0 && (
        <div class="nothing" data-no-alerts>
          <strong>{text.none}</strong>
          <p>{text.noneHint}</p>
        </div>
      )}
      {all !== null && all.length > 0 && shown.length === 0 && <p class="nothing">{text.noMatch}</p>}
      <ul class="alert-list">
        {shown.map((alert) => (
          <AlertRow key={alert.id} alert={alert} />
        ))}
      </ul>
    </>
  )
}

/** True where an alert's words hold every word of a search. */
export function holds(alert: Alert, search: string): boolean {
  const said = plain(
    [alert.subjectId, alert.label, alert.routeId, alert.words?.title, alert.words?.cause, alert.note].join(' '),
  )
  return plain(search)
    .split(/\s+/)
    .every((word) => said.includes(word))
}
