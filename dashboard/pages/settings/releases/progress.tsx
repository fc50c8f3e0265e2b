import type { ReleaseState } from '../../../../contract/releases.ts'
import { useDashboard, useWords } from '../../../components/context.ts'
import { words } from './words.ts'

/** In the order in which a version goes on, what went wrong last. */
const PARTS = ['proved', 'taken', 'waiting', 'rolledBack', 'refused'] as const

/** How many gateways have come how far with a version, as a bar and in words. */
export function Progress({ counts }: { counts: ReleaseState['counts'] }) {
  const { format } = useDashboard()
  const text = useWords(words)
  const shown = PARTS.filter((part) => counts[part] > 0)
  if (shown.length === 0) return null
  return (
    <div class="release-progress">
      <div class="release-bar" aria-hidden="true">
        {shown.map((part) => (
          <span key={part} class={`release-${part}`} style={{ flexGrow: counts[part] }} />
        ))}
      </div>
      <ul class="release-key">
        {shown.map((part) => (
          <li key={part} data-count={part}>
            <span class={`release-dot release-${part}`} aria-hidden="true" />
            <strong>{format.value.whole(counts[part])}</strong> {text.counts[part](counts[part])}
          </li>
        ))}
      </ul>
    </div>
  )
}
