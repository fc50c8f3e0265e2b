import { useEffect, useMemo } from 'preact/hooks'
import { AlertMark, AlertMarks, AlertSince, AlertTold } from '../../alerts/alert-facts.tsx'
import { createAlert } from '../../alerts/model.ts'
import { words } from '../../alerts/words.ts'
import { useDashboard, useWords } from '../../components/context.ts'
import { Icon } from '../../components/icons.tsx'
import { ProblemNote } from '../../components/problem.tsx'
import { AlertActions } from './alert-actions.tsx'
import { AlertHistory } from './alert-history.tsx'

/** One alert: what, since when, why, who was told, what to do first, and what was done. */
export function AlertPanel({ id }: { id: number }) {
  const dashboard = useDashboard()
  const { session } = dashboard
  const text = useWords(words)
  const model = useMemo(() => createAlert(id, dashboard), [id, dashboard])
  useEffect(() => model.start(), [model])
  const alert = model.detail.value
  const problem = model.problem.value
  const state = session.state.value
  const mayAct = state.kind === 'signed-in' && state.me.role !== 'official'
  return (
    <section class="panel alert-panel" aria-labelledby="alert-title" aria-busy={alert === null && problem === null}>
      <p>
        <a class="button button-plain" href="/alerts" data-page>
          <Icon name="back" /> {text.back}
        </a>
      </p>
      {problem?.status === 404 && <h2 id="alert-title">{text.gone}</h2>}
      {problem && problem.status !== 404 && (
        <ProblemNote title={text.loadFailed} problem={problem} retry={() => void model.load()} />
      )}
      {alert === null && problem === null && <span class="bone bone-list" />}
      {alert && (
        <>
          <h2 id="alert-title" class="alert-title" data-alert={alert.id} data-kind={alert.kind}>
            <AlertMark alert={alert} /> {alert.words?.title ?? text.kinds[alert.kind]}
          </h2>
          <p class="alert-line">
            <AlertSince alert={alert} />
            <AlertMarks alert={alert} />
            {alert.partOf !== null && (
              <a href={`/alerts/${alert.partOf}`} data-page>
                {text.partOf}
              </a>
            )}
          </p>
          <dl class="alert-words">
            {alert.words?.cause && (
              <div>
                <dt>{text.cause}</dt>
                <dd data-alert-cause>{alert.words.cause}</dd>
              </div>
            )}
            {alert.words && (
              <div>
                <dt>{text.first}</dt>
                <dd>{alert.words.first}</dd>
              </div>
            )}
            <div>
              <dt>{text.told}</dt>
              <dd data-alert-told>
                <AlertTold alert={alert} alone />
              </dd>
            </div>
            {alert.note !== null && (
              <div>
                <dt>{text.note}</dt>
                <dd data-alert-note>{alert.note}</dd>
              </div>
            )}
          </dl>
          {alert.scope === 'gateway' && (
            <p>
              <a class="button" href={`/gateways/${encodeURIComponent(alert.subjectId)}`} data-page data-to-gateway>
                <Icon name="bus" /> {text.toGateway}
              </a>
            </p>
          )}
          {mayAct && alert.state === 'open' && <AlertActions model={model} alert={alert} />}
          <AlertHistory events={alert.events} />
        </>
      )}
    </section>
  )
}
