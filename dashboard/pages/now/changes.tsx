import { useEffect, useMemo } from 'preact/hooks'
import type { Alert } from '../../../contract/alerts.ts'
import { AlertMark } from '../../alerts/alert-facts.tsx'
import { alertsClient } from '../../alerts/client.ts'
import type { AlertsModel } from '../../alerts/model.ts'
import { useDashboard, useWords } from '../../components/context.ts'
import { createLoaded } from '../../models/loaded.ts'
import { words } from './words.ts'

const HOUR_MS = 3_600_000

/** What opened and what was mended within the last hour, the newest first. */
export function Changes({ alerts }: { alerts: AlertsModel }) {
  const { call, origin, language, clock, format } = useDashboard()
  const text = useWords(words)
  const closed = useMemo(() => createLoaded<Alert[]>(), [])
  const lang = language.code.value
  // What closes is no longer open: a change among the open ones is when to look.
  const open = alerts.open.value
  const openIds = open?.map(({ id }) => id).join()
  useEffect(() => {
    if (openIds === undefined) return
    void closed.run(async (aborted) => (await alertsClient(call, origin).closed(lang, null, aborted)).alerts)
  }, [openIds, lang])
  const since = new Date(clock.read() - HOUR_MS).toISOString()
  const changes = [
    ...(open ?? []).map((alert) => ({ alert, at: alert.openedAt, said: `${text.opened}: ` })),
    ...(closed.data.value ?? []).map((alert) => ({ alert, at: alert.closedAt ?? '', said: '' })),
  ]
    .filter(({ at }) => at >= since)
    .sort((a, b) => (a.at < b.at ? 1 : -1))
    .slice(0, 12)
  return (
    <section class="panel" aria-labelledby="changes">
      <div class="panel-head">
        <h2 id="changes">{text.changes}</h2>
      </div>
      {open !== null && changes.length === 0 && <p class="muted">{text.changesNone}</p>}
      <ol class="changes">
        {changes.map(({ alert, at, said }) => (
          <li key={`${alert.id} ${at}`} data-change={alert.state}>
            <time dateTime={at}>{format.value.time(Date.parse(at))}</time>
            <AlertMark alert={alert} />
            <a href={`/alerts/${alert.id}`} data-page>
              {said}
              {alert.words?.title ?? alert.subjectId}
            </a>
          </li>
        ))}
      </ol>
    </section>
  )
}
