import { useSignal } from '@preact/signals'
import { useEffect, useMemo } from 'preact/hooks'
import type { Alert, AlertsAnswer } from '../../../contract/alerts.ts'
import { AlertRow } from '../../alerts/alert-row.tsx'
import { alertsClient } from '../../alerts/client.ts'
import { words } from '../../alerts/words.ts'
import { useDashboard, useWords } from '../../components/context.ts'
import { ProblemNote } from '../../components/problem.tsx'
import { createLoaded } from '../../models/loaded.ts'
import { holds } from './alerts-panel.tsx'

/** What is over, the newest first, a page at a time. */
export function ClosedAlerts({ search }: { search: string }) {
  const { call, origin, language } = useDashboard()
  const text = useWords(words)
  const page = useMemo(() => createLoaded<AlertsAnswer>(), [])
  const before = useSignal<Alert[]>([])
  const lang = language.code.value
  const load = (from: number | null) => page.run((aborted) => alertsClient(call, origin).closed(lang, from, aborted))
  useEffect(() => {
    before.value = []
    void load(null)
    return page.cancel
  }, [lang])
  const answer = page.data.value
  const all = [...before.value, ...(answer?.alerts ?? [])]
  const shown = all.filter((one) => holds(one, search))
  return (
    <>
      {page.problem.value && (
        <ProblemNote title={text.loadFailed} problem={page.problem.value} retry={() => void load(null)} />
      )}
      {answer === null && !page.problem.value && <span class="bone bone-list" />}
      {answer !== null && shown.length === 0 && (
        <p class="nothing">{all.length > 0 ? text.noMatch : text.noneClosed}</p>
      )}
      <ul class="alert-list">
        {shown.map((alert) => (
          <AlertRow key={alert.id} alert={alert} />
        ))}
      </ul>
      {answer?.next != null && (
        <button
          type="button"
          class="button show-all"
          disabled={page.loading.value}
          onClick={() => {
            before.value = all
            void load(answer.next)
          }}
        >
          {text.older}
        </button>
      )}
    </>
  )
}
