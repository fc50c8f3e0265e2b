import type { AlertDetail } from '../../../contract/alerts.ts'
import { words } from '../../alerts/words.ts'
import { useDashboard, useWords } from '../../components/context.ts'

/** What became of an alert, in order: opened, told, looked after, closed. */
export function AlertHistory({ events }: { events: AlertDetail['events'] }) {
  const { format } = useDashboard()
  const text = useWords(words)
  return (
    <section class="alert-history" aria-labelledby="alert-history">
      <h3 id="alert-history">{text.history}</h3>
      <ol>
        {events.map(({ at, kind, by, details }) => (
          <li key={`${at} ${kind} ${String(details.channel ?? '')}`} data-event={kind}>
            <time dateTime={at}>{format.value.dayAndTime(Date.parse(at))}</time>
            <span>
              {text.events[kind]}
              {[by, details.channel, details.note]
                .filter((one) => typeof one === 'string' && one !== '')
                .map((one) => ` · ${String(one)}`)}
              {typeof details.until === 'string' && ` · ${format.value.dayAndTime(Date.parse(details.until))}`}
            </span>
          </li>
        ))}
      </ol>
    </section>
  )
}
