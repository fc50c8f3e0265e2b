import { useDashboard, useWords } from '../../components/context.ts'
import { Icon } from '../../components/icons.tsx'
import { words } from './words.ts'

/** Leads officials to what they come for. */
export function ReportsLink() {
  const { session } = useDashboard()
  const text = useWords(words)
  const state = session.state.value
  if (state.kind !== 'signed-in' || state.me.role !== 'official') return null
  return (
    <a class="panel reports-link" href="/reports" data-page data-to-reports>
      <Icon name="report" size={28} />
      <span>
        <strong>{text.reports}</strong>
        <span class="muted">{text.reportsHint}</span>
      </span>
      <Icon name="next" />
    </a>
  )
}
