import { AlertRow } from '../../alerts/alert-row.tsx'
import type { AlertsModel } from '../../alerts/model.ts'
import { useDashboard, useWords } from '../../components/context.ts'
import { Icon } from '../../components/icons.tsx'
import { ProblemNote } from '../../components/problem.tsx'
import { words } from './words.ts'

/** More would push all else off the page; the rest is one click away. */
const SHOWN = 12

/** The open alerts, what is grave and free first. */
export function ToLookAfter({ alerts }: { alerts: AlertsModel }) {
  const { format } = useDashboard()
  const text = useWords(words)
  // One that stands for many is enough of them.
  const open = alerts.open.value?.filter(({ partOf }) => partOf === null) ?? null
  return (
    <section class="panel" aria-labelledby="to-look-after" aria-busy={open === null && !alerts.problem.value}>
      <div class="panel-head">
        <h2 id="to-look-after">{text.alerts}</h2>
      </div>
      {alerts.problem.value && (
        <ProblemNote title={text.loadFailed} problem={alerts.problem.value} retry={() => void alerts.load()} />
      )}
      {open === null && !alerts.problem.value && <span class="bone bone-list" />}
      {open?.length === 0 && (
        <p class="now-good">
          <span class="state-mark" data-mark="live">
            <Icon name="live" size={12} />
          </span>{' '}
          {text.alertsNone}
        </p>
      )}
      <ul class="alert-list">
        {open?.slice(0, SHOWN).map((alert) => (
          <AlertRow key={alert.id} alert={alert} />
        ))}
      </ul>
      {open !== null && open.length > SHOWN && (
        <a class="button show-all" href="/alerts" data-page>
          {text.allAlerts(format.value.whole(open.length))}
        </a>
      )}
    </section>
  )
}
