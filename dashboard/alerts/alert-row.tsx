import type { Alert } from '../../contract/alerts.ts'
import { useDashboard, useWords } from '../components/context.ts'
import { RouteBadge } from '../components/route-badge.tsx'
import { AlertMark, AlertMarks, AlertSince, AlertTold } from './alert-facts.tsx'
import { isGrave } from './grave.ts'
import { words } from './words.ts'

/** An alert in a list: what, where, since when, likely cause, who was told. The whole of it is behind its title. */
export function AlertRow({ alert }: { alert: Alert }) {
  const { city } = useDashboard()
  const text = useWords(words)
  const route = alert.routeId === null ? undefined : city.byKey.value.get(alert.routeId)
  return (
    <li class="alert-row" data-alert={alert.id} data-kind={alert.kind} data-grave={isGrave(alert)}>
      <AlertMark alert={alert} />
      <div>
        <h3>
          <a href={`/alerts/${alert.id}`} data-page>
            {alert.words?.title ?? `${alert.label ?? alert.subjectId} · ${text.kinds[alert.kind]}`}
          </a>
        </h3>
        {alert.cause !== null && alert.words && <p class="alert-cause">{alert.words.cause}</p>}
        <p class="alert-line">
          {route && <RouteBadge route={route} />}
          <AlertSince alert={alert} />
          <AlertTold alert={alert} />
          <AlertMarks alert={alert} />
        </p>
      </div>
    </li>
  )
}
