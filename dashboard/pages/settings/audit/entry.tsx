import type { AuditEntry } from '../../../../contract/access.ts'
import { useDashboard, useWords } from '../../../components/context.ts'
import { useDay } from '../form/day.ts'
import { type AuditWords, words } from './words.ts'

/** One line of the log: when, who, what, to what; what changed is a click away. */
export function Entry({ entry }: { entry: AuditEntry }) {
  const { format } = useDashboard()
  const text = useWords(words)
  const day = useDay()
  const { action, target, details, requestId } = entry
  const actions: Record<string, string> = text.actions
  const targets: Record<string, string> = text.targets
  const places: Record<string, string> = text.places
  const changes = Object.entries(details)
  const of = target.email ?? target.id.replace(/^(fleet|route|gateway)\b/, (word) => places[word] ?? word)
  return (
    <li data-entry={action}>
      <p class="audit-what">
        <strong>{actions[action] ?? action}</strong>
        {of !== '' && (
          <span class="muted">
            {' '}
            {targets[target.kind] ?? target.kind}: {of}
          </span>
        )}
      </p>
      <p class="muted small">
        {day(entry.at)}, {format.value.timeWithSeconds(Date.parse(entry.at))} · {whoOf(entry, text)}
      </p>
      {changes.length > 0 && (
        <details class="unfold">
          <summary class="small">{text.details}</summary>
          <dl>
            {changes.map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>
                  <code>{changeText(value)}</code>
                </dd>
              </div>
            ))}
          </dl>
          {requestId && <p class="muted small">{text.request(requestId)}</p>}
        </details>
      )}
    </li>
  )
}

function whoOf({ actor }: AuditEntry, text: AuditWords): string {
  switch (actor.kind) {
    case 'user':
      return actor.email ?? text.gone
    case 'token':
      return text.token(actor.name ?? '')
    case 'command line':
      return text.command
    case 'schedule':
      return text.schedule
    case 'nobody':
      return text.nobody
  }
}

/** A pair is what it was and what it is. */
function changeText(value: unknown): string {
  const one = (part: unknown) => (typeof part === 'string' ? part : JSON.stringify(part))
  return Array.isArray(value) && value.length === 2 ? `${one(value[0])} → ${one(value[1])}` : one(value)
}
